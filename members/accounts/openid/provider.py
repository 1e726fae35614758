"""The one provider: its answers are believed only as far as its signature, this site and this very sign-in go."""

from __future__ import annotations

import secrets
from typing import Any

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import override

NONCE = "openid_nonce"
# Signed with a key that the provider alone has; never with the secret that both have, or with none.
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
ASKED = frozenset({"exp", "iat", "sub"})


class IdentityProviderAdapter(OpenIDConnectOAuth2Adapter):
    """How the provider is asked, and what of its answer holds."""

    @property
    def openid_config(self) -> Any:
        """Return what the provider says of itself. Raises ``OAuth2Error`` where it is another or says too little."""
        config = super().openid_config
        needed = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
        if not isinstance(config, dict) or not all(isinstance(config.get(name), str) for name in needed):
            raise OAuth2Error("The provider describes itself in another way than OpenID Connect asks for.")
        if config["issuer"].rstrip("/") != settings.OPENID_SERVER_URL:
            raise OAuth2Error("The provider calls itself by another name.")
        return config

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Return the one address that the provider knows, whatever language is spoken."""
        with override(settings.LANGUAGE_CODE):
            return settings.BASE_URL + reverse("openid_callback")

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Return who signs in, by the signed token alone. Raises ``OAuth2Error`` where anything in it is wrong."""
        try:
            claims = self._claims(request, app, kwargs["response"]["id_token"])
        except (KeyError, TypeError, ValueError, jwt.PyJWTError) as error:
            raise OAuth2Error(f"The token of the provider is not as it should be: {type(error).__name__}") from error
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _claims(self, request: HttpRequest, app: Any, token: str) -> dict[str, Any]:
        nonce = request.session.pop(NONCE, "")
        if jwt.get_unverified_header(token).get("alg") not in ALGORITHMS:
            raise OAuth2Error("The token is signed in a way that proves nothing.")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        if missing := ASKED - set(claims):
            raise OAuth2Error(f"The token lacks {', '.join(sorted(missing))}.")
        if not nonce or not constant_time_compare(str(claims.get("nonce", "")), nonce):
            raise OAuth2Error("The token is of another sign-in.")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != app.client_id:
            raise OAuth2Error("The token is for another site too.")
        return claims


class IdentityProvider(OpenIDConnectProvider):
    """The provider that the settings name."""

    id = "openid"
    oauth2_adapter_class = IdentityProviderAdapter

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        """Return where signing in begins, with a POST."""
        return reverse("openid_login")

    def get_callback_url(self) -> str:
        """Return where the provider sends back to."""
        return reverse("openid_callback")

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, Any]:
        """Return what is asked of the provider beside the usual: nothing that the address of a page could add."""
        request.session[NONCE] = secrets.token_urlsafe(32)
        return {"nonce": request.session[NONCE]}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """Return what is asked for: who it is, their name and address; nothing that an address could add."""
        return ["openid", "profile", "email"]


provider_classes = [IdentityProvider]
