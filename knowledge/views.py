from django.http import HttpRequest, HttpResponse


def library(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def practice(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()


def topic_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()


def service_type_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()


def goal_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()


def country_practices(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()
