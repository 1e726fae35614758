"""What an item of news speaks of: an act of its own, as it changes the graph at once and not with the next version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from association.site.operations import set_mentions
from association.site.permissions import can_set_mentions
from core.forms import SeveralField
from core.models import Record
from core.records.kinds import Kind, Verb
from core.viewsets.acts import ActView
from core.viewsets.choosers import record_chooser


class MentionsForm(forms.Form):
    """The records an item speaks of."""

    mentions = SeveralField(
        label=_("speaks of"),
        chooser=record_chooser(),
        queryset=Record.objects.prefetch_related("titles"),
        required=False,
        help_text=_("The item then stands on their pages. Empty places are ignored; save to get more of them."),
    )


class MentionsView(ActView):
    """Changes what an item of news speaks of."""

    form_class = MentionsForm
    header_icon = "link"
    page_title = _("Speaks of")
    submit_label = _("Save")
    done = _("“%(title)s” was saved.")

    def is_open(self) -> bool:
        """Ask the predicate."""
        return self.record.kind == Kind.NEWS and can_set_mentions(self.request.user, self.record)

    def get_initial(self) -> dict[str, Any]:
        """Show what it speaks of now."""
        relations = self.record.relations.filter(verb=Verb.MENTIONS).select_related("object").order_by("position")
        return {"mentions": [relation.object for relation in relations]}

    def act(self, form: Any) -> None:
        """Save; keys whose kind has not landed go on waiting."""
        waiting = self.record.waiting_relations.filter(verb=Verb.MENTIONS)
        keys = [record.key for record in form.cleaned_data["mentions"]]
        set_mentions(
            record=self.record, keys=[*keys, *(relation.object_key for relation in waiting)], by=self.request.user
        )


class MentionsFormatter(LogFormatter):
    """Says what an item speaks of since a change."""

    label = _("Speaks of")

    def format_message(self, log_entry: Any) -> str:
        """Name the records."""
        return gettext("Speaks of: %(keys)s") % {"keys": ", ".join((log_entry.data or {}).get("keys") or ["–"])}


def mentions_urls() -> list[URLPattern]:
    """Return the address of the act, under /admin/."""
    return [path("records/<int:pk>/mentions/", MentionsView.as_view(), name="record_mentions")]


def mentions_button(record: Record, user: Any) -> Button | None:
    """Return the way to the act, where it is open."""
    if record.kind != Kind.NEWS or not can_set_mentions(user, record):
        return None
    return Button(_("Speaks of"), url=reverse("record_mentions", args=[record.pk]), icon_name="link", priority=45)
