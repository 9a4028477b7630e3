"""A taste as a file: it comes back whole, tells no paths, and nothing bad gets in."""

import base64
import os
from pathlib import Path

import msgspec
import numpy as np
import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.messages import Done
from imagefinder.core.tasting import ExportTaste, ImportTaste, TastesAre, TasteSummary
from imagefinder.engine import taste_files
from imagefinder.files.digest import digest_file
from tests.engine.desk import Desk, at_desk
from tests.engine.home import Home


@pytest.fixture
def file(sixty: Home, tmp_path: Path) -> Path:
    """A taste for red with eight votes, written down."""
    file = tmp_path / "red things.taste"
    with at_desk(sixty) as desk:
        vote(desk)
        (done,) = desk.desk.answer(ExportTaste(7, "cosy", str(file)))
        assert done == Done(7, str(file))
    return file


def vote(desk: Desk) -> None:
    desk.vote_on(True, *(f"{n:04}.png" for n in range(0, 24, 6)))
    desk.vote_on(False, *(f"{n:04}.png" for n in range(1, 24, 6)))


def bring_in(desk: Desk, file: Path) -> tuple[TasteSummary, ...]:
    (answer,) = desk.desk.answer(ImportTaste(8, str(file)))
    assert isinstance(answer, TastesAre)
    return answer.tastes


def changed(file: Path, **changes: object) -> Path:
    """The file with some of its fields replaced; a function gets the old value."""
    content = msgspec.json.decode(file.read_bytes())
    for name, change in changes.items():
        content[name] = change(content[name]) if callable(change) else change
    file.write_bytes(msgspec.json.encode(content))
    return file


def in_first_vote(**changes: object):  # type: ignore[no-untyped-def]
    return lambda votes: [{**votes[0], **changes}, *votes[1:]]


def vector(values: object) -> str:
    return base64.b64encode(np.asarray(values, "<f2").tobytes()).decode()


def test_what_is_written_comes_back_under_a_free_name(sixty: Home, file: Path) -> None:
    with at_desk(sixty) as desk:
        assert [t.name for t in bring_in(desk, file)] == ["cosy", "cosy 2"]
        assert [t.name for t in bring_in(desk, file)] == ["cosy", "cosy 2", "cosy 3"]
        tastes = desk.desk.tastes
        assert tastes.votes("cosy 2") == tastes.votes("cosy")


def test_in_a_library_without_the_pictures_it_ranks_the_same(
    sixty: Home, file: Path, tmp_path: Path
) -> None:
    order = sixty.hits("taste:cosy")
    for n in range(24):
        if n % 6 < 2:
            (sixty.pictures / f"{n:04}.png").unlink()
    for leftover in sorted(sixty.library.rglob("*"), reverse=True):
        leftover.rmdir() if leftover.is_dir() else leftover.unlink()
    sixty.index(sixty.pictures)
    with at_desk(sixty, "mine") as desk:
        assert TasteSummary("cosy", 4, 4) in bring_in(desk, file)
        desk.name = "cosy"
        status = desk.open()
        assert status.note == ""
        assert [vote.photo_id for vote in status.recent] == [None] * 8
        library, model = desk.engine.library, desk.engine.wanted_model()
        assert library.vector_count(model.id) == 52
    left = [path for path in order if Path(path).exists()]
    assert sixty.hits("taste:cosy")[:8] == left[:8]


def test_it_names_the_model_and_tells_no_paths(file: Path, sixty: Home) -> None:
    content = msgspec.json.decode(file.read_bytes())
    assert set(content) == {"imagefinder_taste", "name", "model", "weights", "dim", "votes"}
    assert set(content["votes"][0]) == {"digest", "liked", "expected_yes", "vector"}
    assert (content["name"], content["model"]) == ("cosy", "default")
    assert str(sixty.pictures).encode() not in file.read_bytes()
    assert b".png" not in file.read_bytes()


def test_another_model_refuses(sixty: Home, file: Path) -> None:
    with at_desk(sixty) as desk, pytest.raises(KnownError, match="with the model other, this libr"):
        bring_in(desk, changed(file, model="other"))
    sixty.index(model="coarse")
    changed(file, model="default")
    with at_desk(sixty) as desk:
        with pytest.raises(KnownError, match="answers with coarse"):
            bring_in(desk, file)
        assert [taste.name for taste in desk.tastes()] == ["cosy"]


def test_other_weights_of_the_model_refuse(
    sixty: Home, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(file, weights="xxh3one")
    monkeypatch.setattr(taste_files, "_weights_hash", lambda model: "xxh3other")
    with at_desk(sixty) as desk, pytest.raises(KnownError, match="other weights of default"):
        bring_in(desk, file)


NAN = [np.nan] * 49
LONG = [1.0] + [0.5] * 48


@pytest.mark.parametrize(
    "changes",
    [
        {"votes": in_first_vote(vector=vector(NAN))},
        {"votes": in_first_vote(vector=vector([np.inf] + [0] * 48))},
        {"votes": in_first_vote(vector=vector(LONG))},
        {"votes": in_first_vote(vector=vector([0] * 49))},
        {"votes": in_first_vote(vector=vector([1.0]))},
        {"votes": in_first_vote(vector="not base64!")},
        {"votes": in_first_vote(digest="c2hvcnQ=")},
        {"votes": in_first_vote(liked="perhaps")},
        {"votes": in_first_vote(path="/etc/passwd")},
        {"votes": lambda votes: [votes[0], votes[0]]},
        {"votes": None},
        {"dim": -1},
        {"dim": 10**12},
        {"name": ""},
        {"name": 'a"b'},
        {"name": "x" * 61},
        {"name": ["cosy"]},
        {"pictures": []},
    ],
)
def test_what_is_damaged_or_malicious_is_refused_whole(
    sixty: Home, file: Path, changes: dict[str, object]
) -> None:
    with at_desk(sixty) as desk:
        before = desk.desk.tastes.connection.execute("SELECT * FROM foreign_vectors").fetchall()
        with pytest.raises(KnownError, match="is no taste of imagefinder, or is damaged"):
            bring_in(desk, changed(file, **changes))
        assert [taste.name for taste in desk.tastes()] == ["cosy"]
        after = desk.desk.tastes.connection.execute("SELECT * FROM foreign_vectors").fetchall()
        assert before == after == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"\x80\x04\x95",
        b"null",
        b"[" * 100_000,
        b'{"imagefinder_taste": "1"}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_such_file_is_refused(sixty: Home, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.taste").write_bytes(content)
    with at_desk(sixty) as desk, pytest.raises(KnownError, match=r"odd\.taste is no taste"):
        bring_in(desk, tmp_path / "odd.taste")


def test_a_newer_file_says_so(sixty: Home, file: Path) -> None:
    with at_desk(sixty) as desk, pytest.raises(KnownError, match="newer imagefinder"):
        bring_in(desk, changed(file, imagefinder_taste=2, unheard_of=1))


def test_a_huge_file_is_not_read(sixty: Home, tmp_path: Path) -> None:
    huge = tmp_path / "huge.taste"
    with huge.open("wb") as opened:
        os.truncate(opened.fileno(), taste_files.LARGEST_FILE_BYTES + 1)
    with at_desk(sixty) as desk, pytest.raises(KnownError, match="far too large"):
        bring_in(desk, huge)


@pytest.mark.parametrize("kind", ["device", "pipe"])
def test_what_has_no_end_or_no_beginning_is_not_read(
    sixty: Home, tmp_path: Path, kind: str
) -> None:
    odd = Path("/dev/zero") if kind == "device" else tmp_path / "pipe.taste"
    if kind == "pipe":
        os.mkfifo(odd)
    with at_desk(sixty) as desk, pytest.raises(KnownError, match="no plain file"):
        bring_in(desk, odd)


def test_files_that_are_not_there_are_sentences(sixty: Home, tmp_path: Path) -> None:
    with at_desk(sixty) as desk:
        with pytest.raises(KnownError, match="can't be read"):
            bring_in(desk, tmp_path / "nowhere.taste")
        with pytest.raises(KnownError, match="can't be read"):
            bring_in(desk, tmp_path / ("x" * 300))
        with pytest.raises(KnownError, match="no plain file"):
            bring_in(desk, tmp_path)
        with pytest.raises(KnownError, match="can't be written"):
            list(desk.desk.answer(ExportTaste(1, "cosy", str(tmp_path / "no" / "x.taste"))))
        with pytest.raises(KnownError, match="no taste"):
            list(desk.desk.answer(ExportTaste(1, "nobody", str(tmp_path / "x.taste"))))
    assert not (tmp_path / "x.taste").exists()


def test_a_vector_from_elsewhere_changes_no_search(sixty: Home, file: Path) -> None:
    """Not even one that claims to be of a picture that is read later."""
    content = msgspec.json.decode(file.read_bytes())
    later = sixty.draw("9999.png", "blue", 777)
    digest = base64.b64encode(digest_file(str(later))).decode()
    votes = [{**content["votes"][0], "digest": digest}, *content["votes"][1:]]
    with at_desk(sixty) as desk:
        bring_in(desk, changed(file, votes=votes))
    sixty.index()
    assert Path(sixty.hits("blue", top=11)[0]).exists()
    assert str(later) in sixty.hits("blue", top=11)
    assert str(later) not in sixty.hits("red", top=11)


def test_the_window_replaces_what_it_asked_about_but_no_photo(sixty: Home, file: Path) -> None:
    file.write_bytes(b"an older one")
    photo = sixty.pictures / "0003.png"
    before = photo.read_bytes()
    with at_desk(sixty) as desk:
        list(desk.desk.answer(ExportTaste(1, "cosy", str(file))))
        assert file.read_bytes() != b"an older one"
        with pytest.raises(KnownError, match="is a photo of the library"):
            list(desk.desk.answer(ExportTaste(2, "cosy", str(photo))))
        with pytest.raises(KnownError, match="library's own folder"):
            list(desk.desk.answer(ExportTaste(3, "cosy", str(sixty.paths.settings))))
    assert photo.read_bytes() == before
    assert not sixty.paths.settings.exists()
