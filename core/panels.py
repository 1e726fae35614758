"""Panels of the editors' pages: facts on the original edition, shown for reading on its translations."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.forms import Media
from django.forms.widgets import Script
from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail.admin.compare import FieldComparison
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel

from core.forms.dates import write_partial_date
from core.forms.editions import BEGUN_AS, holds_facts
from core.records.editions import original_changed_on, original_of, translated_at
from core.uploads.forms import smaller_pictures

Shown = list[tuple[Any, str]]


class OriginalOnly(MultiFieldPanel):
    """Fields that only the original edition has; on translations nothing is drawn of them."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """The panel with a page."""

        @cached_property
        def children(self) -> list[Any]:
            """Draw nothing where the page is a translation: its form has no such fields."""
            if self.form is not None and not holds_facts(self.instance):
                return []
            return [
                child.get_bound_panel(
                    instance=self.instance,
                    request=self.request,
                    form=self.form,
                    prefix=f"{self.prefix}-child-{identifier}",
                )
                for child, identifier in zip(self.panel.children, self.panel.child_identifiers, strict=True)
            ]

        @cached_property
        def visible_children_with_identifiers(self) -> list[tuple[Any, str]]:
            """Pair what is drawn with its names."""
            pairs = zip(self.children, self.panel.child_identifiers, strict=False)
            return [(child, identifier) for child, identifier in pairs if child.is_shown()]


class FactsOfOriginal(Panel):
    """What a translation takes from its original: for reading, with the way to where it is edited."""

    def __init__(self, facts: Callable[[Any], Shown], **kwargs: Any) -> None:
        """Take the function that gives label and words of every fact of a page."""
        super().__init__(**kwargs)
        self.facts = facts

    def clone_kwargs(self) -> dict[str, Any]:
        """Keep the function."""
        return {**super().clone_kwargs(), "facts": self.facts}

    class BoundPanel(Panel.BoundPanel):
        """The panel with a page."""

        template_name = "core/admin/facts_of_original.html"

        def is_shown(self) -> bool:
            """Show it on translations."""
            return self.instance is not None and not holds_facts(self.instance)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Find the original and read its facts."""
            original = original_of(self.instance)
            facts = self.panel.facts(original) if original is not None else []
            named = [(capfirst(str(label)), words) for label, words in facts]
            return {**super().get_context_data(parent_context), "original": original, "facts": named}


class OriginalChanged(Panel):
    """On a translation, that its original was published again since, with the way to what was changed."""

    class BoundPanel(Panel.BoundPanel):
        """The panel with a page."""

        template_name = "core/admin/original_changed.html"

        @cached_property
        def original(self) -> Any:
            """Return the edition that the page is a translation of."""
            is_translation = self.instance is not None and self.instance.pk and not holds_facts(self.instance)
            return original_of(self.instance) if is_translation else None

        def is_shown(self) -> bool:
            """Show it where the original is newer."""
            return self.original is not None and original_changed_on(self.instance, self.original) is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Find the versions of the original then and now."""
            original, since = self.original, translated_at(self.instance)
            then = original.revisions.filter(created_at__lte=since).order_by("-created_at", "-pk").first()
            return {
                **super().get_context_data(parent_context),
                "original": original,
                "changed_on": original_changed_on(self.instance, original),
                "then": then.pk if then is not None else None,
                "now": original.live_revision_id,
            }


class UnsavedWords(Panel):
    """Keeps what is typed where the line or the session is lost, and says so; on a new page, lets it be begun once."""

    class BoundPanel(Panel.BoundPanel):
        """The panel with a page."""

        template_name = "core/admin/unsaved.html"

        @property
        def media(self) -> Media:
            """Bring the script, which runs when the form is there."""
            script: Any = Script("js/unsaved.js", defer=True)
            return super().media + Media(js=[script])

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Say whose words they are, and of which page."""
            about = {"begun_as": BEGUN_AS, "page": self.instance, "person": self.request.user}
            return {**super().get_context_data(parent_context), **about}


class PicturesPanel(InlinePanel):
    """Pictures to choose or to send; what is sent is made smaller before."""

    class BoundPanel(InlinePanel.BoundPanel):
        """The panel with a page."""

        @property
        def media(self) -> Media:
            """Bring the script: the window in which a picture is sent brings none."""
            return super().media + smaller_pictures()


class PartialDatePanel(FieldPanel):
    """The one line of a partial date, compared between versions as it is written."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        """Take the name of the partial date."""
        super().__init__(field_name, **kwargs)

    class BoundPanel(FieldPanel.BoundPanel):
        """The panel with a page."""

        def get_comparison(self) -> list[Any]:
            """Compare the written dates."""
            return [partial(PartialDateComparison, self.panel.field_name, self.heading or self.panel.field_name)]


class PartialDateComparison(FieldComparison):
    """Shows the date before and after."""

    def __init__(self, name: str, label: str, before: Any, after: Any) -> None:
        """Take the two versions of a page."""
        self.name, self.label = name, label
        self.val_a, self.val_b = (write_partial_date(getattr(page, name)) for page in (before, after))

    def field_label(self) -> str:
        """Return the label."""
        return capfirst(str(self.label))


class RowsPanel(Panel):
    """Rows that rest on the page: listed with the ways to their forms. They are saved there, not with the page."""

    def __init__(self, rows: Callable[[Any], Any], add: Callable[[Any], str], add_label: Any, **kwargs: Any) -> None:
        """Take what gives the rows of a page (label and address), and the address of the form for a new one."""
        super().__init__(**kwargs)
        self.rows, self.add, self.add_label = rows, add, add_label

    def clone_kwargs(self) -> dict[str, Any]:
        """Keep the functions."""
        return {**super().clone_kwargs(), "rows": self.rows, "add": self.add, "add_label": self.add_label}

    class BoundPanel(Panel.BoundPanel):
        """The panel with a page."""

        template_name = "core/admin/rows_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """List the rows of the record; a page that was never published has none yet."""
            context = super().get_context_data(parent_context)
            record = self.instance.record if self.instance is not None else None
            if record is None:
                return context
            return context | {
                "record": record,
                "rows": self.panel.rows(record),
                "add": self.panel.add(record),
                "add_label": self.panel.add_label,
            }
