"""One account per role on a machine of one's own, so that the editors' side can be walked through."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from core.models import Record
from core.records.kinds import Kind
from core.users.models import User
from core.users.operations import give_role
from core.users.roles import OF_A_COUNTRY, Role
from core.users.terms import has_role
from members.accounts.operations import confirm_address

# The name of the account to its role; the administrator needs none.
ACCOUNTS: dict[str, Role | None] = {
    "administrator": None,
    "secretariat": Role.SECRETARIAT,
    "editor": Role.EDITOR,
    "focal": Role.FOCAL_POINT,
    "expert": Role.EXPERT,
}
# Whose, of the roles that are held for a country; without it there are none.
COUNTRY = "AZ"
EVIDENCE = "An account of a machine of one's own."


@dataclass(frozen=True)
class LocalAccount:
    """How to sign in as one role. The password is empty where it was changed on the site since."""

    name: str
    email: str
    password: str


def make_local_accounts(path: Path) -> list[LocalAccount]:
    """Make what is missing of the local accounts, with random passwords kept in the file ``path``. Safe to repeat."""
    kept = _read(path)
    country = Record.objects.filter(kind=Kind.COUNTRY, key=COUNTRY).first()
    accounts = [
        _account(name, role, kept.get(name, ""), country)
        for name, role in ACCOUNTS.items()
        if role not in OF_A_COUNTRY or country is not None
    ]
    passwords = kept | {account.name: account.password for account in accounts if account.password}
    if passwords != kept:
        _write(path, passwords)
    return accounts


def _account(name: str, role: Role | None, kept: str, country: Record | None) -> LocalAccount:
    email, password = f"{name}@example.org", kept or secrets.token_urlsafe(12)
    user = User.objects.filter(email=email).first()
    if user is None:
        make = User.objects.create_superuser if role is None else User.objects.create_user
        user = make(email, password, name=name.capitalize())
    elif not kept:  # the file was lost: nobody knows the password any more
        user.set_password(password)
        user.save(update_fields=["password"])
    confirm_address(of=user)
    if role is not None and not has_role(user, role):
        give_role(to=user, role=role, country=country if role in OF_A_COUNTRY else None, evidence=EVIDENCE, by=None)
    return LocalAccount(name, email, password if user.check_password(password) else "")


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = (line.split() for line in path.read_text().splitlines())
    return {words[0]: words[-1] for words in lines if len(words) == 3}


def _write(path: Path, passwords: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text("".join(f"{name} {name}@example.org {password}\n" for name, password in passwords.items()))
