"""The forms that take a Word file."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models import Title
from core.records.kinds import Kind
from core.review.permissions import is_secretariat
from core.users.roles import OF_A_COUNTRY
from core.users.terms import countries_of
from core.word.reading import read_word
from core.word.refusals import LARGEST, MEGABYTE, Refusal, WordFileError
from knowledge.desk.word.operations import LONGEST_TITLE, Sent
from knowledge.models import PracticeIndexPage
from members.accounts.people import CountryField


class FillForm(forms.Form):
    """A file; it is read when it is looked at, and never kept."""

    file = forms.FileField(
        label=_("Word file"),
        help_text=_("A .docx file of at most %(most)s MB.") % {"most": LARGEST // MEGABYTE},
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file."), "invalid": _("Choose the file.")},
    )

    def clean_file(self) -> Sent:
        """Read what was sent. Raises ``ValidationError`` with words that say what to do."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise WordFileError(Refusal.TOO_LARGE)
        name = PurePath(str(file.name).replace("\\", "/")).name or "file.docx"
        text = read_word(file, name)
        file.seek(0)
        return Sent(name=name, digest=hashlib.sha256(file.read()).hexdigest(), text=text)


class BeginForm(FillForm):
    """A file with what it does not say of itself: whose it is, and in which language."""

    country = CountryField(label=_("Country"), queryset=Title.objects.none(), to_field_name="record_id")
    language = forms.ChoiceField(label=_("Language of the text"), choices=())
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=LONGEST_TITLE,
        help_text=_("Only where the file does not say it, or says another."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        """Offer the countries of ``user``, and the languages in which the library has a folder."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["country"].queryset = countries_for(user)
        self._folders = folders()
        names = dict(settings.LANGUAGES)
        fields["language"].choices = [(code, names.get(code, code)) for code in self._folders]
        if get_language() in self._folders:
            fields["language"].initial = get_language()
        mine = list(fields["country"].queryset[:2])
        if len(mine) == 1:
            fields["country"].initial = mine[0].record_id

    @property
    def folder(self) -> PracticeIndexPage:
        """The folder of practices in the language that was chosen."""
        return self._folders[self.cleaned_data["language"]]

    def clean_title(self) -> str:
        """Take a title of one line."""
        title: str = self.cleaned_data["title"]
        if "\x00" in title:
            raise ValidationError(_("Write the title in one line."))
        return " ".join(title.split())


def folders() -> dict[str, PracticeIndexPage]:
    """Return the folder of practices in every language that has one, in the order of the languages."""
    found = {one.locale.language_code: one for one in PracticeIndexPage.objects.select_related("locale")}
    return {code: found[code] for code, _name in settings.LANGUAGES if code in found}


def countries_for(user: Any) -> QuerySet[Title]:
    """Return the titles of the countries for which somebody may begin a draft, by the alphabet."""
    titles = Title.objects.filter(kind=Kind.COUNTRY, language=get_language()).select_related("record")
    if not is_secretariat(user):
        titles = titles.filter(record__in=countries_of(user, *OF_A_COUNTRY))
    return titles.order_by("sort_key", "pk")
