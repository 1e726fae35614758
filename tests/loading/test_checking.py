"""What crosses rows is checked: every rule holds for what was loaded, and is seen broken where it is."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Site

from association.site.models import HomePage, NewsSource, StandardPage
from core.loading.rules import check_record, rules
from core.models import (
    AuditEntry,
    Citation,
    Claim,
    Concept,
    Contradiction,
    Figure,
    Gap,
    KeptEntry,
    Record,
    Relation,
    Text,
    Title,
    WaitingRelation,
)
from core.records.kinds import Verb
from core.records.operations import withdraw_record
from core.texts.operations import review_text
from knowledge.models import Adoption, PracticePage, PracticeSource
from members.models import Country, Institution

Break = Callable[[], Any]


def told() -> str:
    """What the command says."""
    out = io.StringIO()
    call_command("check_record", stdout=out)
    return out.getvalue()


def record(key: str) -> Record:
    return Record.objects.get(key=key)


def title(key: str, language: str = "en") -> Any:
    return Title.objects.filter(record__key=key, language=language)


def relate(subject: str, verb: Verb, other: str) -> Any:
    return Relation.objects.create(subject=record(subject), verb=verb, object=record(other), position=9)


def withdraw(key: str) -> Any:
    return withdraw_record(record=record(key), on=timezone.localdate(), reason="Wrong.", by=None)


def page(model: Any, key: str) -> Any:
    return model.objects.filter(record__key=key, locale__language_code="en")


SOURCED = "every fact names a source"
WRITABLE = "what stands on the site could stand in the record files"
NAMED = "whatever is named is there, and of the right kind"
OF_SOMETHING = "every record is a record of something"
VERBS = "a verb joins only the kinds it may join"
RESTING = "every relation that states a fact rests on a source"
WAITING = "nothing waits for what is there"
KEYS = "a key is one that an address can hold"
BROADER = "no concept is broader than itself, by way of others"
TITLED = "every record has a title and an address in every open language"
PLACED = "no two records stand at the same address"
PAGES = "a published page and its record agree"
VISIBLE = "what readers may see has a published page"
TRANSLATED = "a translation translates something"
CODES = "the key of a country is its code"
AUDITED = "the audit is whole: nothing in it was changed, and nothing is missing"
MEMBERS = "institutions and programmes stand in the graph where their rows say"
PRACTICES = "practices stand in the graph where their pages say"
ADOPTIONS = "adoptions stand in the graph where their rows say"
HOME = "every open language has one home page, and the site begins at one"
NEWS = "news name the sources that the graph names"

# What is done behind the back of the operations, which rule is then broken, and what is said.
BROKEN: list[tuple[Break, str, str]] = [
    (
        lambda: Citation.objects.filter(record__key="fig-visits").delete(),
        SOURCED,
        "fig-visits: sources: is empty, and at least one is needed",
    ),
    (lambda: Citation.objects.filter(record__key="AZ").delete(), SOURCED, "AZ: sources: is empty"),
    (
        lambda: PracticeSource.objects.filter(page__record__key="practice-otaq").delete(),
        SOURCED,
        "practice-otaq: sources: is empty",
    ),
    (lambda: NewsSource.objects.all().delete(), SOURCED, "news-meeting: sources: is empty"),
    (
        lambda: withdraw("src-report"),
        SOURCED,
        "fig-visits: rests on nothing but what was withdrawn: src-report",
    ),
    (
        lambda: Claim.objects.filter(position=1).delete(),
        WRITABLE,
        "con-number: claims: has 1, and at least 2 are needed",
    ),
    (
        lambda: Figure.objects.filter(record__key="fig-visits").update(indicator=record("topic-mobile")),
        NAMED,
        "fig-visits: indicator: “topic-mobile” is of the kind topic, not indicator",
    ),
    (
        lambda: KeptEntry.objects.filter(key="ctr-tashkent").update(content={"sources": ["src-nowhere"]}),
        NAMED,
        "ctr-tashkent: sources_within[1]: there is no source “src-nowhere”",
    ),
    (lambda: Gap.objects.all().delete(), OF_SOMETHING, "gap-cost: there is no gap to it"),
    (lambda: Contradiction.objects.all().delete(), OF_SOMETHING, "con-number: there is no contradiction to it"),
    (
        lambda: relate("gap-cost", Verb.RUN_BY, "inst-agency"),
        VERBS,
        "gap-cost: a gap cannot stand in the relation “run_by” to “inst-agency”",
    ),
    (
        lambda: relate("practice-hall", Verb.IN_COUNTRY, "goal-16"),
        VERBS,
        "practice-hall: cannot stand in the relation “in_country” to “goal-16”, a sdg_goal",
    ),
    (
        lambda: WaitingRelation.objects.update(verb=Verb.RUN_BY),
        VERBS,
        "adoption-uz-hall: a adoption cannot stand in the relation “run_by” to “ctr-tashkent”",
    ),
    (
        lambda: Citation.objects.filter(record__key="prog-centres").delete(),
        RESTING,
        "prog-centres: the relation “run_by” to “inst-agency” has no source",
    ),
    (
        lambda: WaitingRelation.objects.filter(subject__key="page-home").update(object_key="UZ"),
        WAITING,
        "page-home: still waits to stand in the relation “mentions” to “UZ”, which is there",
    ),
    (
        lambda: KeptEntry.objects.create(key="UZ", file="centres", content={"sources": ["src-report"]}),
        WAITING,
        "UZ: is a country, and is kept as an entry of centres.yaml too",
    ),
    (lambda: KeptEntry.objects.filter(key="agr-one").update(key="agr one"), KEYS, "agr one: is no key: Latin letters"),
    (
        lambda: Concept.objects.filter(record__key="topic-one-stop").update(
            broader=Concept.objects.get(record__key="topic-mobile")
        ),
        BROADER,
        "topic-one-stop: stands above itself: topic-mobile, topic-one-stop",
    ),
    (lambda: title("AZ", "az").delete(), TITLED, "AZ: has no title or no address in: az"),
    (lambda: title("AZ").update(address=""), TITLED, "AZ: has no title or no address in: en"),
    (lambda: title("AZ").update(kind="topic"), TITLED, "AZ: has a title of the kind “topic”"),
    (
        lambda: title("UZ").update(address=title("AZ").get().address),
        PLACED,
        "UZ: stands at /en/countries/azerbaijan/ (en), where AZ stands",
    ),
    (
        lambda: title("practice-hall").update(text="Synthetic barn"),
        PAGES,
        "practice-hall: is called “Synthetic barn”, and its page “Synthetic hall” (en)",
    ),
    (
        lambda: page(PracticePage, "practice-hall").update(url_path="/home/library/practices/barn/"),
        PAGES,
        "practice-hall: stands at /en/library/practices/hall/, and its page at /en/library/practices/barn/ (en)",
    ),
    (
        lambda: page(StandardPage, "page-about").update(record=None),
        PAGES,
        "“About” is published and has no record",
    ),
    (
        lambda: page(StandardPage, "page-about").update(record=record("gap-cost")),
        PAGES,
        "gap-cost: is a gap, and its page ",
    ),
    (
        lambda: page(StandardPage, "page-about").update(live=False),
        VISIBLE,
        "page-about: is for everybody, and no page of it is published",
    ),
    (
        lambda: Text.objects.create(record=record("gap-cost"), field="why", language="az", text="Niyə"),
        TRANSLATED,
        "gap-cost: why (az) translates what the original does not say",
    ),
    (lambda: Country.objects.filter(iso2="UZ").update(iso2="UG"), CODES, "UZ: has the code UG"),
    (
        lambda: Institution.objects.update(country=Country.objects.get(iso2="UZ")),
        MEMBERS,
        "inst-agency: country: the row says UZ, the graph AZ",
    ),
    (
        lambda: page(PracticePage, "practice-hall").update(institution=None),
        PRACTICES,
        "practice-hall: institution: the row says nothing, the graph inst-agency",
    ),
    (
        lambda: PracticePage.topics.through.objects.filter(concept__record__key="topic-mobile").delete(),
        PRACTICES,
        "practice-hall: topics: the row says topic-one-stop, the graph topic-one-stop, topic-mobile",
    ),
    (
        lambda: Citation.objects.filter(record__key="practice-otaq").delete(),
        PRACTICES,
        "practice-otaq: sources: the row says src-report, the graph nothing",
    ),
    (
        lambda: Adoption.objects.update(adopter=Country.objects.get(iso2="AZ")),
        ADOPTIONS,
        "adoption-uz-hall: adopter: the row says AZ, the graph UZ",
    ),
    (
        lambda: HomePage.objects.filter(locale__language_code="az").update(live=False),
        HOME,
        "page-home: is there 0 times in “az”",
    ),
    (
        lambda: Site.objects.update(root_page=page(StandardPage, "page-about").get()),
        HOME,
        "page-home: is not where the site begins",
    ),
    (
        lambda: Citation.objects.filter(record__key="news-meeting").delete(),
        NEWS,
        "news-meeting: sources: the row says src-release, the graph nothing",
    ),
    (
        lambda: AuditEntry.objects.create(
            number=9_000_000, at=timezone.now(), action="a", subject="s", previous="0", digest="0"
        ),
        AUDITED,
        ": missing",
    ),
]


@pytest.mark.parametrize(("change", "rule", "said"), BROKEN, ids=[said[:60] for _change, _rule, said in BROKEN])
def test_what_breaks_a_rule_is_said_with_record_and_rule(loaded: Path, change: Break, rule: str, said: str) -> None:
    change()
    Site.clear_site_root_paths_cache()
    try:
        lines = [str(broken) for broken in check_record().broken]
    finally:
        Site.clear_site_root_paths_cache()
    assert any(said in line and line.endswith(f"(rule: {rule})") for line in lines), lines


def test_every_rule_is_broken_by_something_here() -> None:
    assert {rule for _change, rule, _said in BROKEN} == set(rules())


def test_what_was_loaded_breaks_no_rule_and_is_counted(loaded: Path) -> None:
    lines = told().splitlines()
    assert lines[0].startswith(f"{len(rules())} rules, {Record.objects.count()} records: adoption 1, contradiction 1, ")
    assert "12 texts in az: 0 reviewed, 0 outdated" in lines
    assert "0 records withdrawn, 0 not for everybody" in lines
    assert "2 entries are kept until their kind is shown: agreements 1, centres 1" in lines
    assert "3 relations wait for records of kinds that are not shown yet: agreements 1, centres 2" in lines
    assert lines[-1] == "Every rule holds."


def test_translations_that_are_older_than_their_original_are_counted_and_break_nothing(loaded: Path) -> None:
    Figure.objects.filter(record__key="fig-visits").update(stated="over 50")
    Country.objects.filter(iso2="AZ").update(name="The Republic of Azerbaijan")
    review_text(text=Text.objects.get(record__key="fig-visits", field="measure"), by=None)
    checked = check_record()
    assert "12 texts in az: 1 reviewed, 2 outdated" in checked.notes
    assert "1 texts in tr: 0 reviewed, 1 outdated" in checked.notes
    assert checked.broken == []


def test_whoever_checks_sees_every_breach_and_an_exit_code(loaded: Path) -> None:
    Citation.objects.filter(record__key__in=["AZ", "UZ"]).delete()
    with pytest.raises(CommandError) as refused:
        told()
    assert str(refused.value).splitlines() == [
        f"AZ: sources: is empty, and at least one is needed (rule: {SOURCED})",
        f"UZ: sources: is empty, and at least one is needed (rule: {SOURCED})",
        "2 rule(s) broken.",
    ]
    assert refused.value.returncode == 1
