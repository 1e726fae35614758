"""Topics, service types, goals, indicators and terms, with their names in every language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from core.forms import RowForm, SeveralField
from core.models import Concept, Label, Record
from core.records.kinds import Kind, Verb
from core.records.operations import Edge, set_relations
from core.sources.operations import cite
from core.viewsets.choosers import record_chooser
from core.viewsets.figures import keys_of, sources_cited, sources_field
from core.viewsets.finding import TranslatableText
from core.viewsets.rows import RowIndexView, RowViewSet, StateColumn, text
from core.vocabulary.models import Scheme
from core.vocabulary.operations import Names, save_concept

FALLBACK = "en"


def name_fields() -> Iterator[tuple[str, forms.Field]]:
    """Return two fields per content language: the preferred name, and other names, one a line."""
    for code, language in settings.LANGUAGES:
        attrs = {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
        name = forms.CharField(
            label=gettext("name in %(language)s") % {"language": language},
            max_length=200,
            required=code == FALLBACK,
            widget=forms.TextInput(attrs=attrs),
        )
        others = forms.CharField(
            label=gettext("other names in %(language)s") % {"language": language},
            required=False,
            widget=forms.Textarea(attrs={**attrs, "rows": 2}),
            help_text=gettext("What readers may type instead. One a line.") if code == FALLBACK else "",
        )
        yield f"name_{code}", name
        yield f"others_{code}", others


class BroaderField(forms.ModelChoiceField):
    """A concept by its name."""

    def label_from_instance(self, obj: Concept) -> str:
        """Return the name in the language of the screen."""
        return obj.label(get_language() or FALLBACK)


class ConceptForm(RowForm):
    """The names of a concept; subclasses add what their list has besides."""

    scheme: ClassVar[str] = ""
    key_from = f"name_{FALLBACK}"
    error_fields = {"slug": "key"}

    definition = forms.CharField(
        label=_("definition"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In English, one sentence: what belongs here and what does not."),
    )
    broader = BroaderField(
        label=_("broader concept"),
        queryset=Concept.objects.none(),
        required=False,
        help_text=_("Readers of the broader concept find what stands here too."),
    )

    def further_fields(self) -> dict[str, forms.Field]:
        """Add the names in every content language."""
        return dict(name_fields())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the concepts of the same list as broader ones, without the concept itself."""
        super().__init__(*args, **kwargs)
        others = Concept.objects.in_scheme(self.scheme).select_related("record").prefetch_related("labels")
        own = self.instance.pk if self.instance is not None else None
        broader: Any = self.fields["broader"]
        broader.queryset = others.exclude(pk=own).order_by("record__key")

    def initial_of(self, row: Concept) -> dict[str, Any]:
        """Read the row and its labels."""
        values: dict[str, Any] = {"definition": row.definition, "broader": row.broader}
        for label in row.labels.all():
            if label.is_preferred:
                values[f"name_{label.language}"] = label.text
            else:
                others = f"others_{label.language}"
                values[others] = f"{values[others]}\n{label.text}" if others in values else label.text
        return values

    def clean(self) -> dict[str, Any]:
        """Ask for the preferred name wherever other names are given."""
        cleaned = super().clean() or {}
        for code, _language in settings.LANGUAGES:
            if cleaned.get(f"others_{code}") and not cleaned.get(f"name_{code}"):
                self.add_error(f"name_{code}", _("Give the preferred name too; the others only stand beside it."))
        return cleaned

    def names_typed(self) -> dict[str, Names]:
        """Return the names by language."""
        typed = {code: self.cleaned_data.get(f"name_{code}") for code, _language in settings.LANGUAGES}
        return {
            code: Names(
                name, [line.strip() for line in self.cleaned_data[f"others_{code}"].splitlines() if line.strip()]
            )
            for code, name in typed.items()
            if name
        }

    def more(self) -> dict[str, Any]:
        """Return the further fields of the list."""
        return {}

    def write(self, key: str, *, by: Any) -> Concept:
        """Save the concept."""
        broader = self.cleaned_data.get("broader")
        return save_concept(
            key=key,
            scheme=self.scheme,
            labels=self.names_typed(),
            slug=self.instance.record.slug if self.instance is not None else "",
            broader_key=broader.record.key if broader else "",
            definition=self.cleaned_data.get("definition") or "",
            by=by,
            **self.more(),
        )


class TopicForm(ConceptForm):
    """A topic."""

    scheme = Scheme.TOPIC


class ServiceTypeForm(ConceptForm):
    """A service type."""

    scheme = Scheme.SERVICE_TYPE
    key_prefix = "service-"


class GoalForm(ConceptForm):
    """A Sustainable Development Goal."""

    scheme = Scheme.SDG_GOAL
    key_prefix = "sdg-"
    number = forms.IntegerField(label=_("number"), min_value=1, max_value=99)

    def initial_of(self, row: Concept) -> dict[str, Any]:
        """Add the number."""
        return super().initial_of(row) | {"number": row.number}

    def more(self) -> dict[str, Any]:
        """Hand the number over."""
        return {"number": self.cleaned_data["number"]}


class IndicatorForm(ConceptForm):
    """What figures of several practices count alike."""

    scheme = Scheme.INDICATOR
    key_prefix = "indicator-"
    unit = forms.CharField(label=_("unit"), max_length=80, required=False, help_text=_("“applications”, “minutes”."))

    def initial_of(self, row: Concept) -> dict[str, Any]:
        """Add the unit."""
        return super().initial_of(row) | {"unit": row.unit}

    def more(self) -> dict[str, Any]:
        """Hand the unit over."""
        return {"unit": self.cleaned_data["unit"]}


class TermForm(ConceptForm):
    """A term of the association's vocabulary, with the sources of its translations."""

    scheme = Scheme.TERM
    key_prefix = "term-"
    topics = SeveralField(
        label=_("topics"),
        chooser=record_chooser(Kind.TOPIC),
        queryset=Record.objects.of_kind(Kind.TOPIC).prefetch_related("titles"),
        required=False,
    )
    sources = sources_field()

    def initial_of(self, row: Concept) -> dict[str, Any]:
        """Add topics and sources."""
        about = row.record.relations.filter(verb=Verb.ABOUT).select_related("object").order_by("position")
        topics = [relation.object for relation in about]
        return super().initial_of(row) | {"topics": topics, "sources": sources_cited(row.record)}

    def write(self, key: str, *, by: Any) -> Concept:
        """Save the term, its topics and sources."""
        term = super().write(key, by=by)
        edges = [Edge(topic.key) for topic in self.cleaned_data["topics"]]
        set_relations(subject=term.record, verb=Verb.ABOUT, edges=edges, by=by)
        cite(record=term.record, source_keys=keys_of(self.cleaned_data["sources"]), by=by)
        return term


class ConceptIndexView(RowIndexView):
    """The concepts of one list."""

    scheme: str = ""

    def get_base_queryset(self) -> Any:
        """Load the names with the concepts."""
        found = super().get_base_queryset().filter(scheme=self.scheme)
        return found.prefetch_related(Prefetch("labels", queryset=Label.objects.order_by("position")))

    def search_queryset(self, queryset: Any) -> Any:
        """Find each concept once, however many of its names match."""
        return super().search_queryset(queryset).distinct()

    @property
    def verbose_name_plural(self) -> str:
        """Name the list."""
        return str(Scheme(self.scheme).label)

    def get_page_title(self) -> str:
        """Name the list."""
        return self.verbose_name_plural


def named(row: Concept) -> str:
    """Return the name of a concept in the language of the screen."""
    return row.label(get_language() or FALLBACK)


def label_in(code: str) -> Any:
    """Return a function that gives the names of a concept in one language, the preferred first."""
    return lambda row: "; ".join(label.text for label in row.labels.all() if label.language == code)


class ConceptViewSet(RowViewSet):
    """The concepts of one list."""

    model = Concept
    scheme: ClassVar[str] = ""
    further: ClassVar[tuple[Any, ...]] = ()
    index_view_class = ConceptIndexView
    search_fields = ("labels__text", "record__key", "definition")
    ordering = ("number", "record__key")
    title = staticmethod(named)
    exports = {
        "id": lambda row: row.record.key,
        "number": lambda row: row.number,
        **{code: label_in(code) for code, _language in settings.LANGUAGES},
        "definition": lambda row: row.definition,
    }

    @property
    def export_filename(self) -> str:
        """Name the file as the list."""
        return str(self.name)

    @property
    def menu_label(self) -> str:
        """Name the list."""
        return str(Scheme(self.scheme).label)

    @property
    def list_display(self) -> list[Any]:
        """Show the name, the id and the languages it has names in."""
        return [
            Column("key", label=_("id"), accessor=lambda row: row.record.key, sort_key="record__key"),
            Column("languages", label=_("Languages"), accessor=languages_of),
            StateColumn(),
        ]

    @property
    def panels(self) -> list[Any]:
        """Show a row per language."""
        pairs = [
            FieldRowPanel([FieldPanel(f"name_{code}"), FieldPanel(f"others_{code}")])
            for code, _language in settings.LANGUAGES
        ]
        return [
            MultiFieldPanel(pairs, heading=_("Names")),
            *self.further,
            FieldPanel("definition"),
            FieldPanel("broader"),
            FieldPanel("key"),
        ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Name the list."""
        return super().get_index_view_kwargs(scheme=self.scheme, **kwargs)

    def edit_address(self, record: Record) -> str:
        """Return where the concept is edited: in the viewset of its list."""
        row = Concept.objects.filter(record=record).values_list("pk", flat=True).first()
        return reverse(self.get_url_name("edit"), args=[row]) if row else ""

    def register_admin_url_finder(self) -> None:
        """Five viewsets share one model: the list of the concept decides."""
        _addresses[self.scheme] = self.get_url_name("edit")
        register_admin_url_finder(Concept, ConceptFinder)

    def texts(self, row: Concept) -> list[TranslatableText]:
        """Translate the definition; names stand in the form."""
        return [text(row, "definition"), text(row, "unit")]


def languages_of(row: Concept) -> str:
    """Return the codes of the languages in which a concept has a preferred name."""
    named_in = {label.language for label in row.labels.all() if label.is_preferred}
    return " ".join(code for code, _language in settings.LANGUAGES if code in named_in)


_addresses: dict[str, str] = {}


class ConceptFinder(ModelAdminURLFinder):
    """Finds the form of a concept."""

    def construct_edit_url(self, instance: Concept) -> str:
        """Return its address."""
        return reverse(_addresses[instance.scheme], args=[instance.pk])


class TopicViewSet(ConceptViewSet):
    """Topics."""

    scheme, kinds, name, row_form = Scheme.TOPIC, (Kind.TOPIC,), "topics", TopicForm
    icon = "tag"


class ServiceTypeViewSet(ConceptViewSet):
    """Service types."""

    scheme, kinds, name, row_form = Scheme.SERVICE_TYPE, (Kind.SERVICE_TYPE,), "service-types", ServiceTypeForm
    icon = "tag"


class GoalViewSet(ConceptViewSet):
    """Sustainable Development Goals."""

    scheme, kinds, name, row_form = Scheme.SDG_GOAL, (Kind.SDG_GOAL,), "goals", GoalForm
    further = (FieldPanel("number"),)
    icon = "tag"


class IndicatorViewSet(ConceptViewSet):
    """Indicators."""

    scheme, kinds, name, row_form = Scheme.INDICATOR, (Kind.INDICATOR,), "indicators", IndicatorForm
    further = (FieldPanel("unit"),)
    icon = "tag"


class TermViewSet(ConceptViewSet):
    """Terms."""

    scheme, kinds, name, row_form = Scheme.TERM, (Kind.TERM,), "terms", TermForm
    further = (FieldPanel("topics"), FieldPanel("sources"))
    icon = "tag"


class VocabularyGroup(ViewSetGroup):
    """The lists of concepts in one menu."""

    items = (TopicViewSet, ServiceTypeViewSet, GoalViewSet, IndicatorViewSet, TermViewSet)
    menu_label = _("Vocabulary")
    menu_icon = "tag"
    menu_order = 220
