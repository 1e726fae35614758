"""The description of the interface: complete, true, and changed only on purpose."""

import difflib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, openapi
from schemathesis.checks import CHECKS

from association.api import api
from association.wsgi import application
from core.api import gate
from tests.api.conftest import Reading, Told
from tests.search.shelf import fill, searching

pytestmark = pytest.mark.sqlite

SNAPSHOT = Path(__file__).parent / "openapi.json"
RENEW = "DJANGO_SETTINGS_MODULE=association.settings.test python -m django export_openapi_schema"
RENEW += f" --api association.api.api --indent 1 --output tests/api/{SNAPSHOT.name}"
EXAMPLES = 25
# What the schema cannot say: which keys there are. A filter that names none of them is refused, and rightly.
UNSAID = {"positive_data_acceptance"}


def described() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema()))  # type: ignore[no-any-return]


def operations() -> list[tuple[str, dict[str, Any]]]:
    return [(path, methods["get"]) for path, methods in described()["paths"].items()]


def test_the_description_changes_only_on_purpose() -> None:
    known = SNAPSHOT.read_text().splitlines()
    now = json.dumps(described(), indent=1, ensure_ascii=False).splitlines()
    kept = json.dumps(json.loads("\n".join(known)), indent=1, ensure_ascii=False).splitlines()
    difference = "\n".join(difflib.unified_diff(kept, now, "committed", "now", lineterm="", n=2))
    assert not difference, f"Programs depend on this. If it is meant: {RENEW}\n{difference}"


def test_it_is_served_as_it_is(read: Reading, db: None) -> None:
    body = read("openapi.json")
    assert body["openapi"].startswith("3.1")
    assert body == described()


def test_every_operation_is_described_with_an_example() -> None:
    for path, operation in operations():
        assert operation["operationId"], path
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["responses"]["200"]["content"]["application/json"]["example"], path
        assert {"304", "422", "429", "500"} <= operation["responses"].keys(), path
        for parameter in operation["parameters"]:
            assert parameter["description"], (path, parameter["name"])
            assert parameter["schema"].get("type") or parameter["schema"].get("anyOf"), (path, parameter["name"])


def test_the_names_of_operations_are_for_ever() -> None:
    assert {operation["operationId"]: path for path, operation in operations()} == {
        "getEntry": "/api/v1/",
        "listPractices": "/api/v1/practices",
        "getPractice": "/api/v1/practices/{key}",
        "listCountries": "/api/v1/countries",
        "getCountry": "/api/v1/countries/{key}",
        "listTopics": "/api/v1/topics",
        "getTopic": "/api/v1/topics/{key}",
        "listServiceTypes": "/api/v1/service-types",
        "getServiceType": "/api/v1/service-types/{key}",
        "listGoals": "/api/v1/goals",
        "getGoal": "/api/v1/goals/{key}",
        "listSources": "/api/v1/sources",
        "getSource": "/api/v1/sources/{key}",
        "listSupportedBySource": "/api/v1/sources/{key}/supports",
        "search": "/api/v1/search",
        "suggest": "/api/v1/suggest",
    }


def test_every_field_says_what_it_holds() -> None:
    silent = [
        f"{name}.{field}"
        for name, schema in described()["components"]["schemas"].items()
        for field, part in schema.get("properties", {}).items()
        if not part.get("description") and "$ref" not in part
    ]
    assert silent == []


def test_examples_are_answers_that_could_be() -> None:
    from core.api.lookup import KEY

    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            for operation in view.operations:
                shape = operation.response_models[200].model_fields["response"].annotation
                described_operation = next(
                    one for _path, one in operations() if one["operationId"] == operation.operation_id
                )
                example = described_operation["responses"]["200"]["content"]["application/json"]["example"]
                assert shape.model_validate(example)
                keys = [found["example"] for found in described_operation["parameters"] if found["in"] == "path"]
                assert all(KEY.fullmatch(key) for key in keys)


@pytest.fixture
def open_connection() -> Iterator[None]:
    """Keep the connection of the test over requests, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def indexed(told: Told, tmp_path: Path) -> Iterator[None]:
    """The search knows the library."""
    with searching(tmp_path):
        fill()
        yield


@pytest.mark.slow
@pytest.mark.parametrize("operation_id", [operation["operationId"] for _path, operation in operations()])
def test_whatever_is_asked_the_answer_is_as_described(
    indexed: None, open_connection: None, operation_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Schemathesis asks what fits the description and what does not; the examples are the same in every run."""
    monkeypatch.setattr(gate, "PER_MINUTE", 10**6)
    schema = openapi.from_wsgi("/api/v1/openapi.json", application)
    operation = schema.find_operation_by_id(operation_id)
    checks = [check for check in CHECKS.get_all() if check.__name__ not in UNSAID]

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        )
        def ask(case: Any) -> None:
            case.call_and_validate(checks=checks, headers={"Accept-Encoding": "identity"})

        ask()
