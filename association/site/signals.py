"""Connects the site's pages to their operations."""

from association.site.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from association.site.operations import record_news, record_page, take_news_down, take_page_down
from core.records.signals import connect_editions

for model in (HomePage, NewsIndexPage, StandardPage):
    connect_editions(model, live=record_page, dark=take_page_down)
connect_editions(NewsPage, live=record_news, dark=take_news_down)
