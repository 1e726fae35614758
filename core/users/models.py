"""The user, from the first migration our own: signed in by e-mail, without a user name; and the terms of roles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.users.roles import Role, country_fits_role

# Where Django and Wagtail keep with a user what they may do.
RIGHTS = frozenset({"_perm_cache", "_group_perm_cache", "_page_permission_cache", "_explorable_root_page_cache"})
FILE_RIGHTS = "_collection_permission_cache_"


def former(left_from: str) -> str:
    """Return how somebody is called whose account is closed."""
    if not left_from:
        return gettext("Somebody whose account is closed")
    return gettext("Former member of staff of %(institution)s") % {"institution": left_from}


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user; without a password nobody can sign in as them."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an administrator."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by e-mail, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    # How often all sessions of this person were ended.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    # A closed account keeps its number, to which acts point, and where its person worked: no name, no address.
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    left_from = models.CharField(max_length=300, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: Any = UserManager()
    _terms: list[RoleTerm] | None = None

    class Meta:
        """Names and constraints."""

        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_is_unique_whatever_its_case"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(is_active=False, is_superuser=False, name=""),
                name="closed_account_has_no_name_and_no_rights",
            ),
        ]

    def __str__(self) -> str:
        """Return the name, else the address; of a closed account, where its person worked."""
        if self.closed_at is not None:
            return former(self.left_from)
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the name, as Wagtail asks for it."""
        return str(self)

    def get_short_name(self) -> str:
        """Return the name, as Wagtail asks for it."""
        return str(self)

    def all_terms(self) -> list[RoleTerm]:
        """Return the terms of this person, past ones too: one query for this object."""
        if self._terms is None:
            self._terms = list(self.role_terms.select_related("country"))
        return self._terms

    def forget_terms(self) -> None:
        """Read the terms anew when they are asked for next, as they changed."""
        self._terms = None
        for name in [name for name in self.__dict__ if name in RIGHTS or name.startswith(FILE_RIGHTS)]:
            del self.__dict__[name]

    def get_session_auth_hash(self) -> str:
        """Return what a session is valid with: it ends with a new password, with a role, and when all are ended."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Return the same for keys that signed before."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | None = None) -> str:
        self.forget_terms()
        ended = sum(term.has_ended(at=timezone.now()) for term in self.all_terms())
        return salted_hmac(
            "core.users.session", f"{self.password} {ended} {self.sessions_ended}", secret=secret, algorithm="sha256"
        ).hexdigest()


class RoleTermQuerySet(models.QuerySet["RoleTerm"]):
    """Questions over terms."""

    def held(self, *, at: datetime | None = None) -> RoleTermQuerySet:
        """Return the terms that are held at a moment, now where none is given."""
        moment = at or timezone.now()
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment), begins_at__lte=moment)


class RoleTerm(models.Model):
    """A person in a role, from a moment to another: an act with who gave it and by what evidence.

    ``country`` is the record of a country, of roles that are held for one. A term without an end goes on. Written by
    operations only; a term is ended, never deleted.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_terms")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    country = models.ForeignKey(
        "core.Record", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    evidence = models.TextField(_("evidence"), help_text=_("The letter or decision that this rests on."))
    ended_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    end_reason = models.TextField(_("why it ended"), blank=True)

    objects: Any = models.Manager.from_queryset(RoleTermQuerySet)()

    class Meta:
        """Constraints and order."""

        verbose_name = _("term of a role")
        verbose_name_plural = _("terms of roles")
        ordering = ["begins_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_is_known"),
            models.CheckConstraint(condition=country_fits_role(), name="role_of_a_country_names_it_and_no_other_does"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("begins_at")), name="role_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="role_rests_on_evidence"),
            models.UniqueConstraint(
                fields=["user", "role", "country"],
                condition=Q(ends_at__isnull=True),
                name="role_of_a_country_goes_on_once",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(ends_at__isnull=True, country__isnull=True),
                name="role_goes_on_once",
            ),
        ]

    def __str__(self) -> str:
        """Return the role."""
        return str(self.get_role_display())

    def is_held(self, *, at: datetime) -> bool:
        """Whether it is held at a moment."""
        return self.begins_at <= at and (self.ends_at is None or at < self.ends_at)

    def has_ended(self, *, at: datetime) -> bool:
        """Whether it is over at a moment."""
        return self.ends_at is not None and self.ends_at <= at
