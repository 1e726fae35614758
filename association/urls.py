"""Addresses: language first, the nouns of the models."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from association import api
from association.site import views as site
from core.limits import too_many_requests
from core.reader import keep_preferences
from core.styleguide import styleguide

handler400 = site.senseless
handler403 = site.forbidden
handler404 = site.not_found
handler429 = too_many_requests
handler500 = site.broken

urlpatterns = [
    # Before Wagtail's own: there is one form for passwords, which asks for the second factor too.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/", include(wagtailadmin_urls)),
    path("robots.txt", site.robots),
    path("sitemap.xml", site.sitemap_index, name="sitemap"),
    path("sitemaps/<str:name>.xml", site.sitemap_part, name="sitemap-part"),
    path("api/v1/", api.urls),
    path("preferences/", keep_preferences, name="preferences"),
    path("", include("core.urls")),
]
if settings.DEVELOPMENT:
    urlpatterns += [path("styleguide/", styleguide, name="styleguide")]

urlpatterns += i18n_patterns(
    path("api/", api.documentation, name="api-documentation"),
    path("", include("members.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("core.local_urls")),
    path("", include("search.urls")),
    path("", include("members.urls")),
    path("", include("knowledge.urls")),
    path("", include("association.site.urls")),
    # Of Wagtail's own only the pages: its second form for passwords would be a way around the second factor.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",
    ),
    re_path(wagtail_urls.serve_pattern, site.page_in_the_tree, name="wagtail_serve"),
)
