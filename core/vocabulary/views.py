from django.http import HttpRequest, HttpResponse


def terms(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
