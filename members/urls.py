"""Addresses of countries, institutions and programmes."""

from django.urls import path

from members import views

urlpatterns = [
    path("countries/", views.country_list, name="countries"),
    path("countries/list.<download:ending>", views.countries_file, name="countries-download"),
    path("countries/<slug:slug>/", views.country_detail, name="country"),
    path("institutions/", views.institution_list, name="institutions"),
    path("institutions/list.<download:ending>", views.institutions_file, name="institutions-download"),
    path("institutions/<slug:slug>/", views.institution_detail, name="institution"),
    path("programmes/<slug:slug>/", views.programme_detail, name="programme"),
]
