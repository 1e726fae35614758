"""What must hold across the rows of every kind. Rules of one kind stand in the same module of its app."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, F, OuterRef

from core.audit.operations import faults
from core.loading.references import kinds_on_site, misnamed
from core.loading.registry import loaders
from core.loading.rules import Breach, register_note, register_rule
from core.loading.schema import KEY, references_in
from core.loading.standing import Standing
from core.models import Citation, Concept, KeptEntry, Record, Relation, Text, Title, WaitingRelation
from core.records.kinds import VERB_RULES, Verb
from core.records.pages import EditionMixin
from core.texts.states import TextState, digest_of

# Verbs that state a fact; the others say where a word belongs or what a text speaks of.
FACTUAL = (
    Verb.IN_COUNTRY, Verb.RUN_BY, Verb.PART_OF, Verb.SERVES, Verb.ADAPTS, Verb.ORIGINAL, Verb.ADOPTED_BY,
    Verb.ADOPTED_AS,
)  # fmt: skip


@register_rule("the audit is whole: nothing in it was changed, and nothing is missing")
def audit_is_whole(standing: Standing) -> Iterator[Breach]:
    """Every entry follows the one before, and says what its digest was made of."""
    for fault in faults():
        yield "audit", fault


# --- Entries --------------------------------------------------------------------------------------


@register_rule("every fact names a source")
def facts_name_sources(standing: Standing) -> Iterator[Breach]:
    """Figures, practices, news and the rest: at least one source, and one that was not withdrawn."""
    for problem in standing.problems:
        if problem.field == "sources":
            yield problem.entry, f"sources: {problem.message}"
    withdrawn = set(Record.objects.exclude(withdrawn_on=None).values_list("key", flat=True))
    for _loader, entry in standing.each():
        sources = getattr(entry, "sources", None)
        if sources and withdrawn.issuperset(sources):
            yield entry.id, f"rests on nothing but what was withdrawn: {', '.join(sources)}"


@register_rule("what stands on the site could stand in the record files")
def entries_fit_their_schemas(standing: Standing) -> Iterator[Breach]:
    """Two claims for a contradiction, no low above high, no empty name: whatever the files are held to."""
    for problem in standing.problems:
        if problem.field != "sources":
            yield problem.entry, f"{problem.field}: {problem.message}" if problem.field else problem.message


@register_rule("whatever is named is there, and of the right kind")
def references_hold(standing: Standing) -> Iterator[Breach]:
    """Keys that rows and kept entries name."""
    named = [(entry.id, *reference) for _loader, entry in standing.each() for reference in references_in(entry)]
    kinds = kinds_on_site({key for _entry, _field, key, _mark in named})
    for entry, name, key, mark in named:
        if message := misnamed(kinds, key, mark):
            yield entry, f"{name}: {message}"


@register_rule("every record is a record of something")
def records_have_rows(standing: Standing) -> Iterator[Breach]:
    """A record whose row or original page is gone."""
    rowed = {loader.kind: {*loader.read()} for loader in loaders() if loader.kind}
    for key, kind in Record.objects.filter(kind__in=rowed).values_list("key", "kind"):
        if key not in rowed[kind]:
            yield key, f"there is no {kind.replace('_', ' ')} to it"


# --- The graph ------------------------------------------------------------------------------------


@register_rule("a verb joins only the kinds it may join")
def verbs_join_their_kinds(standing: Standing) -> Iterator[Breach]:
    """The table of verbs, for relations and for those that wait."""
    found = Relation.objects.values_list("subject__key", "subject__kind", "verb", "object__key", "object__kind")
    waiting = WaitingRelation.objects.values_list("subject__key", "subject__kind", "verb", "object_key")
    for subject, kind, verb, other, other_kind in [*found, *((*row, "") for row in waiting)]:
        rule = VERB_RULES[verb]
        if rule.subjects and kind not in rule.subjects:
            yield subject, f"a {kind} cannot stand in the relation “{verb}” to “{other}”"
        elif other_kind and rule.objects and other_kind not in rule.objects:
            yield subject, f"cannot stand in the relation “{verb}” to “{other}”, a {other_kind}"


@register_rule("every relation that states a fact rests on a source")
def relations_rest_on_sources(standing: Standing) -> Iterator[Breach]:
    """Its own sources, or those of its subject."""
    own = Citation.objects.filter(relation=OuterRef("pk"))
    subject = Citation.objects.filter(record=OuterRef("subject_id"))
    found = Relation.objects.filter(~Exists(own), ~Exists(subject), verb__in=FACTUAL, is_deduced=False)
    for key, verb, other in found.values_list("subject__key", "verb", "object__key"):
        yield key, f"the relation “{verb}” to “{other}” has no source"


@register_rule("nothing waits for what is there")
def nothing_waits_in_vain(standing: Standing) -> Iterator[Breach]:
    """Waiting relations and kept entries go when the kind they wait for lands."""
    arrived = Record.objects.filter(key=OuterRef("object_key"))
    for key, verb, other in WaitingRelation.objects.filter(Exists(arrived)).values_list(
        "subject__key", "verb", "object_key"
    ):
        yield key, f"still waits to stand in the relation “{verb}” to “{other}”, which is there"
    kinds = {loader.file: loader.kind for loader in loaders()}
    kept = dict(KeptEntry.objects.values_list("key", "file"))
    for key, kind in Record.objects.filter(key__in=kept).values_list("key", "kind"):
        if kinds.get(kept[key]) != kind:
            yield key, f"is a {kind}, and is kept as an entry of {kept[key]}.yaml too"


@register_rule("a key is one that an address can hold")
def keys_are_keys(standing: Standing) -> Iterator[Breach]:
    """Keys of records and of what is kept."""
    keys = {*Record.objects.values_list("key", flat=True), *KeptEntry.objects.values_list("key", flat=True)}
    for key in keys:
        if not KEY.match(key):
            yield key, "is no key: Latin letters, digits and hyphens, at most 120"


@register_rule("no concept is broader than itself, by way of others")
def broader_concepts_end(standing: Standing) -> Iterator[Breach]:
    """A circle would never end."""
    broader = dict(Concept.objects.exclude(broader=None).values_list("record__key", "broader__record__key"))
    for key in broader:
        above, seen = broader.get(key), {key}
        while above is not None and above not in seen:
            seen.add(above)
            above = broader.get(above)
        if above == key:
            yield key, f"stands above itself: {', '.join(sorted(seen))}"


# --- Titles and addresses -------------------------------------------------------------------------


@register_rule("every record has a title and an address in every open language")
def records_are_titled(standing: Standing) -> Iterator[Breach]:
    """And the title knows the kind of its record."""
    titled: dict[int, set[str]] = defaultdict(set)
    for record, language, address in Title.objects.values_list("record", "language", "address"):
        if address:
            titled[record].add(language)
    for pk, key in Record.objects.values_list("pk", "key"):
        missing = [language for language in settings.OPEN_LANGUAGES if language not in titled[pk]]
        if missing:
            yield key, f"has no title or no address in: {', '.join(missing)}"
    for key, kind in Title.objects.exclude(kind=F("record__kind")).values_list("record__key", "kind"):
        yield key, f"has a title of the kind “{kind}”"


@register_rule("no two records stand at the same address")
def addresses_are_unique(standing: Standing) -> Iterator[Breach]:
    """In every open language."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for language, address, key in Title.objects.order_by("record").values_list("language", "address", "record__key"):
        found[language, address].append(key)
    for (language, address), keys in found.items():
        for key in keys[1:]:
            yield key, f"stands at {address} ({language}), where {keys[0]} stands"


# --- Pages ----------------------------------------------------------------------------------------


def _page_models() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, EditionMixin) and model.record_kind]


def _live_pages() -> Iterator[Any]:
    for model in _page_models():
        yield from model.objects.filter(live=True).select_related("record", "locale")


@register_rule("a published page and its record agree")
def pages_agree_with_their_records(standing: Standing) -> Iterator[Breach]:
    """Kind, title and address of every live edition; and no page without a record."""
    titles = {(row.record_id, row.language): row for row in Title.objects.all()}
    for page in _live_pages():
        if page.record is None:
            yield f"page {page.pk}", f"“{page.title}” is published and has no record"
            continue
        title = titles.get((page.record_id, page.locale.language_code))
        if page.record.kind != page.record_kind:
            yield page.record.key, f"is a {page.record.kind}, and its page {page.pk} is of a {page.record_kind}"
        if title is not None and title.text != page.title[: len(title.text) or None]:
            yield page.record.key, f"is called “{title.text}”, and its page “{page.title}” ({title.language})"
        if title is not None and title.address != (page.get_url() or ""):
            yield page.record.key, f"stands at {title.address}, and its page at {page.get_url()} ({title.language})"


@register_rule("what readers may see has a published page")
def visible_pages_are_live(standing: Standing) -> Iterator[Breach]:
    """Records of pages whose last edition was taken down are seen by nobody."""
    live = {page.record_id for page in _live_pages()}
    kinds = {model.record_kind for model in _page_models()}
    for pk, key in Record.objects.public().of_kind(*kinds).values_list("pk", "key"):
        if pk not in live:
            yield key, "is for everybody, and no page of it is published"


# --- Translations ---------------------------------------------------------------------------------


def _originals(standing: Standing) -> dict[tuple[str, str], str]:
    """Return what is translated, by key and what the texts of the record call it."""
    found: dict[tuple[str, str], str] = {}
    for loader, entry in standing.each():
        fields = [*loader.texts, *loader.text_lists]
        found |= {(entry.id, name): text for field in fields for name, _text, text in loader.stored(entry, field)}
        found |= {(entry.id, name): text for name, text in loader.inner_texts(entry).items()}
    return found


@register_rule("a translation translates something")
def translations_have_originals(standing: Standing) -> Iterator[Breach]:
    """Of what the original does not say there is no translation, but for names used in one language only."""
    originals = _originals(standing)
    own = {(loader.kind, loader.texts[field]) for loader in loaders() for field in loader.own_texts}
    fitting = {entry.id for _loader, entry in standing.each()}
    rows = Text.objects.values_list("record__key", "record__kind", "field", "language")
    for key, kind, field, language in rows:
        if key in fitting and (kind, field) not in own and not originals.get((key, field)):
            yield key, f"{field} ({language}) translates what the original does not say"


@register_note
def translations(standing: Standing) -> Iterator[str]:
    """How many there are, how many were reviewed, and how many are older than their original."""
    originals = _originals(standing)
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    rows = Text.objects.order_by("language")
    for key, field, language, state, digest in rows.values_list(
        "record__key", "field", "language", "state", "original_digest"
    ):
        is_outdated = digest != digest_of(originals.get((key, field), ""))
        numbers[language].update(["texts", TextState.OUTDATED if is_outdated else state])
    for language, of in numbers.items():
        reviewed = of[TextState.REVIEWED] + of[TextState.CONFIRMED]
        yield f"{of['texts']} texts in {language}: {reviewed} reviewed, {of[TextState.OUTDATED]} outdated"


# --- What is worth knowing ------------------------------------------------------------------------


@register_note
def standing_of_records(standing: Standing) -> Iterator[str]:
    """Sources cited, what was withdrawn, what nobody sees, what nobody confirmed."""
    records = Record.objects.all()
    cited = Citation.objects.values("source").distinct().count()
    yield f"{Citation.objects.count()} citations of {cited} sources"
    withdrawn = records.exclude(withdrawn_on=None).count()
    hidden = records.filter(withdrawn_on=None).exclude(pk__in=Record.objects.public().values("pk")).count()
    yield f"{withdrawn} records withdrawn, {hidden} not for everybody"
