"""A synthetic provider of OpenID Connect on this machine, which lies as it is told."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET, KID = "synthetic-site", "a synthetic secret that is long enough", "synthetic"
OWN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Lie:
    """How a token differs from a true one."""

    claims: dict[str, Any] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    key: Any = OWN_KEY
    algorithm: str = "RS256"
    token: str | None = None


@dataclass
class Provider:
    """Where it stands, and what it does."""

    url: str = ""
    is_broken: bool = False
    is_slow: bool = False
    names_itself: str = ""
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)

    def code(self, *, nonce: str, challenge: str, sub: str, email: str, lie: Lie) -> str:
        """Return a code for which a token is given once."""
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": CLIENT, "sub": sub, "iat": now, "exp": now + 60, "nonce": nonce,
            "email": email, "email_verified": True, "name": "Synthetic Identity", "groups": ["administrators"],
            **lie.claims,
        }  # fmt: skip
        told = {name: value for name, value in claims.items() if name not in lie.left_out}
        token = lie.token or jwt.encode(told, lie.key, algorithm=lie.algorithm, headers={"kid": KID})
        code = secrets.token_urlsafe(8)
        self.codes[code] = (token, challenge)
        return code

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.names_itself or self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        key = json.loads(RSAAlgorithm.to_jwk(OWN_KEY.public_key()))
        return {"keys": [{**key, "kid": KID, "alg": "RS256", "use": "sig"}]}

    def token(self, asked: dict[str, list[str]]) -> dict[str, Any] | None:
        found = self.codes.pop(asked.get("code", [""])[0], None)
        verifier = asked.get("code_verifier", [""])[0]
        proved = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        if found is None or found[1] != proved or asked.get("client_secret") != [SECRET]:
            return None
        return {"access_token": "synthetic", "token_type": "Bearer", "id_token": found[0]}


@contextmanager
def provided() -> Iterator[Provider]:
    """Run one for a while."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = {"/.well-known/openid-configuration": provider.description, "/keys": provider.keys}
            found = known.get(self.path)
            self._answer(found() if found else None)

        def do_POST(self) -> None:
            if provider.is_slow:
                time.sleep(7)
            said = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(provider.token(parse_qs(said)))

        def _answer(self, said: Any) -> None:
            content = json.dumps(said).encode()
            try:
                self.send_response(500 if provider.is_broken else 200 if said else 400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:  # who asked has gone
                return

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
