"""The site for its readers. It does not start on an unsafe setting, and says which."""

from .base import *  # noqa: F403
from .base import BASE_URL, env
from .safety import refuse_unsafe

DEBUG = env.bool("DEBUG", default=False)

CSRF_TRUSTED_ORIGINS = [BASE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

SECURE_SSL_REDIRECT = True
# The service manager asks for these on the machine itself, without https.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=60 * 60 * 24 * 365)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("HSTS_SUBDOMAINS", default=False)
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# X_FRAME_OPTIONS is SAMEORIGIN: the editors' preview shows public pages in a frame.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

refuse_unsafe(globals())
