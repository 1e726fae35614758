from django.http import HttpRequest, HttpResponse


def news(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


about = accessibility = privacy = contact = site_map = news
