"""A page that is begun is begun once, however often a slow line lets the same form be sent.

Wagtail saves a new page by itself while it is typed. Whoever presses the button meanwhile, or whose line broke before
the answer came, sends the form for a new page again: that would be a second page, and Wagtail says the slug is taken.
Every form for a new page carries the number that its page will have as a translation key; a form whose page is there
already is one more change of that page.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView

from core.forms.editions import begun_as


class ContinuedView(EditView):
    """Saves the form for a new page into the page that it has made already.

    The form knows none of the rows that were saved with it: they are all its own, and take the place of those.
    """

    def get_object(self) -> Any:
        """Return the page without the rows that the form brings again."""
        page = super().get_object()
        for relation in get_all_child_relations(type(page)):
            setattr(page, relation.get_accessor_name(), [])
        return page


def continue_what_was_begun(request: HttpRequest, parent: Any, model: type[Any]) -> HttpResponseBase | None:
    """Answer a form for a new page whose page exists, as the editor of that page would; otherwise nothing.

    Only for whoever began it, and while nothing was saved since by another way: an old form never writes over that.
    """
    key = begun_as(request.POST) if request.method == "POST" else None
    found = _begun(request, parent, model, key) if key is not None else None
    if found is None:
        return None
    if found.revisions.count() > 1:
        way = messages.button(reverse("wagtailadmin_pages:edit", args=[found.pk]), _("Open the text"))
        messages.warning(request, _("This text was begun already, and saved since: this form is an older one."), [way])
        return None
    wants_json = not request.accepts("text/html")
    if wants_json:
        request.POST = _one_revision(request.POST, found)
    response = ContinuedView.as_view()(request, found.pk)
    return _as_new(response, found) if wants_json and response.status_code == 200 else response


def _begun(request: HttpRequest, parent: Any, model: type[Any], key: uuid.UUID) -> Any:
    rows = model._default_manager.child_of(parent).filter(translation_key=key, locale=parent.locale, live=False)
    return rows.filter(owner=request.user).first()


def _one_revision(sent: Any, page: Any) -> Any:
    """Let what saves by itself write over the revision that it has made, as it would have known it."""
    given = sent.copy()
    given["overwrite_revision_id"] = str(page.latest_revision_id)
    return given


def _as_new(response: Any, page: Any) -> JsonResponse:
    """Tell Wagtail's editor what it is told of a new page: it goes on as the editor of that page."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    told = {"url": address, "hydrate_url": f"{address}?_w_hydrate_create_view=1"}
    return JsonResponse({**json.loads(response.content), **told})
