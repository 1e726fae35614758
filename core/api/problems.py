"""Errors as ``application/problem+json`` (RFC 9457), naming the parameter and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.errors import ValidationError
from pydantic import BaseModel, Field

from core.api.lookup import Gone

MEDIA_TYPE = "application/problem+json"


class ParameterProblem(BaseModel):
    """What is wrong with one parameter."""

    parameter: str = Field(description=gettext_noop("Name of the parameter."), examples=["limit"])
    detail: str = Field(description=gettext_noop("What to write instead."), examples=["Write at most 100."])


class Problem(BaseModel):
    """An error, as RFC 9457 has it."""

    type: str = Field(description=gettext_noop("Kind of the problem; the status says all."), examples=["about:blank"])
    title: str = Field(description=gettext_noop("Name of the status."), examples=["Unprocessable Entity"])
    status: int = Field(description=gettext_noop("Status of the answer."), examples=[422])
    detail: str = Field(
        description=gettext_noop("What is wrong and what to do, in the language of the answer."),
        examples=["The parameter “limit” cannot be used like this: Write at most 100."],
    )
    instance: str = Field(description=gettext_noop("Path that was asked for."), examples=["/api/v1/practices"])
    request_id: str | None = Field(
        description=gettext_noop("Name of this request in our log; give it when you report an error."),
        examples=["3f1c9f0e6f8e4c0f9f2d0c7d5a1b2c3d"],
    )
    errors: list[ParameterProblem] = Field(description=gettext_noop("The parameters that are wrong; empty otherwise."))


class BadParameter(Exception):  # noqa: N818
    """A parameter asks for what there is not. ``detail`` says what to do."""

    def __init__(self, parameter: str, detail: str) -> None:
        """Keep name and words."""
        super().__init__(parameter, detail)
        self.parameter, self.detail = parameter, detail


class Unavailable(Exception):  # noqa: N818
    """What the answer needs is away for a while. ``detail`` says what works meanwhile."""

    def __init__(self, detail: str) -> None:
        """Keep the words."""
        super().__init__(detail)
        self.detail = detail


def problem(
    request: HttpRequest,
    status: int,
    detail: str,
    *,
    errors: Sequence[ParameterProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return the answer to a request that cannot be met."""
    body = Problem(
        type="about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=request.path,
        request_id=getattr(request, "id", None),
        errors=list(errors),
    )
    response = JsonResponse(
        body.model_dump(),
        status=status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
        headers=headers,
    )
    response["Cache-Control"] = "no-store"
    return response


def not_found(request: HttpRequest, exc: Exception | type[Exception] | None = None) -> HttpResponse:
    """Answer 404, alike for what is not there and for what is not for this reader."""
    return problem(
        request, 404, _("There is nothing at this address. All addresses are listed at /api/v1/openapi.json.")
    )


def senseless(request: HttpRequest, exc: Exception | type[Exception]) -> HttpResponse:
    """Answer 400 to what cannot be read at all."""
    return problem(request, 400, _("This request cannot be read."))


def gone(request: HttpRequest, exc: Any) -> HttpResponse:
    """Answer 410 with day and reason to what was withdrawn."""
    said = {"day": exc.record.withdrawn_on.isoformat(), "reason": exc.record.withdrawn_reason}
    return problem(request, 410, _("This was withdrawn on %(day)s: %(reason)s") % said)


def answer_problems(api: NinjaAPI) -> None:
    """Let ``api`` answer its errors as problems; what nobody foresaw goes on to the gate."""
    api.add_exception_handler(Http404, not_found)
    api.add_exception_handler(Gone, gone)
    api.add_exception_handler(ValidationError, _unreadable)
    api.add_exception_handler(BadParameter, _bad_parameter)
    api.add_exception_handler(Unavailable, _away)
    api.add_exception_handler(BadRequest, senseless)
    api.add_exception_handler(SuspiciousOperation, senseless)
    api.add_exception_handler(Exception, _go_on)


def _go_on(request: HttpRequest, exc: Any) -> HttpResponse:
    raise exc


def _away(request: HttpRequest, exc: Any) -> HttpResponse:
    return problem(request, 503, exc.detail, headers={"Retry-After": "30"})


def _bad_parameter(request: HttpRequest, exc: Any) -> HttpResponse:
    return _wrong(request, [ParameterProblem(parameter=exc.parameter, detail=exc.detail)])


def _unreadable(request: HttpRequest, exc: Any) -> HttpResponse:
    return _wrong(request, [_as_problem(error) for error in exc.errors])


def _wrong(request: HttpRequest, errors: Sequence[ParameterProblem]) -> HttpResponse:
    first = {"parameter": errors[0].parameter, "detail": errors[0].detail}
    detail = _("The parameter “%(parameter)s” cannot be used like this: %(detail)s") % first
    return problem(request, 422, detail, errors=errors)


def _as_problem(error: Mapping[str, Any]) -> ParameterProblem:
    limits = error.get("ctx", {})
    place = next((part for part in reversed(error["loc"]) if isinstance(part, str)), "")
    return ParameterProblem(parameter=str(limits.get("parameter", place)), detail=_advice(error["type"], limits))


def _advice(kind: str, limits: Mapping[str, Any]) -> str:
    if kind == "advice":  # our own validators say it themselves
        return str(limits["advice"])
    words = {
        "int_parsing": _("Write a whole number."),
        "int_parsing_size": _("Write a smaller number."),
        "int_from_float": _("Write a whole number."),
        "greater_than_equal": _("Write at least %(ge)s."),
        "less_than_equal": _("Write at most %(le)s."),
        "literal_error": _("Write one of: %(expected)s."),
        "enum": _("Write one of: %(expected)s."),
        "string_too_long": _("Write at most %(max_length)s characters."),
        "string_too_short": _("Write at least %(min_length)s characters."),
        "too_long": _("Give at most %(max_length)s values."),
    }
    return words.get(kind, _("This value cannot be read.")) % limits
