"""A model hub on 127.0.0.1: what `imagefinder.embed.hub` and huggingface_hub ask of one.

It serves `files` (`owner/repo/name` → bytes), honours ranges, redirects large files as the real hub
does to its store, and can break off, lie about a checksum or refuse ranges when told to.
"""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import huggingface_hub.constants
import pytest

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(ThreadingHTTPServer):
    """Started by the `hub` fixture; `requests` holds (method, path, range) as they came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.requests: list[tuple[str, str, str | None]] = []
        self.break_off_after: list[int] = []
        self.lies_about: set[str] = set()
        self.honours_ranges = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def checksum(self, name: str) -> str:
        """SHA-256 for what the real hub keeps in its large file store, git's SHA-1 for the rest."""
        content = self.files[name] + (b"!" if name in self.lies_about else b"")
        if is_large(name):
            return hashlib.sha256(content).hexdigest()
        return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()

    def ranges(self) -> list[str | None]:
        return [wanted for method, _, wanted in self.requests if method == "GET"]


def is_large(name: str) -> bool:
    return name.endswith((".safetensors", ".bin"))


class _Handler(BaseHTTPRequestHandler):
    server: Hub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, with_body: bool) -> None:
        self.server.requests.append((self.command, self.path, self.headers.get("Range")))
        name = self.path.removeprefix("/store/").removeprefix("/").replace("/resolve/main", "")
        if name not in self.server.files:
            self._missing()
        elif is_large(name) and not self.path.startswith("/store/"):
            self._redirect(name)
        else:
            self._serve(name, with_body)

    def _missing(self) -> None:
        self.send_response(404)
        self.send_header("X-Error-Code", "EntryNotFound")
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _redirect(self, name: str) -> None:
        self.send_response(302)
        self.send_header("Location", f"{self.server.url}/store/{name}")
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("X-Linked-Size", str(len(self.server.files[name])))
        self.send_header("X-Linked-Etag", f'"{self.server.checksum(name)}"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _serve(self, name: str, with_body: bool) -> None:
        content = self.server.files[name]
        wanted = self.headers.get("Range") if self.server.honours_ranges else None
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        self.send_response(206 if wanted else 200)
        if wanted:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("ETag", f'"{self.server.checksum(name)}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        if with_body:
            self._send(content[start:])

    def _send(self, body: bytes) -> None:
        if not self.server.break_off_after:
            self.wfile.write(body)
            return
        self.wfile.write(body[: self.server.break_off_after.pop(0)])
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch, cache: Path) -> Iterator[Hub]:
    """A hub that is asked from now on, and asked again at once where it broke off."""
    hub = Hub()
    thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    monkeypatch.setenv("HF_HUB_CACHE", str(cache))
    monkeypatch.delenv("IMAGEFINDER_OFFLINE", raising=False)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr("imagefinder.embed.hub._FIRST_WAIT_S", 0.001)
    yield hub
    hub.shutdown()
    hub.server_close()
    thread.join()
