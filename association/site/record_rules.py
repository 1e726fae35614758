"""What must hold of the site's own pages and of the news."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from wagtail.models import Site

from association.site.loading import NewsEntry
from association.site.models import HomePage
from core.loading.entries.reading import sources_by_key
from core.loading.rules import Breach, register_rule, unlike
from core.loading.standing import Standing
from core.records.kinds import Kind


@register_rule("every open language has one home page, and the site begins at one")
def there_is_one_home_in_every_language(standing: Standing) -> Iterator[Breach]:
    """Without it the language has no addresses."""
    homes = list(HomePage.objects.filter(live=True).values_list("pk", "locale__language_code"))
    for language in settings.OPEN_LANGUAGES:
        number = sum(code == language for _pk, code in homes)
        if number != 1:
            yield "page-home", f"is there {number} times in “{language}”"
    if homes and not Site.objects.filter(is_default_site=True, root_page__in=[pk for pk, _code in homes]).exists():
        yield "page-home", "is not where the site begins"


@register_rule("news name the sources that the graph names")
def news_and_graph_agree(standing: Standing) -> Iterator[Breach]:
    """The sources of the original edition."""
    news = {entry.id: entry.sources for _loader, entry in standing.each() if isinstance(entry, NewsEntry)}
    yield from unlike(news, sources_by_key(Kind.NEWS), "sources")
