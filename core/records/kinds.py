"""The kinds of record and the verbs that may join them: a closed list, as data."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a record is. Kinds of later apps are added here when they land, so that keys and addresses stay unique."""

    PRACTICE = "practice", _("Practice")
    COUNTRY = "country", _("Country")
    INSTITUTION = "institution", _("Institution")
    PROGRAMME = "programme", _("Programme")
    TOPIC = "topic", _("Topic")
    SERVICE_TYPE = "service_type", _("Service type")
    SDG_GOAL = "sdg_goal", _("Sustainable Development Goal")
    INDICATOR = "indicator", _("Indicator")
    TERM = "term", _("Term")
    SOURCE = "source", _("Source")
    FIGURE = "figure", _("Figure")
    ADOPTION = "adoption", _("Adoption")
    NEWS = "news", _("News")
    PAGE = "page", pgettext_lazy("readers", "Page")
    CONTRADICTION = "contradiction", _("Contradiction")
    GAP = "gap", _("Gap")
    FILE = "file", pgettext_lazy("readers", "File")


def kind_name(kind: str) -> str:
    """Return what a kind is called.

    For the methods ``get_kind_display``: Django's own goes through the names of all kinds, each translated, every time.
    """
    return str(Kind(kind).label) if kind in Kind else kind


class Verb(models.TextChoices):
    """How the subject of a relation stands to its object."""

    IN_COUNTRY = "in_country", _("country")
    RUN_BY = "run_by", _("run by")
    PART_OF = "part_of", _("part of the programme")
    ABOUT = "about", _("topic")
    SERVES = "serves", _("service type")
    ADVANCES = "advances", _("advances the goal")
    ADAPTS = "adapts", _("takes up")
    ORIGINAL = "original", _("takes up the practice")
    ADOPTED_BY = "adopted_by", _("adopted by")
    ADOPTED_AS = "adopted_as", _("adopted as")
    MENTIONS = "mentions", _("speaks of")
    CONCERNS = "concerns", _("concerns")


@dataclass(frozen=True)
class VerbRule:
    """Which kinds a verb may join (empty: any), and how the relation reads from its object's side."""

    subjects: frozenset[str]
    objects: frozenset[str]
    inverse: str | Promise


_ANY: frozenset[str] = frozenset()
_PROJECTS = frozenset({Kind.PRACTICE, Kind.INSTITUTION, Kind.PROGRAMME})

VERB_RULES: dict[str, VerbRule] = {
    Verb.IN_COUNTRY: VerbRule(_PROJECTS, frozenset({Kind.COUNTRY}), _("in this country")),
    Verb.RUN_BY: VerbRule(frozenset({Kind.PRACTICE, Kind.PROGRAMME}), frozenset({Kind.INSTITUTION}), _("runs")),
    Verb.PART_OF: VerbRule(frozenset({Kind.PRACTICE}), frozenset({Kind.PROGRAMME}), _("practice of the programme")),
    Verb.ABOUT: VerbRule(
        frozenset({Kind.PRACTICE, Kind.TERM, Kind.NEWS}), frozenset({Kind.TOPIC}), _("under this topic")
    ),
    Verb.SERVES: VerbRule(frozenset({Kind.PRACTICE}), frozenset({Kind.SERVICE_TYPE}), _("practices for this service")),
    Verb.ADVANCES: VerbRule(frozenset({Kind.PRACTICE}), frozenset({Kind.SDG_GOAL}), _("practices for this goal")),
    Verb.ADAPTS: VerbRule(frozenset({Kind.PRACTICE}), frozenset({Kind.PRACTICE}), _("taken up as")),
    Verb.ORIGINAL: VerbRule(frozenset({Kind.ADOPTION}), frozenset({Kind.PRACTICE}), _("adoption")),
    Verb.ADOPTED_BY: VerbRule(frozenset({Kind.ADOPTION}), frozenset({Kind.COUNTRY, Kind.INSTITUTION}), _("adopted")),
    Verb.ADOPTED_AS: VerbRule(frozenset({Kind.ADOPTION}), _ANY, _("comes from the adoption")),
    Verb.MENTIONS: VerbRule(frozenset({Kind.NEWS, Kind.PAGE}), _ANY, _("in the news")),
    Verb.CONCERNS: VerbRule(frozenset({Kind.CONTRADICTION, Kind.GAP}), _ANY, _("open question")),
}
