"""A mail server of one's own, which can refuse, be busy, fall silent or hang up."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class PostOffice(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a sender needs. ``mood`` says how; ``taken`` is what was handed over."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counter)
        self.mood = "willing"
        self.taken: list[bytes] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Counter(socketserver.StreamRequestHandler):
    server: PostOffice

    def handle(self) -> None:
        self._say("220 synthetic")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"QUIT":
                self._say("221 bye")
                return
            if verb == b"RCPT" and self.server.mood in ("refusing", "busy"):
                self._say("550 no such person" if self.server.mood == "refusing" else "451 come again")
            elif verb == b"DATA":
                if not self._data():
                    return
            else:
                self._say("250 synthetic")

    def _data(self) -> bool:
        self._say("354 go on")
        content = b""
        while not content.endswith(b"\r\n.\r\n"):
            content += self.rfile.readline()
        if self.server.mood == "hanging up":
            return False
        self.server.taken.append(content[:-5])
        self._say("250 taken")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def post_office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        thread = threading.Thread(target=office.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield office
        office.shutdown()
        thread.join()
