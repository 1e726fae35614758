from django.http import HttpRequest, HttpResponse


def country_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def country_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()


def institution_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def institution_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()


def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()
