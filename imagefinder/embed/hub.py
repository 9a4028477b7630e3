"""One file from the Hugging Face hub into its cache on this machine. Only `weights` calls this.

Looking into the cache imports nothing and touches no network. Fetching goes through
huggingface_hub's session (its certificates, its proxies), but by plain ranged HTTP of our own: that
library deletes what came when a download breaks off, and a person on a slow line must not begin
605 MB again. The finished file is compared with the hub's checksum, then handed to the library,
which enters it in its cache where other programs find it too.

Layout: `models--OWNER--REPO/blobs/CHECKSUM`, linked from `snapshots/COMMIT/NAME`; `refs/main` names
the commit.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from filelock import FileLock, Timeout

from imagefinder.core.errors import KnownError, ModelUnavailable

_TRIES = 5
_FIRST_WAIT_S = 1.0
_HASH_BLOCK_BYTES = 1 << 20
_PARTIAL_CONTENT = 206
_TIMEOUT_S = 20.0
_REMEDY = (
    "Check the connection and try again, name a weights file (ARCHITECTURE:PATH-TO-WEIGHTS), or"
    " use --model demo."
)


class HubFile(msgspec.Struct, frozen=True):
    """A file by its repository (`owner/name`) and its name in there."""

    repo: str
    name: str

    @property
    def folder(self) -> Path:
        """Where the cache keeps this repository."""
        return cache_folder() / f"models--{self.repo.replace('/', '--')}"


class Remote(msgspec.Struct, frozen=True):
    """A file that the hub has. `checksum` is its SHA-256, or git's SHA-1 for a small file."""

    file: HubFile
    url: str
    size_bytes: int
    checksum: str

    @property
    def partial(self) -> Path:
        """Where the file grows."""
        return self.file.folder / "blobs" / f"{self.checksum}.incomplete"

    def here_bytes(self) -> int:
        """How much of it came already."""
        return self.partial.stat().st_size if self.partial.is_file() else 0


def endpoint() -> str:
    """The hub's address: HF_ENDPOINT, as it is now, else huggingface.co."""
    return os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")


def cache_folder() -> Path:
    """The hub's cache, as huggingface_hub finds it: HF_HUB_CACHE, HF_HOME, XDG_CACHE_HOME."""
    if chosen := os.environ.get("HF_HUB_CACHE"):
        return Path(chosen).expanduser()
    base = os.environ.get("XDG_CACHE_HOME", "~/.cache")
    return Path(os.environ.get("HF_HOME") or f"{base}/huggingface").expanduser() / "hub"


def cached(file: HubFile) -> Path | None:
    """The file in the cache, as of the last commit that was fetched."""
    try:
        commit = (file.folder / "refs" / "main").read_text(encoding="utf-8").strip()
    except OSError:
        return None
    path = file.folder / "snapshots" / commit / file.name
    return path if path.is_file() else None


def find(model: str, alternatives: list[HubFile]) -> Remote:
    """The first of `alternatives` that the hub has. `model` is what to call it in an error."""
    from huggingface_hub.errors import EntryNotFoundError

    for file in alternatives:
        with _known_failures(model):
            try:
                return _head(file)
            except EntryNotFoundError:
                continue
    raise ModelUnavailable(
        f"{alternatives[0].repo} on the hub no longer has {alternatives[0].name}, which {model}"
        " needs. Choose another model."
    )


def _head(file: HubFile) -> Remote:
    from huggingface_hub import get_hf_file_metadata, hf_hub_url

    url = hf_hub_url(file.repo, file.name, endpoint=endpoint())
    # token=False: public files need no one's identity.
    found = get_hf_file_metadata(
        url, token=False, timeout=_TIMEOUT_S, library_name="imagefinder", endpoint=endpoint()
    )
    if found.etag is None or found.size is None:
        raise ModelUnavailable(f"{endpoint()} does not answer as a model hub does. {_REMEDY}")
    return Remote(file=file, url=url, size_bytes=found.size, checksum=found.etag)


def fetch(model: str, remote: Remote) -> Iterator[int]:
    """Bring `remote` into the cache; yields how many of its bytes are here."""
    with _known_failures(model):
        remote.partial.parent.mkdir(parents=True, exist_ok=True)
        with _alone(model, remote):
            yield remote.here_bytes()
            yield from _grown(remote)
            _check(remote)
            remote.partial.replace(remote.partial.with_suffix(""))
        _enter_into_cache(remote)


def _grown(remote: Remote) -> Iterator[int]:
    """Fetch until all is here, again after a pause when it breaks off."""
    tries = _TRIES
    while (had_bytes := remote.here_bytes()) < remote.size_bytes:
        try:
            yield from _streamed(remote, had_bytes)
            problem: Exception = ConnectionError("it ends before the file does")
        except _http_error() as e:
            problem = e
        tries = _TRIES if remote.here_bytes() > had_bytes else tries - 1
        if tries == 0:
            raise problem
        if remote.here_bytes() < remote.size_bytes:
            time.sleep(_FIRST_WAIT_S * 2 ** (_TRIES - tries))


def _streamed(remote: Remote, from_byte: int) -> Iterator[int]:
    """One request for what is missing; yields the size of the partial file as it grows."""
    from huggingface_hub import get_session

    headers = {"Range": f"bytes={from_byte}-", "Accept-Encoding": "identity"}
    with get_session().stream(
        "GET", remote.url, headers=headers, follow_redirects=True, timeout=_TIMEOUT_S
    ) as answer:
        answer.raise_for_status()
        # A server that ignores the range sends the whole file again.
        mode = "ab" if answer.status_code == _PARTIAL_CONTENT else "wb"
        with remote.partial.open(mode) as file:
            for chunk in answer.iter_bytes():
                file.write(chunk)
                yield file.tell()


def _check(remote: Remote) -> None:
    """Delete what is not the file that the hub announced."""
    if _checksum(remote.partial, remote) == remote.checksum:
        return
    remote.partial.unlink()
    raise ModelUnavailable(
        f"What came as {remote.file.name} is not what {endpoint()} announced (its checksum"
        " differs), so it was deleted. Try again; if it happens again, something between here and"
        " there changes files."
    )


def _checksum(file: Path, remote: Remote) -> str:
    """SHA-256, or for a short checksum the SHA-1 that git gives the content."""
    if len(remote.checksum) == hashlib.sha256().digest_size * 2:
        digest = hashlib.sha256()
    else:
        digest = hashlib.sha1(f"blob {file.stat().st_size}\0".encode(), usedforsecurity=False)
    with file.open("rb") as stream:
        while block := stream.read(_HASH_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _enter_into_cache(remote: Remote) -> None:
    """Let the library link the checked file into its cache: it finds it there, fetches nothing."""
    from huggingface_hub import hf_hub_download

    file = remote.file
    hf_hub_download(
        file.repo, file.name, cache_dir=cache_folder(), endpoint=endpoint(), token=False
    )


@contextmanager
def _alone(model: str, remote: Remote) -> Iterator[None]:
    """Hold the library's own lock for this file; another program may be fetching it too."""
    locks = cache_folder() / ".locks" / remote.file.folder.name
    locks.mkdir(parents=True, exist_ok=True)
    lock = FileLock(locks / f"{remote.checksum}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as e:
        raise ModelUnavailable(
            f"Another program is downloading {model} at this moment. Wait until it is done."
        ) from e
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _known_failures(model: str) -> Iterator[None]:
    """Turn what network, hub and disk can do to us into a sentence."""
    from huggingface_hub.errors import EntryNotFoundError

    host = endpoint().partition("://")[2]
    try:
        yield
    except EntryNotFoundError:
        raise
    except (_http_error(), ConnectionError) as e:
        raise ModelUnavailable(
            f"{model} can't be downloaded: {host} can't be reached, or the connection broke off"
            f" ({_reason(e)}). What came is kept. {_REMEDY}"
        ) from e
    except OSError as e:
        raise KnownError(
            f"{model} can't be saved in {cache_folder()} ({e.strerror or e}). Mend that, or set"
            " HF_HUB_CACHE to another folder."
        ) from e


def _reason(error: Exception) -> str:
    """The first line: the library's messages go on with advice about its own settings."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def _http_error() -> Any:
    """What all errors of the library's HTTP client inherit: httpx in version 1, httpx2 in 2."""
    from huggingface_hub.errors import HfHubHTTPError

    return next(kind for kind in HfHubHTTPError.__mro__ if kind.__name__ == "HTTPError")
