"""Every address that the site knows, and what to put into it.

An address whose arguments have no row here fails the test: whoever adds one says what would tell of what is restricted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern
from django.utils.translation import override

from tests.canary.world import World

# Not asked, and why.
LEFT_OUT = {
    "wagtailadmin_logout": "ends the session",
    "account_logout": "ends the session",
    "wagtailadmin_error_test": "raises on purpose",
    "wagtailadmin_javascript_catalog": "words of the interface",
    "wagtailadmin_sprite": "pictures of the interface",
    "wagtailadmin_password_reset_confirm": "leads to the sign-in",
    "account_reset_password_from_key": "opens with a key of a letter alone",
    "account_confirm_email": "opens with a key of a letter alone",
    "api:openapi-json": "describes, and holds nothing of the record",
    **dict.fromkeys(("mfa_edit_webauthn", "mfa_remove_webauthn"), "of one's own keys"),
    "wagtail_serve": "asked by the addresses of the pages themselves",
}


@dataclass(frozen=True)
class Address:
    """A named address with the names of its arguments."""

    name: str
    arguments: tuple[str, ...]


def every_address() -> list[Address]:
    """Return what the resolver knows, each once."""
    return sorted(set(_walk(get_resolver().url_patterns, ())), key=lambda one: (one.name, one.arguments))


def _walk(patterns: Any, spaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, inner)
        elif pattern.name:
            yield Address(":".join((*spaces, pattern.name)), tuple(_arguments(pattern.pattern)))


def _arguments(pattern: Any) -> list[str]:
    if isinstance(pattern, RegexPattern):
        return list(pattern.regex.groupindex)
    return list(pattern.converters)


def paths_of(address: Address, world: World) -> list[str]:
    """Return the paths to ask of an address: with every value of every argument. Raises ``KeyError`` without a row."""
    values = [[(name, value) for value in values_of(address.name, name, world)] for name in address.arguments]
    found = []
    for chosen in product(*values):
        try:
            with override("en"):
                found.append(reverse(address.name, kwargs=dict(chosen)))
        except NoReverseMatch:  # another address of the same name takes these
            continue
    return found


def values_of(name: str, argument: str, world: World) -> list[Any]:
    """Return what to put into an argument of an address."""
    by_name = {**_of_groups(world), **_of_addresses(world)}
    for prefix in sorted(by_name, key=len, reverse=True):
        if name.startswith(prefix) and argument in by_name[prefix]:
            return list(by_name[prefix][argument])
    return list(_of_arguments(world)[argument])


def _of_arguments(world: World) -> dict[str, list[Any]]:
    pages = [world.draft.pk, world.hidden.pk]
    return {
        **dict.fromkeys(("page_id", "page_to_move_id", "page_pk"), pages),
        "parent_page_id": [world.folder.pk, *pages],
        "destination_id": [world.folder.pk],
        "revision_id": [world.draft.latest_revision_id],
        "revision_id_a": ["earliest"],
        "revision_id_b": ["latest"],
        "workflow_state_id": [world.review],
        "task_state_id": [world.gate],
        **{key: [1] for key in ("task_id", "workflow_pk")},
        "image_id": [world.picture.pk],
        **{key: [world.file.pk] for key in ("document_id", "doc_id")},
        "document_filename": [world.file.filename],
        **{key: [1] for key in ("collection_id", "redirect_id", "session_id", "uploaded_file_id")},
        "filter_spec": ["original"],
        "ending": ["csv", "json", "atom", "bib", "ris"],
        **{key: [world.hidden.slug] for key in ("slug", "key")},
        "number": [1],
        **{key: ["knowledge"] for key in ("app_label", "app_name", "content_type_app_name")},
        **{key: ["practicepage"] for key in ("model_name", "content_type_model_name")},
        "action": ["publish", "delete"],
        "action_name": ["approve", "copy"],
        "language": ["az"],
        "token": ["nonsense"],
        "path": ["images/nothing.png"],
        "object_id": [str(world.draft.pk)],
    }


def _of_groups(world: World) -> dict[str, dict[str, list[Any]]]:
    """Rows of the record, by the group of addresses that shows them."""
    shown = {
        "adoptions": [1],
        "countries": [world.country_row],
        "institutions": [world.institution_row],
        "programmes": [1],
        "sources": [world.source.pk],
        "figures": [world.figure.pk],
        "contradictions": [1],
        "gaps": [1],
        **{key: [world.topic_row] for key in ("topics", "service-types", "goals", "indicators", "terms")},
        "wagtaillocales": [1],
        "wagtailsites": [1],
        "wagtailusers_users": world.accounts,
        "wagtailusers_groups": [1],
        "wagtailadmin_collections": [1],
        "wagtailadmin_workflows": [1],
        "wagtaildocs_chooser": [world.file.pk],
        "wagtailimages_chooser": [world.picture.pk],
        "choose-source": [world.source.pk],
        "choose-record": [world.hidden.record_id],
        "wagtailsettings": [1],
        "record_": [world.hidden.record_id],
        "practice_withdraw_version": [world.hidden.record_id],
        "send_letter_again": [1],
    }
    return {name: {"pk": values} for name, values in shown.items()}


def _of_addresses(world: World) -> dict[str, dict[str, list[Any]]]:
    manuscripts = [world.manuscript.pk]
    return {
        "wagtailadmin_api:pages": {"pk": [world.draft.pk, world.hidden.pk], "action_name": ["copy"]},
        "wagtailadmin_api:documents": {"pk": [world.file.pk]},
        "wagtailadmin_api:images": {"pk": [world.picture.pk]},
        "wagtailadmin_pages:revisions_compare": {"pk": [world.draft.pk]},
        "wagtailadmin_workflows:add_task": {"app_label": ["core"], "model_name": ["endorsementtask"]},
        "simple_translation:submit_snippet": {"pk": [str(world.draft.pk)]},
        "wagtailsettings": {"app_name": ["wagtailcore"], "model_name": ["site"], "pk": [1]},
        "sitemap-part": {"name": ["practices-1", "practice-1", "pages-1"]},
        "permalink": {"key": [world.hidden.record.key, world.source.record.key, world.figure.record.key]},
        "figure-picture": {"key": [world.figure.record.key]},
        "source": {"slug": [world.source.record.slug]},
        "country": {"slug": [world.country.slug]},
        "institution": {"slug": [world.institution.slug]},
        "programme": {"slug": ["nothing"]},
        "topic": {"slug": [world.topic.slug]},
        "service-type": {"slug": ["nothing"]},
        "sdg-goal": {"slug": ["nothing"]},
        "practice": {"slug": [world.hidden.slug, world.draft.slug]},
        "manuscript-move": {
            "pk": manuscripts,
            "slug": ["submit", "endorse", "publish", "return", "hand-over", "take-back", "decline"],
        },
        "manuscript": {"pk": manuscripts},
        "practice-translations": {"pk": [world.draft.pk, world.hidden.pk]},
        "begin-translation": {"pk": [world.draft.pk, world.hidden.pk]},
        "move-translation": {"pk": [world.draft.pk, world.hidden.pk], "slug": ["review", "confirm", "update"]},
        "confirm-practice": {"pk": [world.draft.pk, world.hidden.pk]},
        "open-manuscript": {"pk": [world.draft.pk]},
        "answer-request": {"pk": manuscripts, "number": [world.request.pk]},
        "close-request": {"pk": manuscripts, "number": [world.request.pk]},
        "make-reading-link": {"pk": manuscripts},
        "end-reading-link": {"pk": manuscripts, "number": [1]},
        "notice": {"pk": world.notices},
        "end-role": {"pk": world.terms},
        "ask-factor-reset": {"pk": world.accounts},
        "confirm-factor-reset": {"pk": [1]},
        "resend-invitation": {"pk": [world.invitation.pk]},
        "withdraw-invitation": {"pk": [world.invitation.pk]},
        "api:": {
            "id": [world.hidden.record.key, world.source.record.key, world.figure.record.key],
            "key": [world.hidden.record.key],
            "iso2": ["AZ"],
        },
        "usersessions_": {"pk": [1]},
        "mfa_": {"pk": [1]},
    }
