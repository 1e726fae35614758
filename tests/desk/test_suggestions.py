"""Other wording: the secretariat suggests, the country accepts or refuses each change, the focal point endorses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client

from core.models import AuditEntry, GateState, Manuscript, Notice, ReviewAct, SuggestedChange, Suggestion, User
from core.review import operations
from core.review.digests import digest_of
from core.review.states import Move, Stage
from core.review.suggestions.operations import Answer, accept, decide, suggest, withdraw
from core.review.suggestions.states import POSSIBLE, ChangeState, SuggestionState
from core.review.suggestions.wording import _changes_of_blocks
from core.texts.marked import MarkedText
from core.users.roles import Role
from knowledge.models import PracticePage
from tests.desk.conftest import Desk, a_person
from tests.desk.test_moves import LETTER, to_endorsed
from tests.desk.test_telling import told
from tests.signing_in import give, let_in

pytestmark = pytest.mark.usefixtures("nothing_kept")

OLD, NEW = "Synthetic challenge.", "A challenge, told plainly."
TEXTS = {"title": "A better title", "challenge": NEW, "solution": "Synthetic solution.\n\nAnd a second paragraph."}
TAKEN, REFUSED = Answer(is_accepted=True), Answer(is_accepted=False, word="It says something else.")


def a_suggestion(desk: Desk, **texts: str) -> Suggestion:
    """The text at the second gate, with three changes suggested."""
    to_endorsed(desk)
    return suggest(manuscript=desk.manuscript, texts=texts or TEXTS, reason="Plain words.", by=desk.secretariat)


def fresh(suggestion: Suggestion) -> Suggestion:
    found = Suggestion.objects.get(pk=suggestion.pk)
    found.manuscript = Manuscript.objects.with_review().get(pk=suggestion.manuscript_id)
    return found


def numbers(suggestion: Suggestion) -> list[int]:
    return list(suggestion.changes.values_list("pk", flat=True))


def all_with(suggestion: Suggestion, answer: Answer) -> dict[int, Answer]:
    return dict.fromkeys(numbers(suggestion), answer)


def text_at_gate(desk: Desk) -> Any:
    gate = Manuscript.objects.with_review().get(pk=desk.manuscript.pk).stands_at
    assert gate is not None
    return gate.revision.as_object()


def session_of(person: User) -> Client:
    return let_in(Client(), person)


def page_of(desk: Desk, rest: str = "") -> str:
    return f"/en/desk/practices/{desk.manuscript.pk}/{rest}"


def said(answer: Any) -> str:
    return str(answer.content.decode())


def form_of(suggestion: Suggestion, *answers: tuple[str, str]) -> dict[str, str]:
    """What the page of suggestions sends, change by change."""
    sent = {}
    for number, (answer, word) in zip(numbers(suggestion), answers, strict=False):
        sent |= {f"change-{number}-answer": answer, f"change-{number}-word": word}
    return sent


def test_from_other_words_to_the_library(desk: Desk) -> None:
    """The whole way, by the forms alone."""
    to_endorsed(desk)
    secretariat, expert, focal = (session_of(one) for one in (desk.secretariat, desk.expert, desk.focal))
    form = secretariat.get(page_of(desk, "language/")).context["form"]
    assert (form["title"].initial, form["challenge"].initial) == ("Synthetic draft draft", OLD)
    sent = {name: field.initial or "" for name, field in form.fields.items()} | TEXTS | {"reason": "Plain words."}
    assert secretariat.post(page_of(desk, "language/"), sent).status_code == 303
    suggestion = Suggestion.objects.get()
    assert told("wording suggested") == {"expert", "focal"}
    shown = said(expert.get(page_of(desk, "language/"), follow=True))
    assert "<del>Synthetic</del>" in shown
    assert "Plain words." in shown
    answers = form_of(suggestion, ("accept", ""), ("accept", "Good."), ("refuse", "It says something else."))
    assert expert.post(page_of(desk, f"language/{suggestion.pk}/"), answers).status_code == 303
    assert text_at_gate(desk).title == "Synthetic draft draft", "an expert does not endorse"
    assert told("wording answered") == {"secretariat"}
    assert told("wording to endorse") == {"focal"}
    shown = said(focal.get(page_of(desk, f"language/{suggestion.pk}/endorse/")))
    assert "A better title" in shown.replace("<ins>", "").replace("</ins>", "")
    assert "second paragraph" not in shown, "what was refused is not endorsed"
    assert focal.post(page_of(desk, f"language/{suggestion.pk}/endorse/"), {"text": ""}).status_code == 303
    assert fresh(suggestion).state == SuggestionState.ACCEPTED
    assert secretariat.post(page_of(desk, "publish/"), {}).status_code == 303
    read = said(Client().get("/en/library/practices/draft/"))
    assert "A better title" in read
    assert NEW in read
    assert "second paragraph" not in read


def test_what_the_focal_point_accepts_is_endorsed_at_once(desk: Desk) -> None:
    suggestion = a_suggestion(desk)
    before = desk.manuscript.last_act(Move.ENDORSE)
    decide(suggestion=suggestion, answers=all_with(suggestion, TAKEN), by=desk.focal)
    assert fresh(suggestion).state == SuggestionState.ACCEPTED
    page, act = text_at_gate(desk), desk.manuscript.last_act(Move.ACCEPT)
    assert (page.title, page.challenge) == ("A better title", f"<p>{NEW}</p>")
    assert page.solution == "<p>Synthetic solution.</p><p>And a second paragraph.</p>"
    assert act is not None
    assert before is not None
    assert act.digest == digest_of(GateState.objects.get(gate="publication").revision)
    assert (act.by, act.digest == before.digest) == (desk.focal, False)
    operations.publish(manuscript=desk.manuscript, by=desk.secretariat)
    assert PracticePage.objects.get(pk=desk.page.pk).title == "A better title"


def test_the_last_answer_of_the_focal_point_endorses_what_others_accepted(desk: Desk) -> None:
    suggestion = a_suggestion(desk)
    first, *rest = numbers(suggestion)
    decide(suggestion=suggestion, answers=dict.fromkeys(rest, REFUSED), by=desk.expert)
    assert fresh(suggestion).state == SuggestionState.SUGGESTED
    assert told("wording answered") == set(), "it is told when all are answered"
    decide(suggestion=suggestion, answers={first: TAKEN}, by=desk.focal)
    page = text_at_gate(desk)
    assert (page.title, page.challenge) == ("A better title", f"<p>{OLD}</p>")


def test_the_focal_point_answers_anew_what_an_expert_accepted(desk: Desk) -> None:
    suggestion = a_suggestion(desk)
    decide(suggestion=suggestion, answers=all_with(suggestion, TAKEN), by=desk.expert)
    with pytest.raises(ValidationError, match="Expert has answered"):
        decide(suggestion=suggestion, answers=all_with(suggestion, REFUSED), by=desk.expert)
    decide(suggestion=suggestion, answers=all_with(suggestion, REFUSED), by=desk.focal)
    assert fresh(suggestion).state == SuggestionState.REFUSED
    assert text_at_gate(desk).title == "Synthetic draft draft"


def test_what_is_refused_leaves_the_text_as_it_was_endorsed(desk: Desk) -> None:
    suggestion = a_suggestion(desk)
    gate = GateState.objects.get(gate="publication")
    decide(suggestion=suggestion, answers=all_with(suggestion, REFUSED), by=desk.expert)
    assert GateState.objects.get(pk=gate.pk).revision == gate.revision
    assert told("wording answered") == {"secretariat"}
    operations.publish(manuscript=desk.manuscript, by=desk.secretariat)
    assert PracticePage.objects.get(pk=desk.page.pk).title == "Synthetic draft draft"


def test_for_a_country_by_letter_and_then_somebody_else_publishes(desk: Desk) -> None:
    suggestion = a_suggestion(desk)
    with pytest.raises(ValidationError, match="letter"):
        decide(suggestion=suggestion, answers=all_with(suggestion, TAKEN), by=desk.secretariat)
    decide(suggestion=suggestion, answers=all_with(suggestion, TAKEN), by=desk.secretariat, evidence=LETTER)
    assert {act.evidence for act in ReviewAct.objects.filter(move__in=[Move.DECIDE, Move.ACCEPT])} == {LETTER}
    with pytest.raises(ValidationError, match="somebody else"):
        operations.publish(manuscript=desk.manuscript, by=desk.secretariat)
    operations.publish(manuscript=desk.manuscript, by=desk.second)


def test_who_entered_the_first_endorsement_does_not_publish_after_another(desk: Desk) -> None:
    """Two people act: the endorsement of a comma by somebody else does not make the text another's."""
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    operations.endorse(manuscript=desk.manuscript, by=desk.secretariat, evidence=LETTER)
    suggestion = suggest(manuscript=desk.manuscript, texts=TEXTS, reason="Plain words.", by=desk.secretariat)
    taken = all_with(suggestion, TAKEN)
    decide(suggestion=suggestion, answers=taken, by=desk.second, evidence=LETTER)
    third = a_person("third")
    give(third, Role.SECRETARIAT)
    for person in (desk.secretariat, desk.second):
        with pytest.raises(ValidationError, match="somebody else"):
            operations.publish(manuscript=desk.manuscript, by=person)
    operations.publish(manuscript=desk.manuscript, by=third)


def test_an_endorsement_of_an_earlier_round_hinders_nobody(desk: Desk) -> None:
    operations.submit(manuscript=desk.manuscript, by=desk.expert)
    operations.endorse(manuscript=desk.manuscript, by=desk.secretariat, evidence=LETTER)
    operations.take_back(manuscript=desk.manuscript, by=desk.expert)
    to_endorsed(desk)
    operations.publish(manuscript=desk.manuscript, by=desk.secretariat)


# The states of a set with the way to each, and what can be done with it there; everything else is refused.
def answered(desk: Desk) -> Suggestion:
    suggestion = a_suggestion(desk)
    decide(suggestion=suggestion, answers=all_with(suggestion, TAKEN), by=desk.expert)
    return suggestion


def accepted(desk: Desk) -> Suggestion:
    suggestion = answered(desk)
    accept(suggestion=suggestion, by=desk.focal)
    return suggestion


def refused(desk: Desk) -> Suggestion:
    suggestion = a_suggestion(desk)
    decide(suggestion=suggestion, answers=all_with(suggestion, REFUSED), by=desk.expert)
    return suggestion


def withdrawn(desk: Desk) -> Suggestion:
    suggestion = a_suggestion(desk)
    withdraw(suggestion=suggestion, by=desk.secretariat)
    return suggestion


def overtaken(desk: Desk) -> Suggestion:
    """The text was taken back, and comes to the gate again with the same words: it is another text all the same."""
    suggestion = a_suggestion(desk)
    operations.take_back(manuscript=desk.manuscript, by=desk.expert)
    to_endorsed(desk)
    return suggestion


WAYS: dict[SuggestionState, Callable[[Desk], Suggestion]] = {
    SuggestionState.SUGGESTED: a_suggestion,
    SuggestionState.ANSWERED: answered,
    SuggestionState.ACCEPTED: accepted,
    SuggestionState.REFUSED: refused,
    SuggestionState.WITHDRAWN: withdrawn,
    SuggestionState.OVERTAKEN: overtaken,
}
S, A = SuggestionState, ChangeState
OF_CHANGES = {
    S.SUGGESTED: A.SUGGESTED, S.ANSWERED: A.ACCEPTED, S.ACCEPTED: A.ACCEPTED, S.REFUSED: A.REFUSED,
    S.WITHDRAWN: A.WITHDRAWN, S.OVERTAKEN: A.OVERTAKEN,
}  # fmt: skip
ALLOWED: dict[tuple[SuggestionState, Move], set[str]] = {
    (S.SUGGESTED, Move.DECIDE): {"expert", "focal", "secretariat"},
    # What was answered is answered anew by whoever endorses.
    (S.ANSWERED, Move.DECIDE): {"focal", "secretariat"},
    (S.ANSWERED, Move.ACCEPT): {"focal", "secretariat"},
    (S.SUGGESTED, Move.WITHDRAW): {"secretariat"},
    (S.ANSWERED, Move.WITHDRAW): {"secretariat"},
}
ACTS: dict[Move, Callable[[Suggestion, User], Any]] = {
    Move.DECIDE: lambda one, by: decide(suggestion=one, answers=all_with(one, TAKEN), by=by, evidence=LETTER),
    Move.ACCEPT: lambda one, by: accept(suggestion=one, by=by, evidence=LETTER),
    Move.WITHDRAW: lambda one, by: withdraw(suggestion=one, by=by),
}


def test_the_table_is_that_of_the_code() -> None:
    assert {move: {state for state, known in ALLOWED if known == move} for move in POSSIBLE} == POSSIBLE


@pytest.mark.parametrize("state", list(SuggestionState))
@pytest.mark.parametrize("name", ["expert", "focal", "stranger", "editor", "secretariat"])
def test_what_the_table_forbids_is_refused_and_leaves_nothing(desk: Desk, state: SuggestionState, name: str) -> None:
    suggestion = WAYS[state](desk)
    assert fresh(suggestion).state == state
    assert {at for _change, at in fresh(suggestion).states_of_changes()} == {OF_CHANGES[state]}
    acts, texts = ReviewAct.objects.count(), text_at_gate(desk).title
    rows = list(SuggestedChange.objects.order_by("pk").values())
    for move, act in ACTS.items():
        if name not in ALLOWED.get((state, move), set()):
            with pytest.raises((PermissionDenied, ValidationError)):
                act(suggestion, getattr(desk, name))
    assert (ReviewAct.objects.count(), text_at_gate(desk).title) == (acts, texts)
    assert list(SuggestedChange.objects.order_by("pk").values()) == rows
    assert fresh(suggestion).state == state


@pytest.mark.parametrize(("state", "move"), list(ALLOWED))
def test_what_the_table_allows_is_done(desk: Desk, state: SuggestionState, move: Move) -> None:
    suggestion = WAYS[state](desk)
    for name in ALLOWED[state, move]:
        with transaction.atomic():
            before = ReviewAct.objects.filter(move=move).count()
            ACTS[move](suggestion, getattr(desk, name))
            assert ReviewAct.objects.filter(move=move).count() == before + 1
            transaction.set_rollback(True)


@pytest.mark.parametrize("stage", [one for one in Stage if one != Stage.ENDORSED])
def test_it_is_suggested_at_the_second_gate_alone(desk: Desk, stage: Stage) -> None:
    from tests.desk.test_moves import WAYS as TO_STAGES

    TO_STAGES[stage](desk)
    with pytest.raises(ValidationError):
        suggest(manuscript=desk.manuscript, texts=TEXTS, reason="Plain words.", by=desk.secretariat)


@pytest.mark.parametrize("name", ["expert", "focal", "stranger", "editor"])
def test_nobody_but_the_secretariat_suggests(desk: Desk, name: str) -> None:
    to_endorsed(desk)
    with pytest.raises(PermissionDenied):
        suggest(manuscript=desk.manuscript, texts=TEXTS, reason="Plain words.", by=getattr(desk, name))


def test_whoever_has_the_text_suggests(desk: Desk) -> None:
    to_endorsed(desk)
    operations.claim(manuscript=desk.manuscript, by=desk.second)
    with pytest.raises(ValidationError, match="Second has this text"):
        suggest(manuscript=desk.manuscript, texts=TEXTS, reason="Plain words.", by=desk.secretariat)


def test_while_suggestions_wait_nothing_is_published_or_suggested(desk: Desk) -> None:
    suggestion = a_suggestion(desk)
    with pytest.raises(ValidationError, match="wait for the country"):
        operations.publish(manuscript=desk.manuscript, by=desk.secretariat)
    with pytest.raises(ValidationError, match="Other suggestions wait"):
        suggest(manuscript=desk.manuscript, texts=TEXTS, reason="More.", by=desk.secretariat)
    withdraw(suggestion=suggestion, by=desk.secretariat)
    suggest(manuscript=desk.manuscript, texts=TEXTS, reason="More.", by=desk.secretariat)


def test_what_was_written_over_another_text_is_refused(desk: Desk) -> None:
    to_endorsed(desk)
    with pytest.raises(ValidationError, match="changed since you opened"):
        suggest(manuscript=desk.manuscript, texts=TEXTS, reason="Why.", by=desk.secretariat, digest="of another")


def test_suggestions_are_never_used_on_a_text_that_was_written_over(desk: Desk) -> None:
    suggestion = answered(desk)
    gate = GateState.objects.get(gate="publication")
    gate.revision.content["title"] = "Written over"
    gate.revision.save()
    assert fresh(suggestion).state == SuggestionState.OVERTAKEN
    with pytest.raises(ValidationError, match="stands at the gate no more"):
        accept(suggestion=suggestion, by=desk.focal)


def test_a_set_whose_text_was_taken_back_is_said_to_be_over(desk: Desk) -> None:
    suggestion = a_suggestion(desk)
    operations.take_back(manuscript=desk.manuscript, by=desk.expert)
    shown = said(session_of(desk.expert).get(page_of(desk, f"language/{suggestion.pk}/")))
    assert "This text stands at the gate no more" in shown


def test_where_it_fails_half_way_nothing_stays(desk: Desk) -> None:
    suggestion = a_suggestion(desk)
    acts = ReviewAct.objects.count()
    with (
        mock.patch("core.review.moving.tell", side_effect=[None, RuntimeError]),
        pytest.raises(RuntimeError),
    ):
        decide(suggestion=suggestion, answers=all_with(suggestion, TAKEN), by=desk.focal)
    assert fresh(suggestion).state == SuggestionState.SUGGESTED
    assert (ReviewAct.objects.count(), text_at_gate(desk).title) == (acts, "Synthetic draft draft")
    assert not SuggestedChange.objects.filter(answered_at__isnull=False).exists()


def test_every_act_is_audited(desk: Desk) -> None:
    accepted(desk)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"review.suggest", "review.decide", "review.accept"} <= actions


@pytest.mark.parametrize(
    ("texts", "told_of"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 300}, "title"),
        ({"summary": "x" * 1_001}, "summary"),
        ({"challenge": "A **mark"}, "challenge"),
        ({"challenge": "[A link](7)"}, "challenge"),
        ({"challenge": ""}, None),
        ({"title": "Synthetic draft draft"}, None),
        ({"country": "1"}, None),
    ],
)
def test_a_wording_that_cannot_be_taken(desk: Desk, texts: dict[str, str], told_of: str | None) -> None:
    to_endorsed(desk)
    with pytest.raises(ValidationError) as found:
        suggest(manuscript=desk.manuscript, texts=texts, reason="Why.", by=desk.secretariat)
    assert list(getattr(found.value, "error_dict", {None: ()})) == [told_of]
    assert not Suggestion.objects.exists()


@pytest.mark.sqlite
class TestChanges:
    """What counts as one change: a paragraph or item, found again among others by its words."""

    OLD = ("a single queue", "opening hours until evening", "free of charge")

    @pytest.mark.parametrize(
        ("new", "changes"),
        [
            (("a single queue", "opening hours until evening", "free of charge"), []),
            (("one single queue", "opening hours until evening", "free of charge"), [(0, 1)]),
            (("a single queue", "free of charge"), [(1, 2)]),
            (("new", "a single queue", "opening hours until evening", "free of charge"), [(0, 0)]),
            (
                ("one single queue", "opening hours until the evening", "free of charge", "new"),
                [(0, 1), (1, 2), (3, 3)],
            ),
            (("quite another", "thing"), [(0, 1), (1, 2), (2, 3)]),
            ((), [(0, 1), (1, 2), (2, 3)]),
        ],
    )
    def test_each_paragraph_is_one(self, new: tuple[str, ...], changes: list[tuple[int, int]]) -> None:
        found = _changes_of_blocks(list(self.OLD), list(new), SuggestedChange)
        assert [(change.start, change.end) for change in found] == changes
        text = MarkedText("".join(f"<p>{one}</p>" for one in self.OLD))
        written = text.replaced([(change.start, change.end, change.after) for change in found])
        assert tuple(MarkedText(written).segments) == new


@pytest.mark.sqlite
class TestPages:
    def test_what_is_refused_is_said_and_what_was_typed_stays(self, desk: Desk) -> None:
        to_endorsed(desk)
        asked = session_of(desk.secretariat)
        sent = TEXTS | {"summary": "Synthetic.", "results": "Synthetic.", "challenge": "A **mark of mine"}
        for more in ({"reason": " "}, {"reason": "Why.", "results": ""}):
            assert asked.post(page_of(desk, "language/"), sent | more).status_code == 422
        answer = asked.post(page_of(desk, "language/"), sent | {"reason": "Why."})
        assert answer.status_code == 422
        assert "has no counterpart" in said(answer)
        assert "A **mark of mine" in said(answer)

    def test_a_refusal_needs_a_word(self, desk: Desk) -> None:
        suggestion = a_suggestion(desk)
        asked, address = session_of(desk.expert), page_of(desk, f"language/{suggestion.pk}/")
        answer = asked.post(address, form_of(suggestion, ("refuse", " "), ("", "My word")))
        assert answer.status_code == 422
        assert "Say why you refuse" in said(answer)
        assert "My word" in said(answer)
        answer = asked.post(address, {})
        assert "Accept or refuse at least one change." in said(answer)
        assert not SuggestedChange.objects.filter(answered_at__isnull=False).exists()

    def test_who_endorses_gives_the_second_factor_again(self, desk: Desk) -> None:
        suggestion = a_suggestion(desk)
        asked = let_in(Client(), desk.focal)
        session = asked.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": 0}, {"method": "mfa", "at": 0}]
        session.save()
        for rest in ("", "endorse/"):
            answer = asked.post(page_of(desk, f"language/{suggestion.pk}/{rest}"), form_of(suggestion, ("accept", "")))
            assert answer.status_code == 302
            assert "reauthenticate" in answer["Location"]
        assert not SuggestedChange.objects.filter(answered_at__isnull=False).exists()

    @pytest.mark.parametrize("rest", ["language/", "language/{}/", "language/{}/endorse/", "language/{}/withdraw/"])
    def test_for_everybody_else_there_is_no_such_page(self, desk: Desk, rest: str) -> None:
        suggestion = a_suggestion(desk)
        for person in (desk.stranger, desk.editor, desk.nobody):
            assert session_of(person).get(page_of(desk, rest.format(suggestion.pk))).status_code == 404
            assert session_of(person).post(page_of(desk, rest.format(suggestion.pk))).status_code == 404
        assert session_of(desk.secretariat).get(page_of(desk, "language/999999/")).status_code == 404

    def test_it_is_withdrawn_and_the_authors_hear(self, desk: Desk) -> None:
        suggestion = a_suggestion(desk)
        address = page_of(desk, f"language/{suggestion.pk}/withdraw/")
        assert session_of(desk.expert).get(address).status_code == 303
        asked = session_of(desk.secretariat)
        assert asked.get(address).status_code == 200
        assert asked.post(address, {"text": "Not needed."}).status_code == 303
        assert told("wording withdrawn") == {"expert", "focal"}
        assert "withdrawn" in said(session_of(desk.expert).get(page_of(desk, f"language/{suggestion.pk}/")))
        assert session_of(desk.secretariat).get(address).status_code == 303

    def test_it_lies_on_a_shelf_until_it_is_answered(self, desk: Desk) -> None:
        suggestion = a_suggestion(desk)
        shelf = "/en/desk/practices/?show=wording"
        assert "Synthetic draft draft" in said(session_of(desk.expert).get(shelf))
        assert "Suggestions to answer" in said(session_of(desk.expert).get("/en/desk/"))
        assert f"language/{suggestion.pk}/" in said(session_of(desk.expert).get(page_of(desk)))
        withdraw(suggestion=suggestion, by=desk.secretariat)
        assert "Synthetic draft draft" not in said(session_of(desk.expert).get(shelf))

    def test_nobody_outside_hears_anything(self, desk: Desk) -> None:
        accepted(desk)
        heard = {notice.to_id for notice in Notice.objects.filter(kind__startswith="wording")}
        assert heard == {desk.expert.pk, desk.focal.pk, desk.secretariat.pk}

    def test_a_text_from_right_to_left_says_so(self, desk: Desk) -> None:
        suggestion = a_suggestion(desk)
        locale = desk.manuscript.page.locale
        locale.language_code = "ar"
        locale.save()
        shown = said(session_of(desk.expert).get(page_of(desk, f"language/{suggestion.pk}/")))
        assert '<p class="changed__words" lang="ar" dir="rtl">' in shown

    def test_as_many_queries_for_many_changes_as_for_few(self, desk: Desk, django_assert_max_num_queries: Any) -> None:
        few = a_suggestion(desk, title="Another")
        asked, counts = session_of(desk.expert), []
        for suggestion in (few, None):
            if suggestion is None:
                withdraw(suggestion=few, by=desk.secretariat)
                texts = TEXTS | {"results": "\n\n".join(f"Paragraph {one}." for one in range(30)), "summary": "Other."}
                suggestion = suggest(manuscript=desk.manuscript, texts=texts, reason="Many.", by=desk.secretariat)
            with django_assert_max_num_queries(40) as asked_for:
                assert asked.get(page_of(desk, f"language/{suggestion.pk}/")).status_code == 200
            counts.append(len(asked_for))
        assert counts[0] == counts[1]
