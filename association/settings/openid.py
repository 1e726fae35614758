"""Signing in with OpenID Connect, where the environment names a provider; see ``docs/adr/0019``."""

import hashlib
from typing import Any

import environ

env = environ.FileAwareEnv()

# Without it there is no address and no button of it, and nothing of it is imported.
OPENID_SERVER_URL = env.str("OPENID_SERVER_URL", default="").rstrip("/")
OPENID_CLIENT_ID = env.str("OPENID_CLIENT_ID", default="")
OPENID_CLIENT_SECRET = env.str("OPENID_CLIENT_SECRET", default="")
OPENID_NAME = env.str("OPENID_NAME", default="OpenID Connect")

OPENID_APPS = ["allauth.socialaccount", "members.accounts.openid"] if OPENID_SERVER_URL else []
# Who is known at one provider is nobody at another: identities carry the provider's address.
OPENID_ID = f"openid-{hashlib.sha256(OPENID_SERVER_URL.encode()).hexdigest()[:12]}"
SOCIALACCOUNT_ADAPTER = "members.accounts.openid.adapters.IdentityAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
# Of each of the three questions that a sign-in asks.
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": OPENID_ID,
                "name": OPENID_NAME,
                "client_id": OPENID_CLIENT_ID,
                "secret": OPENID_CLIENT_SECRET,
                "settings": {"server_url": OPENID_SERVER_URL},
            }
        ],
    }
}
