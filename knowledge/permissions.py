"""Who may work on practices and adoptions, and withdraw a version."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from wagtail.models import PagePermissionTester

from core.models import Record, RoleTerm
from core.records.pages import EditionState
from core.review.models import Manuscript
from core.review.permissions import is_secretariat
from core.review.states import Move, Stage
from core.uploads.uses import register_reader
from core.users.policies import CountryPages, register_country_pages, works_on_all_pages
from core.users.roles import OF_A_COUNTRY, OF_THE_RECORD, Role, grant, work_on
from core.users.terms import countries_of
from knowledge.models import PracticeIndexPage, PracticePage, PracticeVersion
from knowledge.states import TRANSLATION_MOVES, TranslationMove

grant(work_on("knowledge", "adoption"), to=OF_THE_RECORD)
# To withdraw is what deleting is elsewhere.
grant({"knowledge.delete_practiceversion"}, to=[Role.SECRETARIAT])


def can_withdraw_version(user: Any, version: PracticeVersion | None = None) -> bool:
    """Whether ``user`` may withdraw versions of practices, this one among them."""
    return bool(user is not None and user.is_active and user.has_perm("knowledge.delete_practiceversion"))


def can_confirm_again(user: Any, page: PracticePage) -> bool:
    """Whether ``user`` may say for the institution that a practice is still true: a focal point of its country.

    The secretariat may for a country that asks by letter. One query, none for the secretariat.
    """
    if page.country is None:
        return False
    if is_secretariat(user):
        return True
    speaks = page.country.record_id in countries_of(user, Role.FOCAL_POINT)
    return speaks and practices_of(user, page.pk).exists()


def confirms_for_another(user: Any, page: PracticePage) -> bool:
    """Whether ``user`` would confirm a practice for somebody else, so that a letter has to be named."""
    return page.country is None or page.country.record_id not in countries_of(user, Role.FOCAL_POINT)


def can_begin_translation(user: Any, page: PracticePage) -> bool:
    """Whether ``user`` may begin a translation of an original: who writes for its country, and the secretariat."""
    return is_secretariat(user) or is_of_country(page, user)


def can_move_translation(user: Any, page: PracticePage, move: TranslationMove) -> bool:
    """Whether ``user`` may ever make a move with this translation.

    To read it beside the original is for whoever works on it; to confirm it for who speaks for its institution.
    """
    if page.edition_state == EditionState.ORIGINAL or page.record_id is None:
        return False
    if move == TranslationMove.CONFIRM:
        return is_secretariat(user) or speaks_for(user, page)
    return works_on_all_pages(user) or is_of_country(page, user)


def speaks_for(user: Any, page: PracticePage) -> bool:
    """Whether ``user`` is a focal point of the country of a translation, for whom it is kept."""
    countries = countries_of(user, Role.FOCAL_POINT)
    originals = PracticePage.objects.filter(edition_state=EditionState.ORIGINAL, country__record__in=countries)
    is_theirs = bool(countries) and originals.filter(translation_key=page.translation_key).exists()
    return is_theirs and is_of_country(page, user)


def moves_for_another(user: Any, page: PracticePage, move: TranslationMove) -> bool:
    """Whether ``user`` would make a move for the institution of somebody else, so that a letter has to be named."""
    return TRANSLATION_MOVES[move].binds and not speaks_for(user, page)


def wrote(user: Any, page: PracticePage) -> bool:
    """Whether ``user`` wrote the text of a page that readers see: its last words, or the round they come from."""
    revision = page.live_revision
    if revision is not None and revision.user_id == user.pk:
        return True
    last = Manuscript.objects.filter(page=page.pk, outcome=Stage.PUBLISHED).order_by("-closed_at").first()
    return last is not None and last.authors.filter(pk=user.pk).exists()


def practices_of(user: Any, number: Any = None) -> QuerySet[Any]:
    """Return the numbers of the pages that tell practices of the countries of ``user``, in every language.

    What is kept for others is not among them, whosever it is; a draft that was never published is for its country.
    With ``number``, a value or one of an outer query, only that page is looked at, however many there are; without
    it, the pages are found from the countries.
    """
    countries = countries_of(user, *OF_A_COUNTRY)
    originals = PracticePage.objects.filter(country__record__in=countries, edition_state=EditionState.ORIGINAL)
    kept = Record.objects.kept_for(user).filter(pk=OuterRef("record"))
    found = PracticePage.objects.filter(Q(record__isnull=True) | Exists(kept))
    if number is None:
        found = found.filter(translation_key__in=originals.order_by().values("translation_key"))
    else:
        # An expression has no index: else SQLite, which knows no sizes, goes through all of the country for one page.
        told = PracticePage.objects.annotate(told_by=Coalesce("country__record", 0)).filter(
            told_by__in=countries, edition_state=EditionState.ORIGINAL, translation_key=OuterRef("translation_key")
        )
        found = found.filter(Exists(told), pk=number)
    return found.order_by().values("pk")


register_country_pages(CountryPages(folders=PracticeIndexPage.objects.all, of_person=practices_of))


@register_reader
def may_read_files_of(file: Any, model: type[Any], numbers: set[str], user: Any) -> bool:
    """Whether one of these pages, which use a file, is one on which ``user`` works.

    Not of a file that people of other countries uploaded: to name it on a page of one's own opens nothing.
    """
    if model is not PracticePage or not practices_of(user).filter(pk__in=numbers).exists():
        return False
    others = RoleTerm.objects.filter(user=file.uploaded_by_user_id, country__isnull=False)
    return not others.exclude(country__in=countries_of(user, *OF_A_COUNTRY)).exists()


def is_gated(page: Any) -> bool:
    """Whether a practice was ever written or worked on by its country: then it passes both gates.

    One query for a page; once it is gated it stays so.
    """
    if not page.__dict__.get("_is_gated"):
        page._is_gated = Manuscript.objects.filter(page__translation_key=page.translation_key).exists()
    return bool(page._is_gated)


def with_rights(pages: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Bring what rights are read from along with many pages: without it every page of a list asks for itself."""
    theirs = Exists(practices_of(user, OuterRef("pk")))
    return pages.annotate(asked_for=Value(user.pk), is_theirs=theirs, was_submitted=Exists(_submitted(OuterRef("pk"))))


def is_of_country(page: PracticePage, user: Any) -> bool:
    """Whether a practice, as it is stored, is of a country for which ``user`` writes. One query for a page."""
    if not countries_of(user, *OF_A_COUNTRY) or page.pk is None:
        return False
    if page.__dict__.get("asked_for") == user.pk:
        return bool(page.is_theirs)
    known: dict[int, bool] = page.__dict__.setdefault("_is_of_person", {})
    if user.pk not in known:
        known[user.pk] = practices_of(user, page.pk).exists()
    return known[user.pk]


class PracticeRights(PagePermissionTester):
    """What somebody may do with a practice.

    Who works on the whole tree may publish what the secretariat tells from public sources; what a country writes is
    published by the second gate alone. The people of a country write what is theirs and do nothing else with it.
    """

    def __init__(self, user: Any, page: PracticePage) -> None:
        """Ask the roles."""
        super().__init__(user, page)
        self.is_of_the_record = works_on_all_pages(user)
        if user.is_active and not self.is_of_the_record:
            self.permissions = {"add", "change"} if is_of_country(page, user) else set()

    def can_publish(self) -> bool:
        """Whether it may be published without the gates."""
        return bool(super().can_publish()) and not is_gated(self.page)

    def can_submit_for_moderation(self) -> bool:
        """Never: the desk submits, after it looked at what is lacking."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Who began a draft may throw it away until it was submitted to somebody else; then nobody may."""
        if _was_submitted(self.page):
            return False
        if self.is_of_the_record:
            return bool(super().can_delete(ignore_bulk))
        is_own = self.page.owner_id == self.user.pk and not self.page.live and self.page.first_published_at is None
        return is_own and "change" in self.permissions

    def can_edit(self) -> bool:
        """Who began a page of another country, or lost the role, does not edit it."""
        if self.is_of_the_record:
            return bool(super().can_edit())
        return "change" in self.permissions

    def can_move(self) -> bool:
        """The people of a country move nothing."""
        return self.is_of_the_record and bool(super().can_move())

    def can_copy(self) -> bool:
        """Nobody copies a practice: the copy would be another, without its record and past its gates."""
        return False

    def can_unschedule(self) -> bool:
        """Who might publish what no country works on may take a day of publication away from any."""
        return bool(super().can_publish())


def _submitted(number: Any) -> QuerySet[Manuscript]:
    found: QuerySet[Manuscript] = Manuscript.objects.filter(page_id=number, acts__move=Move.SUBMIT)
    return found


def _was_submitted(page: Any) -> bool:
    known = page.__dict__.get("was_submitted")
    return bool(_submitted(page.pk).exists() if known is None else known)
