"""Hosts that are not as they should be, on this machine."""

from __future__ import annotations

import http.client
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

# Does with a connection what such a host does.
Manner = Callable[["socketserver.BaseRequestHandler"], None]


def silent(handler: socketserver.BaseRequestHandler) -> None:
    """Listens, and says nothing until the other goes away."""
    while handler.request.recv(65536):
        pass


def hanging_up(handler: socketserver.BaseRequestHandler) -> None:
    """Ends every connection."""


def rude(handler: socketserver.BaseRequestHandler) -> None:
    """Speaks another language."""
    handler.request.recv(65536)
    handler.request.sendall(b"220 mail.example ESMTP\r\n")


def answering(status: str, content_type: str, body: str) -> Manner:
    """Answers everything alike, as a web server, and is no Elasticsearch."""

    def answer(handler: socketserver.BaseRequestHandler) -> None:
        handler.request.recv(65536)
        head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
        handler.request.sendall(f"{head}Connection: close\r\n\r\n{body}".encode())

    return answer


@contextmanager
def serving(server: socketserver.TCPServer) -> Iterator[str]:
    """Serve until the end; gives the address."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def host(manner: Manner) -> Iterator[str]:
    """A host of this manner."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            manner(self)

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with serving(server) as url:
        yield url


@contextmanager
def between(url: str, answer: Callable[[str, bytes], int | None]) -> Iterator[str]:
    """A host that hands everything on, but for what ``answer`` gives a status for by its path and body."""
    there = urlsplit(url)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def hand_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, head, content = answer(self.path, body), {"X-Elastic-Product": "Elasticsearch"}, b"{}"
            if status is None:
                onward = http.client.HTTPConnection(there.hostname or "", there.port, timeout=60)
                onward.request(self.command, self.path, body, dict(self.headers))
                response = onward.getresponse()
                status, head, content = response.status, dict(response.getheaders()), response.read()
                onward.close()
            self.send_response(status)
            head = {name.title(): value for name, value in head.items()} | {"Content-Type": "application/json"}
            for name, value in (head | {"Content-Length": str(len(content))}).items():
                if name != "Transfer-Encoding":
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = hand_on  # noqa: N815

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with serving(server) as address:
        yield address
