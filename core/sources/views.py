from django.http import HttpRequest, HttpResponse


def source_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def source_detail(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse()


def open_questions(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
