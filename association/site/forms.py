"""The forms of the site's own pages."""

from django.utils.translation import gettext_lazy as _

from core.forms import EditionForm, PartialDateField


class NewsForm(EditionForm):
    """An item of news: text on every edition, date and sources on the original."""

    fact_lists = ("news_sources",)
    source_list = "news_sources"
    partial_dates = ("happened",)
    key_prefix = "news-"

    happened = PartialDateField(label=_("date"))
