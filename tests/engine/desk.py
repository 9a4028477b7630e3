"""A session with the taste desk over a home's pictures, in the names of its files."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from imagefinder.core.tasting import (
    ChangeTaste,
    ListTastes,
    OpenTaste,
    Suggestion,
    TasteIs,
    TastesAre,
    TasteStatus,
    TasteSummary,
    UndoVote,
    Vote,
)
from imagefinder.engine.answers import Answers
from imagefinder.engine.engine import Engine
from imagefinder.engine.tasting import TasteDesk
from tests.engine.home import Home

Likes = Callable[[str], bool]
COLOURS = ("red", "green", "blue", "yellow", "white", "black")


class Desk:
    """One session with the desk, by photo names."""

    def __init__(self, engine: Engine, desk: TasteDesk, name: str = "cosy") -> None:
        self.engine, self.desk, self.name = engine, desk, name
        self.skipped: tuple[bytes, ...] = ()

    def ask(self, request: object) -> TasteStatus:
        (answer,) = self.desk.answer(request)  # type: ignore[arg-type]
        assert isinstance(answer, TasteIs)
        assert answer.request == request.request  # type: ignore[attr-defined]
        return answer.status

    def open(self, **seeds: object) -> TasteStatus:
        return self.ask(OpenTaste(1, self.name, skipped=self.skipped, **seeds))  # type: ignore[arg-type]

    def vote(self, shown: Suggestion, liked: bool | None) -> TasteStatus:
        expected = shown.expected_yes
        request = Vote(2, self.name, liked, (shown.digest,), (), expected, self.skipped)
        return self.ask(request)

    def vote_on(self, liked: bool | None, *names: str) -> TasteStatus:
        ids = tuple(self.photo_id(name) for name in names)
        return self.ask(Vote(3, self.name, liked, photo_ids=ids, skipped=self.skipped))

    def undo(self) -> TasteStatus:
        return self.ask(UndoVote(4, self.name, self.skipped))

    def change(self, change: str, name: str, to: str = "") -> tuple[TasteSummary, ...]:
        (answer,) = self.desk.answer(ChangeTaste(5, change, name, to))  # type: ignore[arg-type]
        assert isinstance(answer, TastesAre)
        return answer.tastes

    def tastes(self) -> tuple[TasteSummary, ...]:
        (answer,) = self.desk.answer(ListTastes(6))
        assert isinstance(answer, TastesAre)
        return answer.tastes

    def photo_id(self, name: str) -> int:
        photos = self.engine.library.photos(sorted(self.engine.library.photos_left_by([])))
        (found,) = [i for i, photo in photos.items() if Path(photo.path).name == name]
        return found

    def file(self, photo_id: int | None) -> str:
        assert photo_id is not None
        return Path(self.engine.library.photos([photo_id])[photo_id].path).name

    def play(self, likes: Likes, count: int, **seeds: object) -> list[tuple[Suggestion, bool]]:
        """Vote on what is shown, from the start or on."""
        shown, status = [], self.open(**seeds)
        for _ in range(count):
            if status.next is None:
                break
            liked = likes(self.file(status.next.photo_id))
            shown.append((status.next, liked))
            status = self.vote(status.next, liked)
        return shown


@contextmanager
def at_desk(home: Home, name: str = "cosy") -> Iterator[Desk]:
    with Engine(home.library) as engine:
        answers = Answers(engine.paths, lambda: engine.settings, engine.encoders)
        with closing(TasteDesk(engine.paths, answers)) as desk:
            opened = Desk(engine, desk, name)
            if name not in [taste.name for taste in opened.tastes()]:
                opened.change("new", name)
            yield opened


def colour_of(name: str) -> str:
    return COLOURS[int(name[:4]) % len(COLOURS)]


def likes_red(name: str) -> bool:
    return colour_of(name) == "red"
