"""A picture comes in several widths, says what it shows and who made it, and holds its place while it loads."""

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from core.texts.localized import LocalText
from tests.look.printing import printed

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.django_db,
    # Wagtail leaves the file of an image open until it is collected.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_a_picture_has_sources_alternative_credit_and_size() -> None:
    image = get_image_model().objects.create(title="Hall", file=get_test_image_file(size=(1600, 900)))
    page = printed(
        "{% part 'picture' image=image alt=alt credit='A photographer' %}", image=image, alt=LocalText("A hall", "en")
    )
    assert page.count('type="image/webp"') == 1
    assert page.count("480w") == 2
    assert 'alt="A hall"' in page
    assert 'width="' in page
    assert 'height="' in page
    assert "<bdi>A photographer</bdi>" in page
