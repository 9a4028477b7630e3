"""What the window and the engine process say to each other: typed, framed by length.

A frame is four bytes (length, little-endian) and that many bytes of MessagePack. Requests go down
the engine's standard input, events come up its standard output. `Frames` takes a stream of bytes
apart at whichever places they arrive; the window feeds it from QProcess, the client from a pipe.

MessagePack's text is UTF-8, file names needn't be: a message with such a name crosses with its
texts escaped, and the highest bit of its length says so.
"""

import struct
from collections.abc import Iterator
from typing import Generic, TypeVar

import msgspec

from imagefinder.core.choices import Choice
from imagefinder.core.errors import BugError
from imagefinder.core.escaping import escaped, unescaped
from imagefinder.core.machine import DescribeMachine, MachineIs
from imagefinder.core.mapping import GiveUpLayout, MapEvent, MapRequest
from imagefinder.core.query import Query
from imagefinder.core.reports import IndexReport, LibraryStatus, Notice, Progress, SearchResult
from imagefinder.core.tasting import TasteEvent, TasteRequest

LENGTH = struct.Struct("<I")
# Larger things go through files: 4 MB took 18 ms to cross.
LARGEST_FRAME_BYTES = 16 * 2**20
_ESCAPED = 1 << 31


class Index(msgspec.Struct, frozen=True, tag="index"):
    """Scan and embed everything; answered by `Said`, then `Indexed`, `Interrupted` or `Failed`."""


class Watch(msgspec.Struct, frozen=True, tag="watch"):
    """From now on index what changes in the watched folders."""


class Pause(msgspec.Struct, frozen=True, tag="pause"):
    """Hold the indexing after the batch at hand."""


class Resume(msgspec.Struct, frozen=True, tag="resume"):
    """Go on with a held indexing."""


class StopIndexing(msgspec.Struct, frozen=True, tag="stop"):
    """Give up the running indexing; what was written stays."""


class AddFolder(msgspec.Struct, frozen=True, tag="add_folder"):
    """Watch a folder; answered by `Done` or `Failed`."""

    request: int
    path: str


class RemoveFolder(msgspec.Struct, frozen=True, tag="remove_folder"):
    """Stop watching a folder and forget its photos; answered by `Done` or `Failed`."""

    request: int
    path: str


class GiveUpPhotos(msgspec.Struct, frozen=True, tag="give_up"):
    """The pictures of an offline folder are gone for good; answered by `Done` or `Failed`."""

    request: int
    path: str


class RetryProblems(msgspec.Struct, frozen=True, tag="retry"):
    """Read these files with a problem, or all, again at the next indexing; answered by `Done`."""

    request: int
    paths: tuple[str, ...] = ()


class UseModel(msgspec.Struct, frozen=True, tag="use_model"):
    """Index with this model from now on; answered by `Done` or `Failed`."""

    request: int
    name: str


class SearchText(msgspec.Struct, frozen=True, tag="search_text"):
    """Search for typed text and example pictures; answered by `Found` or `Failed`."""

    request: int
    text: str
    like: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    top: int = 200


class Search(msgspec.Struct, frozen=True, tag="search"):
    """Search for a composed query; answered by `Found` or `Failed`."""

    request: int
    query: Query
    top: int = 200


class GetStatus(msgspec.Struct, frozen=True, tag="status"):
    """Ask for the library at a glance; answered by `StatusIs`."""

    request: int


class Ping(msgspec.Struct, frozen=True, tag="ping"):
    """Are you there? Answered by `Pong` at once, whatever else is going on."""

    request: int


Request = (
    Index
    | Watch
    | Pause
    | Resume
    | StopIndexing
    | AddFolder
    | RemoveFolder
    | GiveUpPhotos
    | RetryProblems
    | UseModel
    | SearchText
    | Search
    | GetStatus
    | Ping
    | DescribeMachine
    | Choice
    | MapRequest
    | GiveUpLayout
    | TasteRequest
)


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The engine holds the library and takes requests. Sent once, first."""

    pid: int


class Said(msgspec.Struct, frozen=True, tag="said"):
    """Progress of the running indexing, at most ten times a second, or a notice."""

    progress: Progress | None = None
    notice: Notice | None = None


class Paused(msgspec.Struct, frozen=True, tag="paused"):
    """Whether the indexing is held now."""

    held: bool


class Indexed(msgspec.Struct, frozen=True, tag="indexed"):
    """An indexing is done. `changed` says whether views should be refreshed."""

    report: IndexReport
    changed: bool


class Interrupted(msgspec.Struct, frozen=True, tag="interrupted"):
    """An indexing was given up on request."""


class Found(msgspec.Struct, frozen=True, tag="found"):
    """The answer to a search."""

    request: int
    result: SearchResult


class StatusIs(msgspec.Struct, frozen=True, tag="status_is"):
    """The library at a glance."""

    request: int
    status: LibraryStatus


class Done(msgspec.Struct, frozen=True, tag="done"):
    """A request was carried out; `text` says what came of it."""

    request: int
    text: str = ""


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """A request, or the indexing (request 0), failed. `text` is fit to show.

    `bug` holds a traceback where the fault is ours; `lacks_model` says that a model can't be had,
    `damaged` that the library's file is.
    """

    request: int
    text: str
    bug: str = ""
    lacks_model: bool = False
    damaged: bool = False


class Pong(msgspec.Struct, frozen=True, tag="pong"):
    """Here."""

    request: int


Event = (
    Ready
    | Said
    | Paused
    | Indexed
    | Interrupted
    | Found
    | StatusIs
    | Done
    | Failed
    | Pong
    | MapEvent
    | MachineIs
    | TasteEvent
)

M = TypeVar("M")


def frame(message: Request | Event) -> bytes:
    """The message as one frame."""
    flag = 0
    try:
        body = msgspec.msgpack.encode(message)
    except UnicodeEncodeError:
        plain = msgspec.to_builtins(message, builtin_types=(bytes,))
        body, flag = msgspec.msgpack.encode(escaped(plain)), _ESCAPED
    if len(body) > LARGEST_FRAME_BYTES:
        raise BugError(f"a frame of {len(body)} bytes: large things go through files")
    return LENGTH.pack(len(body) | flag) + body


class Frames(Generic[M]):
    """Takes a stream of bytes apart into messages of one kind (`Request` or `Event`)."""

    def __init__(self, kind: type[M]) -> None:
        self._kind = kind
        self._decoder = msgspec.msgpack.Decoder(kind)
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[M]:
        """The messages that `data` completes, in order. Raises BugError on a stray stream."""
        self._buffer += data
        while len(self._buffer) >= LENGTH.size:
            (head,) = LENGTH.unpack_from(self._buffer)
            length = head & ~_ESCAPED
            if length > LARGEST_FRAME_BYTES:
                raise BugError("something else than frames came down the engine's pipe")
            end = LENGTH.size + length
            if len(self._buffer) < end:
                return
            body = bytes(self._buffer[LENGTH.size : end])
            del self._buffer[:end]
            try:
                yield self._unescaped(body) if head & _ESCAPED else self._decoder.decode(body)
            except msgspec.DecodeError as e:
                raise BugError(f"a frame from the engine's pipe is no message: {e}") from e

    def _unescaped(self, body: bytes) -> M:
        plain = unescaped(msgspec.msgpack.decode(body))
        return msgspec.convert(plain, self._kind, builtin_types=(bytes,))
