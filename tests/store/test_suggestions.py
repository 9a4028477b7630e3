"""What may be asked for is what the library holds, counted in photos."""

import os
from pathlib import Path

import pytest

from imagefinder.core.types import Metadata
from imagefinder.store import suggestions as module
from imagefinder.store.library import Library
from imagefinder.store.suggestions import (
    Suggestions,
    is_due,
    keep,
    kept,
    sketched,
    suggestions,
    taste_names,
)
from tests.store.small import photo_at, scanned, unit

JUNE_2019_NS = 1_560_600_000 * 10**9


def digest(number: int) -> bytes:
    return number.to_bytes(16, "little")


def found_in(library: Library) -> Suggestions:
    found = suggestions(library.connection)
    assert found is not None
    return found


def settled(library: Library, path: str, number: int, **metadata: str) -> None:
    library.settle_same(photo_at(library, path), digest(number))
    library.add_picture(digest(number), Metadata("JPEG", 4, 3, **metadata))


def test_an_empty_library_offers_nothing(library: Library) -> None:
    assert found_in(library) == Suggestions()


def test_cameras_lenses_and_months_count_files(library: Library) -> None:
    folder = library.add_folder("/photos")
    scanned(library, folder, {f"/photos/{name}": JUNE_2019_NS for name in ("a", "b", "c", "d")})
    settled(
        library, "/photos/a", 1, camera="Canon EOS", lens="50mm", taken_at="2021-03-01T10:00:00"
    )
    library.settle_same(photo_at(library, "/photos/b"), digest(1))
    settled(library, "/photos/c", 2, camera="Canon EOS", lens="Canon EOS")
    library.settle_problem(photo_at(library, "/photos/d"), "broken")
    found = found_in(library)
    assert found.cameras == {"Canon EOS": 3, "50mm": 2}
    assert found.formats == {"JPEG": 3}
    assert found.months == {"2021-03": 2, "2019-06": 1}
    assert found.folders == {"photos": 3}


def test_folders_are_named_from_the_watched_one_down(library: Library) -> None:
    folder = library.add_folder("/disk/photos")
    tree = ["/disk/photos/2019/Norway/a", "/disk/photos/2019/b", "/disk/photos/2020/Norway/c"]
    scanned(library, folder, dict.fromkeys(tree, 1))
    found = found_in(library).folders
    assert found == {"photos": 3, "2019": 2, "Norway": 2, "2020": 1}


@pytest.mark.parametrize("name", ["Ærø 海", "per%cent_", "a'b"])
def test_names_of_all_kinds_are_kept(library: Library, name: str) -> None:
    folder = library.add_folder("/p")
    scanned(library, folder, {f"/p/{name}/{name}": 1})
    assert found_in(library).folders[name] == 1


def test_what_is_missing_or_no_text_is_not_offered(library: Library) -> None:
    folder = library.add_folder("/p")
    scanned(library, folder, {"/p/gone/a": 1, "/p/kept/b": 1, os.fsdecode(b"/p/\xff/c"): 1})
    library.settle_gone(photo_at(library, "/p/gone/a"))
    assert found_in(library).folders == {"p": 1, "kept": 1}


def test_a_file_time_beyond_any_calendar_is_no_fault(library: Library, tmp_path: Path) -> None:
    folder = library.add_folder("/p")
    scanned(library, folder, {"/p/a": 2**62})
    settled(library, "/p/a", 1)
    assert sum(found_in(library).months.values()) == 1


def test_tastes_are_counted_by_their_votes(library: Library) -> None:
    library.connection.execute("INSERT INTO tastes (id, name) VALUES (1, 'cosy')")
    assert taste_names(library.connection) == {"cosy": 0}


def test_a_sketch_shows_what_most_photos_hold(library: Library, monkeypatch) -> None:
    monkeypatch.setattr(module, "_SKETCHED", 40)
    folder = library.add_folder("/disk/photos")
    paths = [f"/disk/photos/{('Norway', 'home')[n % 10 > 0]}/{n}" for n in range(300)]
    scanned(library, folder, dict.fromkeys(paths, JUNE_2019_NS))
    with library.transaction():
        for number, path in enumerate(paths[:290]):
            taken = "2021-03-01T10:00:00" if number % 3 else None
            settled(library, path, number, camera="Canon", taken_at=taken)
    sketch, exact = sketched(library.connection), found_in(library)
    assert not sketch.counted
    assert exact.counted
    assert set(sketch.cameras) == set(exact.cameras) == {"Canon"}
    assert set(sketch.months) == set(exact.months) == {"2021-03", "2019-06"}
    assert set(sketch.folders) == set(exact.folders) == {"photos", "Norway", "home"}
    assert sketch.formats["JPEG"] <= 40
    by_count = sorted(exact.folders, key=exact.folders.__getitem__)
    assert sorted(sketch.folders, key=sketch.folders.__getitem__) == by_count


def test_of_few_photos_a_sketch_leaves_out_none_but_those_that_are_none(library: Library) -> None:
    assert sketched(library.connection) == Suggestions(counted=False)
    folder = library.add_folder("/p")
    tree = ["/p/gone/a", "/p/kept/b", "/p/broken/c", os.fsdecode(b"/p/\xff/d"), "/p/unread/e"]
    scanned(library, folder, dict.fromkeys(tree, JUNE_2019_NS))
    settled(library, "/p/kept/b", 1, lens="50mm")
    library.settle_gone(photo_at(library, "/p/gone/a"))
    library.settle_problem(photo_at(library, "/p/broken/c"), "is damaged")
    assert sketched(library.connection) == Suggestions(
        {"50mm": 1}, {"JPEG": 1}, {"2019-06": 1}, {"p": 2, "kept": 1, "unread": 1}, counted=False
    )


def test_counting_is_due_once_much_is_new(library: Library, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "FEW", 2)
    file, model = tmp_path / "kept.json", library.use_model("m", "m").id

    def embed(count: int) -> None:
        for _ in range(count):
            number = int(library.connection.execute(newest).fetchone()[0]) + 1
            library.add_embedding(model, digest(number), unit(number))

    newest = "SELECT count(*) FROM embeddings"
    assert not is_due(file, library.connection), "nothing is there to be counted"
    embed(20)
    assert is_due(file, library.connection)
    keep(found_in(library), file)
    assert not is_due(file, library.connection)
    embed(6)
    assert not is_due(file, library.connection)
    embed(1)
    assert is_due(file, library.connection)
    keep(found_in(library), file)
    assert not is_due(file, library.connection)
    library.connection.execute("DELETE FROM embeddings WHERE id > 20")  # an older state came back
    assert is_due(file, library.connection)
    file.write_bytes(b"{")
    assert is_due(file, library.connection)


def test_who_gives_up_waits_no_longer(library: Library) -> None:
    folder = library.add_folder("/p")
    scanned(library, folder, {f"/p/{number}/a": 1 for number in range(3000)})
    assert suggestions(library.connection, given_up=lambda: True) is None
    assert len(found_in(library).folders) == 3001


def test_what_was_found_is_kept(tmp_path: Path) -> None:
    found = Suggestions({"Canon “EOS”": 3}, {"JPEG": 4}, {"2019-06": 1}, {"Ünterwegs": 2})
    assert kept(tmp_path / "kept.json") is None
    keep(found, tmp_path / "kept.json")
    assert kept(tmp_path / "kept.json") == found
    assert [file.name for file in tmp_path.iterdir()] == ["kept.json"]


@pytest.mark.parametrize("damaged", [b"", b"{", b'{"cameras": 3}', b"\xff"])
def test_what_is_damaged_is_as_good_as_none(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / "kept.json").write_bytes(damaged)
    assert kept(tmp_path / "kept.json") is None


def test_nothing_is_kept_where_nothing_can_be_written(tmp_path: Path) -> None:
    keep(Suggestions(), tmp_path / "no such folder" / "kept.json")
    assert list(tmp_path.iterdir()) == []
