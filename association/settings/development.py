"""A machine of one's own: `make run`. Pages, errors and static files behave as in production."""

import secrets

from .base import *  # noqa: F403
from .base import SECRET_KEY, VAR_DIR, env

DEVELOPMENT = True
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]


def kept_secret() -> str:
    """The key made at random at first start and kept, so that sessions survive a restart."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = SECRET_KEY or kept_secret()
# Accounts of a machine of one's own are tried out; SECOND_FACTOR_REQUIRED=1 shows how it is elsewhere.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=False)
# Browsers take a machine's own address for safe, the library does not.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
