"""Examples for the description of the interface: records that the association's own record holds."""

from __future__ import annotations

from typing import Any

SITE = "https://example.org"


def words(text: str, language: str = "en") -> dict[str, Any]:
    """Return an example of a text."""
    return {"text": text, "language": language, "state": "original"}


def reference(kind: str, key: str, title: str, *, api: str = "", page: str = "") -> dict[str, Any]:
    """Return an example of a reference; ``api`` and ``page`` are paths behind ``/api/v1/`` and ``/en/``."""
    return {
        "key": key,
        "kind": kind,
        "title": title,
        "title_language": "en",
        "links": {
            "self": f"{SITE}/api/v1/{api}/{key}" if api else None,
            "page": f"{SITE}/en/{page}/" if page else None,
            "permalink": f"{SITE}/id/{key}",
        },
    }


TOPIC = reference("topic", "one-stop-shop", "One-stop shop", api="topics", page="library/topics/one-stop-shop")
SERVICE_TYPE = reference(
    "service_type", "service-notary", "Notary services", api="service-types", page="library/services/service-notary"
)
GOAL = reference(
    "sdg_goal", "sdg-16", "Peace, justice and strong institutions", api="goals", page="library/goals/sdg-16"
)
COUNTRY = reference("country", "AZ", "Azerbaijan", api="countries", page="countries/azerbaijan")
ADOPTER = reference("country", "AF", "Afghanistan", api="countries", page="countries/afghanistan")
INSTITUTION = reference(
    "institution",
    "inst-sapssi",
    "State Agency for Public Service and Social Innovations",
    page="institutions/sapssi",
)
PROGRAMME = reference("programme", "prog-asan-xidmet", "ASAN xidmət", page="programmes/asan-xidmet")
PRACTICE = reference(
    "practice",
    "practice-asan-xidmet",
    "One-stop service centre model: ASAN xidmət",
    api="practices",
    page="library/practices/asan-xidmet",
)
ADOPTED_AS = reference(
    "practice",
    "practice-asan-khedmat-kabul",
    "Asan Khedmat, Kabul",
    api="practices",
    page="library/practices/asan-khedmat-kabul",
)
TERM = reference("term", "term-one-stop-shop", "one-stop shop", page="terms")
