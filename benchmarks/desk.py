"""Desks, queues and the explorer of the editor with many practices and accounts, against the same with few."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Revision, TaskState, Workflow, WorkflowState

from benchmarks.databases import Database, a_database
from benchmarks.measuring import Finding, Side, compare
from benchmarks.reading import read
from core.loading.statistics import count_rows_anew
from core.models import GateState, Manuscript, RoleTerm, User
from core.review.models import EndorsementTask, PublicationTask
from core.review.operations import review_workflow
from core.review.states import Gate, Stage
from core.users.roles import Role
from knowledge.models import PracticePage
from members.models import Country
from tests.factories import bulk
from tests.signing_in import LONG_AGO, let_in

# The least fill a page of every list, so that both sides print as many rows.
SIZES = {"few practices": 120, "few accounts": 20, "many practices": 100_000, "many accounts": 500, "countries": 30}
ROUNDS = 15
# A page of a desk shows as many lines, however much lies behind it.
LIMIT = 2
BEGUN = datetime(2025, 1, 1, tzinfo=UTC)
# Of a hundred practices beyond the first so many are on each shelf; the rest were published long ago.
SHELVES = {"writing": 2, Gate.ENDORSEMENT: 2, Gate.PUBLICATION: 2}
FIRST = 120

PAGES = {
    "desk of an expert": ("expert", "/en/desk/"),
    "drafts of an expert": ("expert", "/en/desk/practices/?show=writing"),
    "desk of a focal point": ("focal", "/en/desk/"),
    "queue of a focal point": ("focal", "/en/desk/practices/?show=endorsement"),
    "desk of the secretariat": ("secretariat", "/en/desk/"),
    "queue of the secretariat": ("secretariat", "/en/desk/practices/?show=publication"),
    "what was published": ("secretariat", "/en/desk/practices/?show=closed"),
    "people": ("secretariat", "/en/desk/people/"),
    "explorer of an expert": ("expert", "/admin/pages/{folder}/"),
    "home of an expert in the editor": ("expert", "/admin/"),
}


def measure() -> list[Finding]:
    """Measure every page, after holding that it asks the database as often on both sides."""
    few, many = _association("few"), _association("many")
    return [_compare(name, few, many) for name in PAGES]


@dataclass(frozen=True)
class _Association:
    """A database with practices, manuscripts and accounts, and the sessions of three people."""

    name: str
    database: Database
    folder: int
    sessions: dict[str, str]

    def side(self, page: str) -> Side:
        """Return the reading of a page here."""
        person, address = PAGES[page]
        cookie = f"sessionid={self.sessions[person]}"
        where = address.format(folder=self.folder)
        return Side(self.name, lambda: read(where, cookie=cookie), self.database.enter)

    def queries(self, page: str) -> int:
        """Return how often a page asks the database, once it was asked for before."""
        side = self.side(page)
        side.once()
        side.before()
        with CaptureQueriesContext(connection) as asked:
            side.work()
        return len(asked)


def _compare(name: str, few: _Association, many: _Association) -> Finding:
    asked = few.queries(name), many.queries(name)
    if asked[0] != asked[1]:
        raise RuntimeError(f"{name}: {asked[0]} queries with few, {asked[1]} with many")
    return compare(name, many.side(name), few.side(name), rounds=ROUNDS, limit=LIMIT)


def _association(size: str) -> _Association:
    database = a_database(f"desk-{size}")
    practices, accounts = SIZES[f"{size} practices"], SIZES[f"{size} accounts"]
    around = bulk.surroundings(countries=SIZES["countries"])
    gc.disable()  # nothing of the many rows is garbage before its batch is written
    bulk.build(bulk.Size(practices), around)
    _give_countries(around.countries)
    people = _people(accounts, around.countries)
    _write_manuscripts(people)
    count_rows_anew()
    gc.enable()
    sessions = {name: let_in(Client(), person).cookies["sessionid"].value for name, person in people.items()}
    folder = around.english.folder.pk
    return _Association(f"{practices:,} practices, {accounts} accounts", database, folder, sessions)


def _give_countries(countries: list[Country]) -> None:
    """Give the first practices to one country, and to each as many of the others."""
    originals = PracticePage.objects.filter(edition_state="original").order_by("pk")
    numbers = list(originals.values_list("pk", flat=True))
    PracticePage.objects.filter(pk__in=numbers[:FIRST]).update(country=countries[0])
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE knowledge_practicepage SET country_id = %s WHERE page_ptr_id = %s",
            [(country.pk, number) for number, country in zip(numbers[FIRST:], cycle(countries), strict=False)],
        )


def _people(accounts: int, countries: list[Country]) -> dict[str, User]:
    """Make accounts, every fourth one a focal point, of all countries in turn."""
    made = User.objects.bulk_create(
        User(email=f"synthetic-{number}@example.org", name=f"Synthetic {number}", password="!", last_login=BEGUN)
        for number in range(accounts)
    )
    terms = [
        RoleTerm(
            user=user,
            role=Role.FOCAL_POINT if number % 4 == 1 else Role.EXPERT,
            country=countries[number // 4 % len(countries)].record,
            begins_at=LONG_AGO,
            evidence="Synthetic, for a bench.",
        )
        for number, user in enumerate(made[:-1])
    ]
    terms.append(RoleTerm(user=made[-1], role=Role.SECRETARIAT, begins_at=LONG_AGO, evidence="Synthetic, for a bench."))
    RoleTerm.objects.bulk_create(terms)
    return {"expert": made[0], "focal": made[1], "secretariat": made[-1]}


def _write_manuscripts(people: dict[str, User]) -> None:
    """Write a manuscript on every practice: being written, at a gate, or published long ago."""
    tasks = {Gate.ENDORSEMENT: EndorsementTask, Gate.PUBLICATION: PublicationTask}
    workflow = review_workflow()
    numbered = {gate: task.objects.get() for gate, task in tasks.items()}
    originals = PracticePage.objects.filter(edition_state="original").select_related("country").order_by("pk")
    pages = list(originals.only("pk", "country__record_id", "latest_revision"))
    for begin in range(0, len(pages), bulk.BATCH):
        _write_batch(list(enumerate(pages))[begin : begin + bulk.BATCH], people["expert"], workflow, numbered)


def _write_batch(pages: list[tuple[int, Any]], by: User, workflow: Workflow, tasks: dict[Any, Any]) -> None:
    placed = [(page, shelf) for (number, page), shelf in zip(pages, _shelves(pages), strict=True)]
    at_gates = [(page, shelf) for page, shelf in placed if shelf in tasks]
    states = iter(_states(at_gates, by, workflow, tasks))
    reviews = {page.pk: next(states) for page, _shelf in at_gates}
    manuscripts = Manuscript.objects.bulk_create(
        Manuscript(
            page_id=page.pk,
            country_id=page.country.record_id,
            opened_at=BEGUN + timedelta(minutes=page.pk),
            opened_by=by,
            review=reviews.get(page.pk),
            closed_at=None if shelf else BEGUN + timedelta(days=365, minutes=page.pk),
            outcome="" if shelf else Stage.PUBLISHED,
        )
        for page, shelf in placed
    )
    authors = Manuscript.authors.through
    authors.objects.bulk_create(authors(manuscript_id=made.pk, user_id=by.pk) for made in manuscripts)


def _shelves(pages: list[tuple[int, Any]]) -> Iterator[Any]:
    """Yield where each of the pages lies: the first in equal parts on all shelves, of the others few on any."""
    spread = [shelf for shelf, count in SHELVES.items() for _ in range(count)]
    spread += [""] * (100 - len(spread))
    in_equal_parts = [*SHELVES, ""]
    for number, _page in pages:
        yield in_equal_parts[number % 4] if number < FIRST else spread[number % 100]


def _states(pages: list[tuple[Any, Any]], by: User, workflow: Workflow, tasks: dict[Any, Any]) -> list[WorkflowState]:
    """Write what Wagtail keeps of a review, and return the reviews in the order of the pages."""
    kinds = ContentType.objects.get_for_models(PracticePage, GateState)
    base = ContentType.objects.get_for_model(PracticePage._meta.get_parent_list()[-1])
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=kinds[PracticePage],
            base_content_type=base,
            object_id=str(page.pk),
            content={"pk": page.pk, "title": f"Synthetic {page.pk}"},
            created_at=BEGUN,
            user=by,
        )
        for page, _gate in pages
    )
    made = WorkflowState.objects.bulk_create(
        WorkflowState(
            content_type=kinds[PracticePage],
            base_content_type=base,
            object_id=str(page.pk),
            workflow=workflow,
            requested_by=by,
        )
        for page, _gate in pages
    )
    for state, revision, (_page, gate) in zip(made, revisions, pages, strict=True):
        at = GateState.objects.create(
            workflow_state=state,
            revision=revision,
            task=tasks[gate],
            content_type=kinds[GateState],
            status=TaskState.STATUS_IN_PROGRESS,
            gate=gate,
            due_on=timezone.localdate() + timedelta(days=state.pk % 20),
        )
        state.current_task_state = at
    WorkflowState.objects.bulk_update(made, ["current_task_state"], batch_size=500)
    return made
