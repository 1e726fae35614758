"""Addresses of the site's own pages. The pages are Wagtail's; what has a name here can be linked to."""

from django.urls import path

from association.site import views

urlpatterns = [
    path("news/", views.news, name="news"),
    path("news/feed.<feed:ending>", views.news_feed, name="news-feed"),
    path("news/list.<download:ending>", views.news_file, name="news-download"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("contact/", views.contact, name="contact"),
    path("sitemap/", views.site_map, name="site-map"),
]
