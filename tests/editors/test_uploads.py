"""Uploads: judged by content, stripped, kept out of reach, and served by one view."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from PIL import Image as Pillow
from PIL import ImageCms
from PIL.PngImagePlugin import PngInfo
from wagtail.models import Collection, UploadedFile

from core.models import Picture, Record, StoredFile
from core.records.operations import withdraw_record
from core.uploads.content import MOST_MEMBERS, check_document
from core.uploads.pictures import clean_image
from knowledge.models import PracticeAttachment, PracticeImage, PracticePage, PracticeSource
from tests.editors.conftest import Desk
from tests.factories import knowledge as make
from tests.factories.site import hide, publish

# Wagtail leaves the temporary file of a rendition to the collector of garbage.
pytestmark = [pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"), pytest.mark.sqlite]
SECRET = b"Secret Street 5"


def exif(orientation: int = 1) -> Pillow.Exif:
    """What a telephone writes: maker, a comment, the way it was held, and where it was."""
    values = Pillow.Exif()
    values[0x010F] = "Maker " + SECRET.decode()
    values[0x0112] = orientation
    place = values.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (40.0, 24.0, 30.0), "E", (49.0, 52.0, 0.0)
    return values


def picture(image_format: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    buffer = io.BytesIO()
    Pillow.new(mode, size, "red" if mode == "RGB" else 0).save(buffer, image_format, **options)
    return buffer.getvalue()


def archive(*names: str, **contents: bytes) -> bytes:
    """Return an archive without the time of day: where it names a test, every process must make the same."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in names:
            packed.writestr(zipfile.ZipInfo(name), "words")
        for name, content in contents.items():
            packed.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def pdf(body: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + body + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


# --- Pictures are written anew --------------------------------------------------------------------


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_position_and_everything_else_beside_the_pixels_is_stripped(image_format: str) -> None:
    options: dict[str, Any] = {"exif": exif()}
    if image_format == "PNG":
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("Comment", SECRET.decode())
    if image_format == "JPEG":
        options["comment"] = SECRET
    if image_format in {"JPEG", "WEBP", "AVIF"}:
        options["xmp"] = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    given = picture(image_format, **options)
    assert SECRET in given
    content = clean_image(ContentFile(given + b"\n<script>" + SECRET, name="a")).read()
    cleaned = Pillow.open(io.BytesIO(content))
    assert SECRET not in content
    assert b"<script" not in content
    assert cleaned.format == image_format
    assert not dict(cleaned.getexif())
    assert not cleaned.getexif().get_ifd(0x8825)


def test_a_picture_that_was_held_sideways_is_turned() -> None:
    cleaned = Pillow.open(clean_image(ContentFile(picture(exif=exif(orientation=6)), name="a.jpg")))
    assert cleaned.size == (40, 60)


def test_colours_and_transparency_are_kept() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    cleaned = Pillow.open(clean_image(ContentFile(picture(icc_profile=profile), name="a.jpg")))
    assert cleaned.info["icc_profile"] == profile
    cleaned = Pillow.open(clean_image(ContentFile(picture("PNG", mode="P", transparency=0), name="a.png")))
    assert cleaned.convert("RGBA").getpixel((0, 0))[3] == 0


def test_several_exposures_in_one_file_become_one_picture() -> None:
    first = Pillow.new("RGB", (30, 20), "red")
    buffer = io.BytesIO()
    first.save(buffer, "MPO", save_all=True, append_images=[Pillow.new("RGB", (30, 20), "blue")])
    cleaned = Pillow.open(clean_image(ContentFile(buffer.getvalue(), name="a.jpg")))
    assert (cleaned.format, getattr(cleaned, "n_frames", 1)) == ("JPEG", 1)


@pytest.mark.parametrize(
    "content",
    [
        b"#!/bin/sh\necho",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"",
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
    ],
)
def test_what_is_no_accepted_picture_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(ValidationError, match="not a picture the site accepts"):
        clean_image(ContentFile(content, name="picture.jpg"))


def test_a_damaged_picture_is_refused() -> None:
    whole = picture(size=(400, 400))
    with pytest.raises(ValidationError, match="damaged"):
        clean_image(ContentFile(whole[: len(whole) // 2], name="picture.jpg"))


@override_settings(WAGTAILIMAGES_MAX_IMAGE_PIXELS=2_000_000)
def test_too_many_pixels_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(ValidationError, match="over 4 megapixels; at most 2"):
        clean_image(ContentFile(picture("PNG", size=(2000, 2000)), name="picture.png"))


def test_a_bomb_of_pixels_is_refused() -> None:
    bomb = picture("PNG", size=(20_000, 15_000), mode="1")
    assert len(bomb) < 100_000
    with pytest.raises(ValidationError, match="megapixels"):
        clean_image(ContentFile(bomb, name="picture.png"))


# --- Documents are what their names say -----------------------------------------------------------

GENUINE = {
    "report.pdf": pdf(),
    "report.docx": archive("[Content_Types].xml", "word/document.xml"),
    "table.xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "talk.pptx": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "report.odt": archive(mimetype=b"application/vnd.oasis.opendocument.text"),
    "table.ods": archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
    "table.csv": "ölkə;say\nAzərbaycan;16\n".encode(),
    "words.txt": b"\xef\xbb\xbfWords < more words",
}


@pytest.mark.parametrize("name", GENUINE)
def test_a_genuine_document_passes(name: str) -> None:
    check_document(ContentFile(GENUINE[name], name=name))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.pdf", b"<html><script>alert(1)</script></html>"),
        ("report.pdf", b"<!-- \n" + pdf()),
        ("report.pdf", b"%PDF-1.7 without an end"),
        ("report.pdf", pdf() + archive("evil.exe")),
        ("report.pdf", picture()),
        ("report.docx", archive("xl/workbook.xml")),
        ("report.docx", archive("evil.exe")),
        ("report.docx", b"PK\x03\x04 no archive"),
        ("report.docx", pdf()),
        ("report.odt", archive("mimetype")),
        ("report.odt", archive("first", mimetype=b"application/vnd.oasis.opendocument.text")),
        ("words.txt", b"  <!DOCTYPE html><script>"),
        ("words.txt", b"\xef\xbb\xbf\n<svg onload='alert(1)'>"),
        ("words.txt", b"<script>alert(1)</script>"),
        ("table.csv", b"MZ" + b"\0" * 20),
        ("table.csv", b"a" * 100_000 + b"\0"),
        ("page.html", b"<html>"),
        ("noextension", b"words"),
    ],
)
def test_a_document_that_is_not_what_its_name_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError, match="not what its name says"):
        check_document(ContentFile(content, name=name))


def test_macros_are_refused() -> None:
    with pytest.raises(ValidationError, match="macros"):
        check_document(ContentFile(archive("word/document.xml", "word/vbaProject.bin"), name="report.docx"))


def test_bombs_are_refused_without_being_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"\0" * 60_000_000)
        for number in range(9):
            packed.writestr(f"word/media/{number}", b"\0" * 60_000_000)
    assert len(buffer.getvalue()) < 1_000_000
    with pytest.raises(ValidationError, match="unpack"):
        check_document(ContentFile(buffer.getvalue(), name="report.docx"))
    many = archive("word/document.xml", *(f"word/{number}" for number in range(MOST_MEMBERS)))
    with pytest.raises(ValidationError, match="unpack"):
        check_document(ContentFile(many, name="report.docx"))


@override_settings(WAGTAILDOCS_MAX_UPLOAD_SIZE=1024 * 1024)
def test_a_document_that_is_too_large_is_refused() -> None:
    with pytest.raises(ValidationError, match="2 MB; at most 1 MB"):
        check_document(ContentFile(b"a" * 2 * 1024 * 1024, name="words.txt"))


# --- In the editors' forms ------------------------------------------------------------------------


def upload(client: Client, address: str, name: str, content: bytes, **fields: str) -> Any:
    collection = str(Collection.objects.get().pk)
    given = {"title": "A title", "collection": collection, "tags": "", "audience": "public", **fields}
    return client.post(reverse(address), {**given, "file": SimpleUploadedFile(name, content)})


def upload_to_many(client: Client, address: str, name: str, content: bytes) -> dict[str, Any]:
    given = {"title": name, "collection": str(Collection.objects.get().pk)}
    return client.post(reverse(address), {**given, "files[]": SimpleUploadedFile(name, content)}).json()


@pytest.fixture
def editor(signed_in: Any) -> Client:
    return signed_in("editor")


def test_an_editor_uploads_a_picture_and_its_position_is_gone(editor: Client) -> None:
    response = upload(editor, "wagtailimages:add", "photo.jpg", picture(exif=exif(orientation=6)))
    assert response.status_code == 302
    kept = Picture.objects.get()
    stored = Path(settings.PRIVATE_ROOT, kept.file.name).read_bytes()
    assert SECRET not in stored
    assert (kept.width, kept.height) == (40, 60)
    assert kept.file_size == len(stored)
    assert kept.file_hash


def test_a_replaced_picture_is_stripped_too(editor: Client) -> None:
    upload(editor, "wagtailimages:add", "photo.jpg", picture())
    kept = Picture.objects.get()
    given = {"title": "Changed", "collection": str(kept.collection_id), "tags": ""}
    file = SimpleUploadedFile("other.jpg", picture(size=(90, 30), exif=exif()))
    assert editor.post(reverse("wagtailimages:edit", args=[kept.pk]), {**given, "file": file}).status_code == 302
    kept = Picture.objects.get()
    assert SECRET not in Path(settings.PRIVATE_ROOT, kept.file.name).read_bytes()
    assert (kept.title, kept.width) == ("Changed", 90)
    assert editor.get(reverse("wagtailimages:edit", args=[kept.pk])).status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("photo.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Not a valid .jpeg image"),
        ("photo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Not a supported image format"),
        ("photo.jpg", b"#!/bin/sh", "Upload a valid image"),
        ("photo.jpg", picture(size=(400, 400))[:2000], "damaged"),
    ],
)
def test_a_bad_picture_is_explained_on_both_forms(editor: Client, name: str, content: bytes, words: str) -> None:
    assert words in upload(editor, "wagtailimages:add", name, content).content.decode()
    answer = upload_to_many(editor, "wagtailimages:add_multiple", name, content)
    assert answer["success"] is False
    assert words in answer["error_message"]
    assert not Picture.objects.exists()
    assert not UploadedFile.objects.exists()


def test_many_pictures_at_once_are_stripped(editor: Client) -> None:
    assert upload_to_many(editor, "wagtailimages:add_multiple", "photo.jpg", picture(exif=exif()))["success"]
    assert SECRET not in Path(settings.PRIVATE_ROOT, Picture.objects.get().file.name).read_bytes()


def test_a_picture_that_waited_for_its_title_is_stripped_and_was_never_public(editor: Client) -> None:
    """Wagtail keeps an upload whose other fields are wrong, and stores it before the row."""
    given = {"title": "x" * 400, "collection": str(Collection.objects.get().pk)}
    file = SimpleUploadedFile("photo.jpg", picture(exif=exif()))
    answer = editor.post(reverse("wagtailimages:add_multiple"), {**given, "files[]": file}).json()
    waiting = UploadedFile.objects.get()
    assert answer["uploaded_file_id"] == waiting.pk
    assert Client().get(f"/media/{waiting.file.name}").status_code == 404
    prefix = f"uploaded-image-{waiting.pk}"
    given = {f"{prefix}-title": "A title", f"{prefix}-collection": given["collection"], f"{prefix}-tags": ""}
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk])
    assert editor.post(address, given).json()["success"]
    kept = Picture.objects.get()
    assert SECRET not in Path(settings.PRIVATE_ROOT, kept.file.name).read_bytes()
    assert len(list(Path(settings.PRIVATE_ROOT, "original_images").glob(f"{Path(kept.file.name).stem}*"))) == 1


def test_a_bad_document_is_explained_on_both_forms(editor: Client) -> None:
    shown = upload(editor, "wagtaildocs:add", "report.docx", archive("evil.exe"))
    assert "not what its name says" in shown.content.decode()
    answer = upload_to_many(editor, "wagtaildocs:add_multiple", "report.docx", archive("evil.exe"))
    assert "not what its name says" in answer["error_message"]
    answer = upload_to_many(editor, "wagtaildocs:add_multiple", "page.html", b"<html>")
    assert answer["success"] is False
    assert not StoredFile.objects.exists()
    assert upload_to_many(editor, "wagtaildocs:add_multiple", "report.pdf", pdf())["success"]


def withdraw(record: Record) -> None:
    withdraw_record(record=record, on=date(2026, 3, 1), reason="It was a mistake.", by=None)


# --- Served by one view ---------------------------------------------------------------------------


def a_document(audience: str = "public", name: str = "report.pdf", content: bytes = b"") -> StoredFile:
    return StoredFile.objects.create(title="A", audience=audience, file=ContentFile(content or pdf(), name=name))


def test_a_public_document_is_a_download_that_never_runs(db: None) -> None:
    response = Client().get(a_document().url)
    assert response.getvalue() == pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "public, max-age=300"
    again = Client().get(response.wsgi_request.path, headers={"If-Modified-Since": response["Last-Modified"]})
    assert again.status_code == 304


def test_a_document_of_the_secretariat_is_there_for_the_secretariat_only(signed_in: Any) -> None:
    kept = a_document("secretariat")
    unknown = reverse("wagtaildocs_serve", args=[kept.pk + 1, kept.filename])
    for client in (Client(), signed_in("editor"), signed_in("nobody")):
        forbidden, missing = client.get(kept.url), client.get(unknown)
        assert (forbidden.status_code, missing.status_code) == (404, 404)
    for name in ("secretariat", "administrator"):
        response = signed_in(name).get(kept.url)
        assert response.getvalue() == pdf()
        assert response["Cache-Control"] == "private, no-store"
    assert signed_in("secretariat").get(reverse("wagtaildocs_serve", args=[kept.pk, "other.pdf"])).status_code == 404


def test_an_editor_neither_finds_nor_opens_a_document_of_the_secretariat(signed_in: Any) -> None:
    kept, editor = a_document("secretariat", name="canary.pdf"), signed_in("editor")
    kept.title = "canary"
    kept.save()
    for name in ("wagtaildocs:index", "wagtaildocs_chooser:choose", "wagtaildocs_chooser:choose_results"):
        assert "canary" not in editor.get(reverse(name)).content.decode()
        assert "canary" in signed_in("secretariat").get(reverse(name)).content.decode()
    form = {"title": "A", "collection": str(Collection.get_first_root_node().pk), "audience": "public", "tags": ""}
    for name in ("wagtaildocs:edit", "wagtaildocs:delete", "wagtaildocs:document_usage", "wagtaildocs_chooser:chosen"):
        hidden, unknown = (editor.get(reverse(name, args=[pk])) for pk in (kept.pk, kept.pk + 1))
        assert (hidden.status_code, unknown.status_code) == (404, 404), name
        hidden, unknown = (editor.post(reverse(name, args=[pk]), form) for pk in (kept.pk, kept.pk + 1))
        assert (hidden.status_code, unknown.status_code) == (404, 404), name
        assert signed_in("secretariat").get(reverse(name, args=[kept.pk])).status_code == 200
    bulk = reverse("wagtail_bulk_action", args=["core", "storedfile", "delete"])
    for address in (bulk, reverse("wagtaildocs_chooser:chosen_multiple")):
        given = {"id": [str(kept.pk), f" 0{kept.pk}"], "next": "/admin/documents/"}
        assert "canary" not in editor.get(address, given).content.decode()
        assert "canary" in signed_in("secretariat").get(address, given).content.decode()
    for name, own in (("editor", False), ("secretariat", True)):
        everything = signed_in(name).get(bulk, {"id": "all", "next": "/admin/documents/"})
        assert ("canary" in everything.content.decode()) is own
    editor.post(f"{bulk}?id={kept.pk}&next=/admin/documents/")
    kept.refresh_from_db()
    assert kept.audience == "secretariat"
    assert Client().get(kept.url).status_code == 404


def statuses(client: Client, given: list[str]) -> list[int]:
    """How these addresses of files answer."""
    found = []
    for address in given:
        response = client.get(address)
        response.getvalue()  # closes the file
        found.append(response.status_code)
    return found


def kept_for(client: Client, address: str) -> str:
    """How long the file at an address may be kept, and by whom."""
    response = client.get(address)
    response.getvalue()  # closes the file
    assert response.status_code == 200
    return str(response["Cache-Control"])


@pytest.mark.parametrize("way", [withdraw, hide])
def test_files_of_a_record_go_with_it(desk: Desk, signed_in: Any, way: Callable[[Record], None]) -> None:
    """A file and a picture that stand on this practice only; another file is on a second one, and one on none."""
    alone, shared, free = (a_document(name=f"{name}.pdf") for name in ("alone", "shared", "free"))
    linked = a_document(name="linked.pdf")
    other = make.a_practice(desk.library, results=f'<p><a linktype="document" id="{shared.pk}">A</a></p>')
    for file in (alone, shared):
        PracticeAttachment.objects.create(page=desk.practice, document=file)
    desk.practice.results = f'<p><a linktype="document" id="{linked.pk}">A</a></p>'
    desk.practice.save()
    cache.clear()  # Wagtail keeps the sizes of pictures
    picture = make.a_picture()
    PracticeImage.objects.create(page=desk.practice, image=picture, alternative="A hall.")
    address = picture.get_rendition("width-30").url
    gone, kept = [alone.url, linked.url, address], [shared.url, free.url]
    assert statuses(Client(), [*gone, *kept]) == [200] * 5
    assert "immutable" in kept_for(Client(), address)
    way(Record.objects.get(pk=desk.practice.record_id))
    for reader in (Client(), signed_in("nobody")):
        assert statuses(reader, gone) == [404] * 3
        assert statuses(reader, kept) == [200] * 2
    unknown = Client().get(reverse("wagtaildocs_serve", args=[alone.pk + 100, alone.filename]))
    answers = [answer.content.decode().replace(answer["X-Request-ID"], "").replace(str(alone.pk + 100), str(alone.pk))
               for answer in (Client().get(alone.url), unknown)]  # fmt: skip
    assert answers[0] == answers[1]
    for name in ("editor", "secretariat"):
        assert {kept_for(signed_in(name), one) for one in gone} == {"private, no-store"}
    way(other.record)
    assert statuses(Client(), kept) == [404, 200]


def test_a_file_of_a_draft_waits_for_its_publication(desk: Desk) -> None:
    file = a_document()
    draft = PracticePage(title="Draft", slug="draft", summary="A.", locale=desk.library.folder.locale, live=False)
    desk.library.folder.add_child(instance=draft)
    PracticeAttachment.objects.create(page=draft, document=file)
    PracticeSource.objects.create(page=draft, source=desk.source)
    assert statuses(Client(), [file.url]) == [404]
    publish(PracticePage.objects.get(pk=draft.pk))
    assert statuses(Client(), [file.url]) == [200]


@override_settings(WAGTAILDOCS_EXTENSIONS=["svg", "html"])
def test_markup_is_never_shown_even_if_it_came_in(db: None) -> None:
    for name in ("a.svg", "a.html"):
        response = Client().get(a_document(name=name, content=b"<svg/>").url)
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment")
        assert response.getvalue() == b"<svg/>"


def test_originals_have_no_address_and_renditions_have_one(editor: Client) -> None:
    upload(editor, "wagtailimages:add", "photo.jpg", picture(size=(800, 600)))
    upload(editor, "wagtaildocs:add", "report.pdf", pdf())
    kept, document = Picture.objects.get(), StoredFile.objects.get()
    stranger = Client()
    assert stranger.get(kept.file.url).status_code == 404
    names = [kept.file.name, document.file.name]
    for name in [*names, *(f"{way}/{name}" for name in names for way in ("../private", "images/../../private"))]:
        for root in ("/media/", "/private/", "/static/", "/"):
            assert stranger.get(root + name).status_code in {404, 400}, root + name
    rendition = kept.get_rendition("width-300|format-webp")
    response = stranger.get(rendition.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]
    assert Pillow.open(io.BytesIO(response.getvalue())).size == (300, 225)
    assert stranger.get("/media/images/none.webp").status_code == 404
    assert stranger.get("/media/images/").status_code == 404


def test_who_may_read_a_file_is_chosen_in_words(editor: Client) -> None:
    form = editor.get(reverse("wagtaildocs:add")).content.decode()
    assert "The secretariat only" in form
    upload(editor, "wagtaildocs:add", "report.pdf", pdf(), audience="secretariat")
    assert StoredFile.objects.get().audience == "secretariat"
    shown = upload(editor, "wagtaildocs:add", "other.pdf", pdf(), audience="somebody")
    assert shown.status_code == 200
    assert StoredFile.objects.count() == 1
