"""The synthetic practices in English and Arabic look and read as they did when somebody looked at them.

After a wanted change: ``GOLDEN=write pytest tests/pdf/test_golden.py``, look at the pictures, and commit them.
"""

import os
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.pdf.golden import LANGUAGES, TEXTS, golden
from tests.pdf.printing import failures, language_of, press, text_of

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]

FOLDER = Path(__file__).parent / "golden_pages"
WRITE = os.environ.get("GOLDEN") == "write"
# A grey differs by more than that, in so many pixels of a thousand at most: poppler's own rounding stays below.
STEP, PARTS = 60, 2


@pytest.fixture(params=LANGUAGES)
def printed(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    file = tmp_path / "golden.pdf"
    press(golden(request.param).html, file)
    return request.param, file


def test_text_and_pictures_are_the_golden_ones(printed: tuple[str, Path], tmp_path: Path) -> None:
    language, file = printed
    # The digest is of another width with every change of the sheet, and what stands before it moves.
    told = re.sub(r"(?m)[ ]+$", "", re.sub(r"\b[0-9a-f]{16}\b", "DIGEST", text_of(file)))
    told = re.sub(r"(?m)^[ ]+(?=.*DIGEST$)", "", told)
    subprocess.run(["pdftoppm", "-r", "60", "-gray", "-png", file, tmp_path / language], check=True)
    pages = sorted(tmp_path.glob(f"{language}-*.png"))
    if WRITE:
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{language}.txt").write_text(told)
        for page in pages:
            (FOLDER / page.name).write_bytes(page.read_bytes())
    assert told == (FOLDER / f"{language}.txt").read_text()
    assert [page.name for page in pages] == sorted(page.name for page in FOLDER.glob(f"{language}-*.png"))
    for page in pages:
        assert parts_that_differ(page, FOLDER / page.name) <= PARTS, page.name


def parts_that_differ(one: Path, other: Path) -> float:
    """How many pixels of a thousand differ visibly."""
    with Image.open(one) as first, Image.open(other) as second:
        if first.size != second.size:
            return 1_000
        difference = ImageChops.difference(first.convert("L"), second.convert("L"))
        different = sum(count for step, count in enumerate(difference.histogram()) if step > STEP)
        return 1_000 * different / (first.size[0] * first.size[1])


def test_another_picture_is_seen(tmp_path: Path) -> None:
    page = next(iter(sorted(FOLDER.glob("en-*.png"))))
    with Image.open(page) as picture:
        picture.convert("L").rotate(0.5, fillcolor=255).save(tmp_path / "a.png")
    assert parts_that_differ(tmp_path / "a.png", page) > PARTS


def test_they_are_pdf_ua_in_their_language(printed: tuple[str, Path]) -> None:
    language, file = printed
    assert failures([file]) == {"golden.pdf": []}
    assert language_of(file) == language


def test_every_arabic_letter_is_read_out(tmp_path: Path) -> None:
    """Words whole where no two letters are one sign; the letters of all words in any case."""
    file = tmp_path / "a.pdf"
    press(golden("ar").html, file)
    read = text_of(file)
    for word in ("مكان", "واحد", "الناس", "العاصمة", "المناطق", "أذربيجان", "خدمة"):
        assert word in read, word
    letters = Counter(letter for letter in TEXTS["ar"]["standfirst"] if letter.isalpha())
    found = Counter(read)
    assert {letter: count for letter, count in letters.items() if found[letter] < count} == {}
