"""Prints every edition of every practice of a site into a folder: `python -m tests.pdf.all_printed FOLDER`.

Beside each file stands what it must hold, as JSON: language, plain text of the sections, headings, table headers.
"""

import json
import shutil
import sys
from pathlib import Path

import django

django.setup()

from django.contrib.auth.models import AnonymousUser  # noqa: E402

from core.pdf import making  # noqa: E402
from core.records.editions import original_of  # noqa: E402
from knowledge.models import PracticePage  # noqa: E402
from knowledge.presentation.printed import printed_practice  # noqa: E402
from knowledge.presentation.prose import SECTIONS  # noqa: E402
from search.building import plain_text  # noqa: E402


def main(folder: Path) -> None:
    for page in PracticePage.objects.live().select_related("record", "locale").order_by("pk"):
        language = page.locale.language_code
        ready = printed_practice(page, original_of(page) or page, user=AnonymousUser())
        file = making.by_worker(ready, seconds=120, pages=200)
        name = f"{page.slug}-{language}"
        shutil.copy(file, folder / f"{name}.pdf")
        told = {
            "language": language,
            "title": page.title,
            "texts": [plain_text(text) for anchor, _title in SECTIONS if (text := getattr(page, anchor))],
            "headings": {f"/H{level}": ready.html.count(f"<h{level}") for level in (1, 2, 3)},
            "headers": ready.html.count("<th "),
            "drawings": ready.html.count("<svg") + ready.html.count("<img"),
        }
        (folder / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
