"""Each command: what it prints where, its JSON, and its exit code."""

import os
import shutil
import sqlite3
import threading
from pathlib import Path

import msgspec
import pytest

from imagefinder.core.paths import LibraryPaths
from imagefinder.embed.models import resolve
from imagefinder.engine.engine import Engine
from imagefinder.store.marks import Marks
from tests.cli.conftest import Run
from tests.engine.home import Home, draw, draw_many

INDEX_KEYS = {
    *("scanned", "added", "changed", "moved", "removed", "embedded", "reused", "problems"),
    "others",
    *("offline", "seconds", "images_per_second", "model"),
}


@pytest.fixture
def indexed(home: Home, run: Run) -> Home:
    """A home of twelve pictures and a broken one."""
    draw_many(home.pictures, 12)
    (home.pictures / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more of it")
    assert run("index", home.pictures).code == 0
    return home


# --- JSON that other programs rely on -------------------------------------------------------------


def test_index_json(home: Home, run: Run) -> None:
    draw_many(home.pictures, 3)
    ran = run("index", home.pictures, "--json")
    report = ran.json()
    assert ran.code == 0
    assert isinstance(report, dict)
    assert set(report) == INDEX_KEYS
    assert (report["scanned"], report["embedded"], report["offline"]) == (3, 3, [])
    assert report["model"] == "default"
    assert report["seconds"] > 0
    assert report["images_per_second"] > 0


def test_index_json_names_offline_folders(indexed: Home, run: Run) -> None:
    indexed.pictures.rename(indexed.pictures.with_name("away"))
    report = run("index", "--json").json()
    assert isinstance(report, dict)
    assert report["offline"] == [str(indexed.pictures)]


def test_search_json(indexed: Home, run: Run) -> None:
    ran = run("search", "green", "--top", "2", "--json")
    found = ran.json()
    assert isinstance(found, dict)
    assert set(found) == {"query", "model", "photos", "searched", "hits", "milliseconds"}
    assert (found["query"], found["model"]) == ("green", "default")
    assert (found["photos"], found["searched"]) == (13, 12)
    assert [set(hit) for hit in found["hits"]] == [{"path", "score"}] * 2
    assert {Path(hit["path"]).name for hit in found["hits"]} == {"0001.png", "0007.png"}
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert 0.9 < scores[0] <= 1.001


def test_status_json(indexed: Home, run: Run) -> None:
    status = run("status", "--json").json()
    assert status == {
        "photos": 13,
        "embedded": 12,
        "pending": 0,
        "problems": 1,
        "ignored": 0,
        "others": 0,
        "folders": [{"path": str(indexed.pictures), "online": True, "photos": 13}],
        "model": "default",
        "device": "cpu",
        "precision": "float32",
        "index": {
            "kind": "exact",
            "vectors": 12,
            "tail": 12,
            "reduced": 0,
            "trees": None,
            "search_k": None,
            "recall_at_100": 1.0,
        },
    }


def test_status_json_of_a_forest(home: Home, run: Run) -> None:
    home.configure(forest_from=50, forest_trees=2)
    draw_many(home.pictures, 60)
    run("index", home.pictures)
    draw(home.pictures / "new.png", "blue", seed=999)
    run("index")
    status = run("status", "--json").json()
    assert isinstance(status, dict)
    index = status["index"]
    assert set(index) == {
        *("kind", "vectors", "tail", "reduced", "trees", "search_k", "recall_at_100")
    }
    assert (index["vectors"], index["tail"], index["trees"]) == (61, 1, 2)
    assert index["kind"] in ("exact", "forest")
    assert index["search_k"] > 0
    assert 0.9 <= index["recall_at_100"] <= 1


def test_status_json_of_an_empty_library(run: Run, tmp_path: Path) -> None:
    with Engine(tmp_path / "library"):
        pass
    status = run("status", "--json").json()
    assert isinstance(status, dict)
    assert (status["photos"], status["folders"], status["device"]) == (0, [], None)


def test_status_shows_an_offline_folder(indexed: Home, run: Run) -> None:
    indexed.pictures.rename(indexed.pictures.with_name("away"))
    run("index")
    status = run("status", "--json").json()
    assert isinstance(status, dict)
    assert status["folders"][0]["online"] is False
    assert b"offline" in run("status").output
    assert b"offline" in run("folder", "list").output


def test_problems_json(indexed: Home, run: Run) -> None:
    (problem,) = run("problems", "--json").json()  # type: ignore[misc]
    assert set(problem) == {"path", "reason"}
    assert problem["path"] == str(indexed.pictures / "broken.jpg")
    assert problem["reason"]


def test_files_that_are_no_pictures_are_listed_on_request(indexed: Home, run: Run) -> None:
    (indexed.pictures / "notes.txt").write_text("nothing to see")
    (indexed.pictures / "lost.jpg").write_text("once a picture")
    report = run("index", "--json").json()
    assert isinstance(report, dict)
    assert (report["problems"], report["others"]) == (2, 1)
    status = run("status", "--json").json()
    assert isinstance(status, dict)
    assert (status["photos"], status["embedded"], status["pending"]) == (14, 12, 0)
    assert (status["problems"], status["others"]) == (2, 1)
    ran = run("problems")
    assert [line.partition(b": ")[0] for line in ran.lines] == [
        bytes(indexed.pictures / name) for name in ("broken.jpg", "lost.jpg")
    ]
    assert "1 other files" in ran.errors
    listed = run("problems", "--all", "--json").json()
    assert isinstance(listed, list)
    found = [(Path(one["path"]).name, one["other"]) for one in listed]
    assert found == [("broken.jpg", False), ("lost.jpg", False), ("notes.txt", True)]
    ran = run("problems", "--all")
    assert b"notes.txt: is no picture" in ran.output
    assert ran.errors == ""
    assert b"1 (no pictures: imagefinder problems --all)" in run("status").output
    assert "3 files will be read again" in run("problems", "--retry", "--all").errors


def test_ignored_problems_are_counted_apart_and_listed_on_request(indexed: Home, run: Run) -> None:
    (indexed.pictures / "lost.jpg").write_text("once a picture")
    run("index")
    with Engine(indexed.library) as engine:
        Marks(engine.library.connection).ignore_problems([str(indexed.pictures / "broken.jpg")])
    status = run("status", "--json").json()
    assert isinstance(status, dict)
    assert (status["problems"], status["ignored"]) == (1, 1)
    rows = dict(line.decode().split(None, 1) for line in run("status").lines)
    assert rows["problems"].startswith("1 ")
    assert rows["ignored"].startswith("1 ")
    ran = run("problems")
    (line,) = ran.lines
    assert line.startswith(bytes(indexed.pictures / "lost.jpg") + b": ")
    assert "1 more files can't be read, and you chose to ignore them" in ran.errors
    assert "1 failed; 1 ignored" in run("search", "red").errors
    ran = run("problems", "--all")
    assert [line.endswith(b" (ignored)") for line in ran.lines] == [False, True]
    assert ran.errors == ""
    listed = run("problems", "--all", "--json").json()
    assert isinstance(listed, list)
    found = [(Path(one["path"]).name, one["ignored"], one["other"]) for one in listed]
    assert found == [("lost.jpg", False, False), ("broken.jpg", True, False)]


# --- What people read -----------------------------------------------------------------------------


def test_index_says_what_it_did_on_standard_error(home: Home, run: Run) -> None:
    draw_many(home.pictures, 3)
    ran = run("index", home.pictures)
    assert ran.output == b""
    assert "3 added, 3 embedded" in ran.errors
    assert "no change" in run("index").errors


def test_search_prints_scores_and_paths(indexed: Home, run: Run) -> None:
    ran = run("search", "blue", "--top", "3")
    assert len(ran.lines) == 3
    score, path = ran.lines[0].decode().split("  ")
    assert 0.9 < float(score) <= 1.001
    assert Path(path).name in {"0002.png", "0008.png"}
    assert "searched 12 of 13; 1 failed" in ran.errors


def test_search_by_paths_only(indexed: Home, run: Run) -> None:
    ran = run("search", "blue", "--top", "2", "--paths")
    names = {Path(os.fsdecode(line)).name for line in ran.lines}
    assert names == {"0002.png", "0008.png"}
    assert ran.errors == ""


def test_search_by_example_finds_the_example_first(indexed: Home, run: Run) -> None:
    example = indexed.pictures / "0009.png"
    found = run("search", "--like", example, "--json").json()
    assert isinstance(found, dict)
    assert found["hits"][0]["path"] == str(example)
    assert found["hits"][0]["score"] >= 0.999


def test_search_by_an_example_from_elsewhere(indexed: Home, run: Run, tmp_path: Path) -> None:
    example = draw(tmp_path / "elsewhere.png", "yellow", seed=4711)
    ran = run("search", "--like", example, "--top", "2", "--paths")
    assert {Path(os.fsdecode(p)).name for p in ran.lines} == {"0003.png", "0009.png"}


def test_unlike_pushes_away(indexed: Home, run: Run) -> None:
    example = indexed.pictures / "0000.png"
    ran = run("search", "--unlike", example, "--top", "12", "--paths")
    assert Path(os.fsdecode(ran.lines[-1])).name == "0000.png"


def test_filters_alone_list_photos(indexed: Home, run: Run) -> None:
    assert len(run("search", "type:png", "--paths").lines) == 12
    assert len(run("search", "name:0003", "--paths").lines) == 1
    assert run("search", "type:heic").lines == []


def test_several_words_are_one_query(indexed: Home, run: Run) -> None:
    found = run("search", "a", "green", "wall", "--json").json()
    assert isinstance(found, dict)
    assert found["query"] == "a green wall"


def test_names_that_are_not_utf8_keep_their_bytes(home: Home, run: Run) -> None:
    name = b"caf\xe9 \xe2\x82\xac.png"
    draw(home.pictures / os.fsdecode(name))
    (home.pictures / os.fsdecode(b"bad\xff.jpg")).write_bytes(b"\xff\xd8\xff\xe0 no more of it")
    assert run("index", home.pictures).code == 0

    assert run("search", "red", "--paths").output == bytes(home.pictures) + b"/" + name + b"\n"
    assert name in run("search", "red").output
    assert b"bad\xff.jpg" in run("problems").output

    import json  # which lets lone surrogates pass

    found = json.loads(run("search", "red", "--json").output)
    assert os.fsencode(found["hits"][0]["path"]).endswith(name)
    (problem,) = json.loads(run("problems", "--json").output)
    assert os.fsencode(problem["path"]).endswith(b"bad\xff.jpg")


def test_problems_and_retry(indexed: Home, run: Run) -> None:
    (line,) = run("problems").lines
    assert line.startswith(bytes(indexed.pictures / "broken.jpg") + b": ")
    ran = run("problems", "--retry")
    assert "1 files will be read again" in ran.errors
    assert ran.output == b""
    run("index")
    assert len(run("problems").lines) == 1


def test_a_path_that_is_not_in_the_library_is_pointed_out(indexed: Home, run: Run) -> None:
    nowhere = indexed.pictures.with_name("nowhere")
    ran = run("search", "red", f"folder:{nowhere}")
    assert (ran.code, ran.output) == (0, b"")
    assert f"No photo of the library lies in {nowhere}." in ran.errors
    for found in (f"folder:{indexed.pictures}", f"-folder:{nowhere}"):
        assert "No photo" not in run("search", "red", found).errors
    # Part of a name, and a filter besides, may fit nothing.
    for none in ("folder:nowhere", f"folder:{indexed.pictures} after:2100"):
        ran = run("search", "red", none)
        assert "nothing found" in ran.errors
        assert "No photo" not in ran.errors


def test_status_is_a_table(indexed: Home, run: Run) -> None:
    rows = dict(line.decode().split(None, 1) for line in run("status").lines)
    assert rows["photos"] == "13"
    assert rows["embedded"] == "12"
    assert rows["problems"].startswith("1")
    assert rows["model"] == "default"


def test_status_says_who_answers_until_a_new_model_is_ready(indexed: Home, run: Run) -> None:
    run("model", "use", "coarse")
    assert b"default until coarse is ready" in run("status").output
    run("index")
    assert b"until" not in run("status").output


# --- Folders --------------------------------------------------------------------------------------


def test_folders_are_added_listed_and_removed(home: Home, run: Run) -> None:
    draw_many(home.pictures / "inner", 2)
    assert "Watching" in run("folder", "add", home.pictures).errors
    assert "watched already" in run("folder", "add", home.pictures / "inner").errors
    run("index")
    (line,) = run("folder", "list").lines
    assert line == bytes(home.pictures) + b"\t2 photos\tonline"
    assert "2 photos left" in run("folder", "remove", home.pictures).errors
    assert run("folder", "list").lines == []


def test_folder_gone_gives_up_the_photos_of_an_offline_folder(indexed: Home, run: Run) -> None:
    shutil.rmtree(indexed.pictures)
    run("index")
    assert "13 photos" in run("folder", "gone", indexed.pictures).errors
    assert run("search", "red").lines == []


def test_folder_gone_gives_up_nothing_of_a_folder_that_is_there(indexed: Home, run: Run) -> None:
    refused(run("folder", "gone", indexed.pictures), "can be reached; nothing is given up")
    assert run("search", "red").lines != []
    away = indexed.pictures.with_name("away")
    indexed.pictures.rename(away)
    run("index")
    away.rename(indexed.pictures)
    refused(run("folder", "gone", indexed.pictures), "can be reached; nothing is given up")


def test_index_without_any_folder_says_how(run: Run) -> None:
    ran = run("index")
    assert ran.code == 0
    assert "imagefinder index FOLDER" in ran.errors


def test_relative_paths_are_made_absolute(home: Home, run: Run, monkeypatch) -> None:
    draw_many(home.pictures, 1)
    monkeypatch.chdir(home.pictures.parent)
    run("index", "pictures")
    assert run("folder", "list").output.startswith(bytes(home.pictures))
    assert run("search", "--like", "pictures/0000.png").code == 0
    assert run("folder", "remove", "pictures/").code == 0


# --- Models ---------------------------------------------------------------------------------------


def test_model_list(run: Run) -> None:
    output = run("model", "list").output.decode()
    for tier in ("fast", "default", "best", "languages", "small", "demo"):
        assert f"\n{tier} " in output


def test_model_use_is_remembered(run: Run) -> None:
    assert "ViT-B-32:" in run("model", "use", "fast").errors
    status = run("status", "--json").json()
    assert isinstance(status, dict)
    assert status["model"] == resolve("fast").name


# --- Known errors: 1, one sentence, no traceback --------------------------------------------------


def refused(ran, *words: str) -> None:
    assert ran.code == 1
    assert ran.output == b""
    lines = ran.errors.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("imagefinder: ")
    assert "Traceback" not in ran.errors
    for word in words:
        assert word in lines[0]


@pytest.mark.parametrize(
    "command",
    [["search", "red"], ["status"], ["problems"], ["folder", "list"], ["status", "--json"]],
)
def test_a_missing_library(run: Run, tmp_path: Path, command: list[str]) -> None:
    refused(run(*command), str(tmp_path / "library"), "imagefinder index")
    assert not (tmp_path / "library").exists()


def test_a_library_without_vectors(run: Run, home: Home) -> None:
    run("folder", "add", home.pictures)
    refused(run("search", "red"), "Nothing is indexed yet")


@pytest.mark.parametrize("command", [["index"], ["folder", "add"]])
def test_a_missing_path_or_no_folder(run: Run, home: Home, command: list[str]) -> None:
    file = home.draw("a.png")
    refused(run(*command, home.pictures / "nowhere"), "nowhere is no folder")
    refused(run(*command, file), "is no folder")


@pytest.mark.parametrize("command", [["index"], ["folder", "add"]])
@pytest.mark.parametrize("inside", ["", "photos"])
def test_a_folder_in_the_librarys_own(
    run: Run, home: Home, command: list[str], inside: str, tmp_path: Path
) -> None:
    """No scan enters it: none of these photos would be found, and nothing would say so."""
    draw_many(home.library / inside, 3)
    refused(run(*command, home.library / inside), "lies in the library's own folder", "--library")
    (tmp_path / "link").symlink_to(home.library / inside)
    refused(run(*command, tmp_path / "link"), "lies in the library's own folder")
    assert run("folder", "list").lines == []


@pytest.mark.parametrize("command", ["remove", "gone"])
def test_a_folder_that_is_not_watched(run: Run, home: Home, command: str) -> None:
    refused(run("folder", command, home.pictures), "not a watched folder")


@pytest.mark.parametrize(
    "command",
    [
        ["index"],
        ["folder", "add", "."],
        ["folder", "remove", "."],
        ["folder", "gone", "."],
        ["problems", "--retry"],
        ["watch"],
        ["model", "use", "fast"],
    ],
)
def test_a_library_that_is_being_written(run: Run, home: Home, command: list[str]) -> None:
    with Engine(home.library):
        refused(run(*command), f"process {os.getpid()}")


def test_a_search_beside_a_writer(run: Run, indexed: Home) -> None:
    with Engine(indexed.library):
        assert len(run("search", "red", "--paths").lines) == 12
        assert run("status").code == 0
        assert run("problems").code == 0


@pytest.mark.parametrize("name", ["no-such-model", "ViT-B-32:no_such_tag", "ViT-B-32"])
def test_an_unknown_model(run: Run, name: str) -> None:
    refused(run("model", "use", name))
    refused(run("index", "--model", name))


def test_weights_that_are_not_there(run: Run, tmp_path: Path) -> None:
    refused(run("model", "use", f"ViT-B-32:{tmp_path}/none.safetensors"), "none.safetensors")


def test_a_model_that_may_not_be_downloaded(run: Run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    ran = run("model", "download", "small")
    refused(ran, "IMAGEFINDER_OFFLINE is set")


def test_an_example_that_is_no_picture(run: Run, indexed: Home, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("just words")
    refused(run("search", "--like", text), "notes.txt")
    refused(run("search", "--like", tmp_path / "missing.png"), "missing.png")
    refused(run("search", "--like", tmp_path), str(tmp_path))
    refused(run("search", "--like", indexed.pictures / "broken.jpg"), "broken.jpg")


def test_a_filter_that_makes_no_sense(run: Run, indexed: Home) -> None:
    refused(run("search", "after:yesterday"), "after:yesterday")


def test_terms_that_cancel_out(run: Run, indexed: Home) -> None:
    refused(run("search", "1:red", "-1:red"), "cancel")


@pytest.mark.parametrize("command", [["status"], ["index"], ["search", "red"]])
def test_a_newer_library_is_refused_untouched(run: Run, indexed: Home, command: list[str]) -> None:
    file = indexed.paths.database
    connection = sqlite3.connect(file)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('imagefinder', 'm999_from_the_future', '2099-01-01')"
    )
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = file.read_bytes()
    refused(run(*command), "newer imagefinder")
    assert file.read_bytes() == before


@pytest.mark.parametrize("command", [["status"], ["index"], ["search", "red"], ["problems"]])
@pytest.mark.parametrize("damage", ["rubbish", "cut short", "a folder"])
def test_a_damaged_library(run: Run, indexed: Home, command: list[str], damage: str) -> None:
    file = indexed.paths.database
    content = file.read_bytes()
    for part in indexed.library.glob("library.sqlite*"):
        part.unlink()
    if damage == "a folder":
        file.mkdir()
    else:
        file.write_bytes(b"rubbish" * 5000 if damage == "rubbish" else content[: len(content) // 3])
    ran = run(*command)
    refused(ran, "library.sqlite")


def test_damaged_settings(run: Run, indexed: Home) -> None:
    indexed.paths.settings.write_text('{"forest_from": "many"}')
    refused(run("status"), "settings.json")
    refused(run("index"), "settings.json")


def test_a_library_folder_that_cannot_be_made(tmp_path: Path, home: Home, run: Run) -> None:
    (tmp_path / "library").write_text("a file in the way")
    refused(run("index", home.pictures), "library")


def test_a_changed_weights_file(run: Run, indexed: Home, monkeypatch) -> None:
    def newer(name: str):
        return msgspec.structs.replace(resolve_now(name), key=f"{name} of another release")

    from tests.engine import fakes

    resolve_now = fakes.resolve
    monkeypatch.setattr("imagefinder.engine.encoders.resolve", newer)
    refused(run("search", "red"), "not the ones")


# --- Interrupted ----------------------------------------------------------------------------------


def test_watch_indexes_until_interrupted(home: Home, run: Run, monkeypatch) -> None:
    draw_many(home.pictures, 3)
    run("folder", "add", home.pictures)
    turns = []

    def wait(_: float) -> None:
        turns.append(1)
        if len(turns) > 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("imagefinder.cli.commands.time.sleep", wait)
    ran = run("watch")
    assert ran.code == 130
    assert "3 added" in ran.errors
    assert ran.errors.splitlines()[-1].startswith("Stopped")
    with Engine(home.library) as engine:
        assert engine.library.suspects() == {}


def test_watch_begins_though_a_folder_is_missing(home: Home, run: Run, monkeypatch) -> None:
    draw_many(home.pictures, 3)
    run("index", home.pictures)
    home.pictures.rename(home.pictures.with_name("away"))

    def wait(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("imagefinder.cli.commands.time.sleep", wait)
    ran = run("watch")
    assert ran.code == 130
    assert "offline" in ran.errors


def test_ctrl_c_in_the_middle_keeps_what_was_done(home: Home, run: Run, monkeypatch) -> None:
    draw_many(home.pictures, 40)
    from tests.engine.fakes import ColourEncoder

    encode = ColourEncoder.encode_images

    def interrupted(self, crops):
        if self.seen >= 16:
            raise KeyboardInterrupt
        return encode(self, crops)

    monkeypatch.setattr(ColourEncoder, "encode_images", interrupted)
    ran = run("index", home.pictures)
    assert ran.code == 130
    assert "Traceback" not in ran.errors
    monkeypatch.setattr(ColourEncoder, "encode_images", encode)
    assert home.status().embedded == 16
    assert home.index().embedded == 24


def test_whoever_called_goes_on_though_a_decoder_still_runs(indexed: Home, run: Run) -> None:
    """To end in its place, as a command's own process does, is not for `main` to decide."""
    over = threading.Event()
    decoder = threading.Thread(target=over.wait, name="decode_0", daemon=True)
    decoder.start()
    try:
        assert run("status").code == 0
        assert run("index", "/nowhere/at/all").code == 1
    finally:
        over.set()
        decoder.join()


def test_a_bug_shows_its_traceback(run: Run, indexed: Home, monkeypatch) -> None:
    from tests.engine.fakes import ColourEncoder

    monkeypatch.setattr(ColourEncoder, "encode_texts", lambda self, texts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run("search", "red")


def test_the_library_is_private(indexed: Home) -> None:
    paths = LibraryPaths(indexed.library)
    for path in (paths.folder, paths.database, paths.thumbnails):
        assert path.stat().st_mode & 0o077 == 0


def test_what_only_passes_filters_has_no_score(indexed: Home, run: Run) -> None:
    ran = run("search", "type:png", "--top", "1")
    assert os.fsdecode(ran.lines[0]).startswith(str(indexed.pictures))


def test_nothing_found_is_said(indexed: Home, run: Run) -> None:
    assert run("search", "type:heic").errors.startswith("nothing found; searched 12 of 13")
