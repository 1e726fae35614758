"""What a request may ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

MOST = 100
USUAL = 20


@dataclass(frozen=True)
class Asking:
    """For whom and in which language an answer is made."""

    user: Any
    language: str


def asking(request: HttpRequest) -> Asking:
    """Return who asks and in which language; the gate has chosen it."""
    return Asking(request.user, get_language() or settings.LANGUAGE_CODE)


def refuse(advice: str, **context: Any) -> PydanticCustomError:
    """Return the error of a value for which ``advice`` says what to write instead."""
    return PydanticCustomError("advice", "{advice}", {"advice": advice, **context})


class Parameters(Schema):
    """What every endpoint understands. A name it does not know is an error: a filter that does nothing misleads."""

    lang: str | None = Field(
        None,
        description=gettext_noop(
            "Language of the answer. Without it the header Accept-Language counts; what is missing in the language "
            "is given in the original and marked as such."
        ),
        json_schema_extra={"enum": [*settings.OPEN_LANGUAGES], "type": "string", "example": "en"},
    )

    @model_validator(mode="before")
    @classmethod
    def refuse_unknown(cls, given: Any, info: ValidationInfo) -> Any:
        """Refuse names that this endpoint does not know."""
        request = (info.context or {}).get("request")
        for name in request.GET if request is not None else ():
            if name not in cls.model_fields:
                known = ", ".join(sorted(cls.model_fields))
                raise refuse(
                    _("There is no such parameter here; there are: %(known)s.") % {"known": known}, parameter=name
                )
        return given

    @field_validator("lang")
    @classmethod
    def refuse_other_languages(cls, lang: str | None) -> str | None:
        """Refuse languages that are not open."""
        if lang is not None and lang not in settings.OPEN_LANGUAGES:
            languages = ", ".join(settings.OPEN_LANGUAGES)
            raise refuse(_("Write one of the languages that are open: %(languages)s.") % {"languages": languages})
        return lang


class ListParameters(Parameters):
    """What every list understands."""

    limit: int = Field(
        USUAL, ge=1, le=MOST, description=gettext_noop("How many items to give."), json_schema_extra={"example": USUAL}
    )
    cursor: str | None = Field(
        None,
        max_length=1000,
        description=gettext_noop("Where to go on. It stands in next of the answer before; do not make one yourself."),
    )
