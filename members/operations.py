"""Add and change countries, institutions and programmes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.dates import PartialDate
from core.records.kinds import Kind, Verb
from core.records.models import Record
from core.records.operations import AddressMaker, Edge, register_record, set_relations
from core.sources.operations import cite
from core.texts.operations import set_text
from members.models import Country, CountryRole, Institution, Programme


def _address(page: str, slug: str) -> AddressMaker:
    def make(language: str) -> str:
        with override(language):
            return reverse(page, args=[slug])

    return make


@transaction.atomic
def save_country(
    *,
    iso2: str,
    names: Mapping[str, str],
    roles: Sequence[str],
    source_keys: Sequence[str],
    by: Any,
    note: str = "",
) -> Country:
    """Add or change a country; ``names`` is the approved name in each language, English among them.

    Raises ``ValidationError`` where the English name, a source or the code is wrong.
    """
    if "en" not in names:
        raise ValidationError(_("Give the English name; the address is made of it."))
    # A renamed country keeps its address.
    known = Record.objects.filter(key=iso2, kind=Kind.COUNTRY).first()
    slug = known.slug if known is not None else slugify(names["en"])
    record = register_record(
        key=iso2,
        kind=Kind.COUNTRY,
        slug=slug,
        language="en",
        titles=names,
        address=_address("country", slug),
        by=by,
    )
    country = Country.objects.filter(record=record).first() or Country(record=record)
    country.iso2, country.name, country.note = iso2, names["en"], note
    country.full_clean()
    country.save()
    _replace_roles(country, roles)
    for language, name in names.items():
        if language != "en":
            set_text(record=record, field="name", language=language, text=name, original=names["en"], by=by)
    cite(record=record, source_keys=source_keys, by=by)
    return country


def _replace_roles(country: Country, roles: Sequence[str]) -> None:
    country.roles.all().delete()
    for position, role in enumerate(roles):
        row = CountryRole(country=country, role=role, position=position)
        row.full_clean()
        row.save()


def _country(iso2: str) -> Country | None:
    if not iso2:
        return None
    found = Country.objects.filter(iso2=iso2).first()
    if found is None:
        raise ValidationError({"country": _("There is no country “%(code)s”.") % {"code": iso2}})
    return found


@transaction.atomic
def save_institution(
    *,
    key: str,
    name: str,
    kind: str,
    source_keys: Sequence[str],
    by: Any,
    country: str = "",
    titles: Mapping[str, str] | None = None,
    **fields: Any,
) -> Institution:
    """Add or change an institution. ``country`` is a code or empty; ``titles`` are its names in other languages.

    ``fields`` are ``name_local``, ``language_local``, ``short_name`` and ``description``. Raises ``ValidationError``.
    """
    slug = key.removeprefix("inst-").lower()
    record = register_record(
        key=key,
        kind=Kind.INSTITUTION,
        slug=slug,
        language="en",
        titles={**(titles or {}), "en": name},
        address=_address("institution", slug),
        by=by,
    )
    institution = Institution.objects.filter(record=record).first() or Institution(record=record)
    for field, value in {"name": name, "kind": kind, "country": _country(country), **fields}.items():
        setattr(institution, field, value)
    institution.full_clean()
    institution.save()
    set_relations(subject=record, verb=Verb.IN_COUNTRY, edges=[Edge(country)] if country else [], by=by)
    cite(record=record, source_keys=source_keys, by=by)
    return institution


@transaction.atomic
def save_programme(
    *,
    key: str,
    name: str,
    institution_key: str,
    source_keys: Sequence[str],
    by: Any,
    country: str = "",
    titles: Mapping[str, str] | None = None,
    started: PartialDate | None = None,
    **fields: Any,
) -> Programme:
    """Add or change a programme. ``fields`` are ``name_local``, ``language_local`` and ``description``.

    Raises ``ValidationError`` where the institution, the country or a source is not known.
    """
    slug = key.removeprefix("prog-").lower()
    record = register_record(
        key=key,
        kind=Kind.PROGRAMME,
        slug=slug,
        language="en",
        titles={**(titles or {}), "en": name},
        address=_address("programme", slug),
        by=by,
    )
    programme = Programme.objects.filter(record=record).first() or Programme(record=record)
    values = {
        "name": name,
        "institution": _institution(institution_key),
        "country": _country(country),
        **fields,
    }
    for field, value in values.items():
        setattr(programme, field, value)
    programme.started = started or PartialDate()
    programme.full_clean()
    programme.save()
    set_relations(subject=record, verb=Verb.IN_COUNTRY, edges=[Edge(country)] if country else [], by=by)
    set_relations(subject=record, verb=Verb.RUN_BY, edges=[Edge(institution_key)], by=by)
    cite(record=record, source_keys=source_keys, by=by)
    return programme


def _institution(key: str) -> Institution:
    found = Institution.objects.filter(record__key=key).first()
    if found is None:
        raise ValidationError({"institution": _("There is no institution “%(key)s”.") % {"key": key}})
    return found
