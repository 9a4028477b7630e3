"""From folders to vectors: what one indexing after the other makes of a changing folder."""

import os
import shutil
from pathlib import Path

import pytest

from imagefinder.core.errors import KnownError, ModelUnavailable
from imagefinder.core.reports import Notice, Progress
from imagefinder.engine.engine import Engine
from imagefinder.files import formats
from tests.engine.fakes import UNAVAILABLE
from tests.engine.home import Home, draw, draw_many, finish, names_of


def test_new_pictures_are_embedded_and_found_by_words(home: Home) -> None:
    draw_many(home.pictures, 12)

    report = home.index()

    assert (report.scanned, report.added, report.embedded, report.problems) == (12, 12, 12, 0)
    assert names_of(home.hits("green", top=2)) == ["0001.png", "0007.png"]
    assert report.model == "default"
    assert report.images_per_second > 0


def test_a_second_index_embeds_nothing_and_loads_no_model(home: Home) -> None:
    draw_many(home.pictures, 5)
    home.index()
    home.loaded.clear()

    report = home.index()

    assert (report.scanned, report.added, report.changed, report.embedded) == (5, 0, 0, 0)
    assert home.loaded == {}


def test_a_changed_picture_is_embedded_again(home: Home) -> None:
    draw_many(home.pictures, 4)
    home.index()
    draw(home.pictures / "0000.png", "blue", seed=99)

    report = home.index()

    assert (report.added, report.changed, report.embedded, report.reused) == (0, 1, 1, 0)
    assert "0000.png" in names_of(home.hits("blue", top=2))
    assert len(home.names()) == 4


def test_a_touched_picture_is_read_but_not_embedded(home: Home) -> None:
    file = home.draw("a.png")
    home.index()
    os.utime(file, ns=(1, 1))

    report = home.index()

    assert (report.changed, report.embedded, report.reused) == (0, 0, 0)
    assert home.index().seconds >= 0
    assert home.embedded() == 1


def test_moved_files_of_every_kind_are_moved_not_embedded(home: Home) -> None:
    draw_many(home.pictures, 10)
    (home.pictures / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more of it")
    (home.pictures / "notes").write_text("no picture at all")
    home.index()
    ids = {hit.path: hit.photo_id for hit in home.search("red").hits}
    for number in range(5):
        file = home.pictures / f"{number:04}.png"
        file.rename(home.pictures / f"renamed {number}.png")
    (home.pictures / "sub").mkdir()
    for name in ("broken.jpg", "notes"):
        (home.pictures / name).rename(home.pictures / "sub" / name)

    report = home.index()

    moved = 5 + len(home.problems())
    assert len(home.problems()) >= 1
    assert (report.moved, report.added, report.removed) == (moved, 0, 0)
    assert (report.embedded, report.reused, report.changed) == (0, 0, 0)
    after = {hit.path: hit.photo_id for hit in home.search("red").hits}
    old, new = str(home.pictures / "0003.png"), str(home.pictures / "renamed 3.png")
    assert after[new] == ids[old]
    assert len(after) == 10


def test_a_copy_reuses_the_vector(home: Home) -> None:
    file = home.draw("a.png")
    home.index()
    shutil.copy(file, home.pictures / "b.png")

    report = home.index()

    assert (report.added, report.embedded, report.reused, report.moved) == (1, 0, 1, 0)
    assert home.names() == {"a.png", "b.png"}


def test_two_new_files_of_one_content_are_embedded_once(home: Home) -> None:
    file = home.draw("a.png")
    shutil.copy(file, home.pictures / "b.png")

    report = home.index()

    assert (report.added, report.embedded, report.reused) == (2, 1, 1)
    assert home.names() == {"a.png", "b.png"}


def test_a_deleted_picture_leaves_and_its_vector_returns_with_it(home: Home) -> None:
    file = home.draw("a.png")
    home.draw("b.png", "blue")
    home.index()
    content = file.read_bytes()
    file.unlink()

    report = home.index()
    assert (report.removed, home.names()) == (1, {"b.png"})

    file.write_bytes(content)
    report = home.index()
    assert (report.added, report.embedded, report.reused) == (1, 0, 1)


def test_a_broken_picture_is_a_problem_and_can_be_mended(home: Home) -> None:
    broken = home.pictures / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 no more of it")
    home.draw("a.png")

    report = home.index()
    assert (report.added, report.embedded, report.problems) == (2, 1, 1)
    assert "broken.jpg" in home.problems()

    draw(home.pictures / "mended.png", "blue").replace(broken)
    report = home.index()
    assert (report.changed, report.embedded, report.problems) == (1, 1, 0)
    assert home.names() == {"a.png", "broken.jpg"}


def note_reading(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that are read from now on, as they are."""
    from imagefinder.engine import read as reading

    read: list[str] = []
    original = reading.read_content
    monkeypatch.setattr(
        reading, "read_content", lambda path, limits: (read.append(path), original(path, limits))[1]
    )
    return read


def test_a_broken_picture_is_not_read_again_until_asked(home: Home, monkeypatch) -> None:
    (home.pictures / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more of it")
    home.index()
    read = note_reading(monkeypatch)
    home.index()
    assert read == []

    with Engine(home.library) as engine:
        assert engine.library.retry_problems() == 1
    home.index()
    assert names_of(read) == ["broken.jpg"]
    assert "broken.jpg" in home.problems()


def test_what_is_no_picture_is_read_once_and_is_no_photo(home: Home, monkeypatch) -> None:
    read = note_reading(monkeypatch)
    notes = home.pictures / "notes"
    notes.write_text("nothing to see")
    home.draw("a.png")
    report = home.index()
    assert (report.scanned, report.added, report.problems, report.others) == (2, 1, 0, 1)
    assert home.index().others == 1
    assert sorted(names_of(read)) == ["a.png", "notes"]

    draw(home.pictures / "b.png", "blue", 7).replace(notes)
    report = home.index()
    assert (report.added, report.embedded, report.others) == (1, 1, 0)
    assert home.names() == {"a.png", "notes"}
    status = home.status()
    assert (status.photos, status.embedded, status.problems, status.others) == (2, 2, 0, 0)

    notes.write_text("nothing again")
    assert home.index().others == 1
    assert home.status().photos == 1
    notes.unlink()
    assert home.index().others == 0


def test_a_program_that_knows_more_formats_looks_again_at_what_was_no_picture(
    home: Home, monkeypatch
) -> None:
    read = note_reading(monkeypatch)
    home.draw("a.png")
    home.draw("b.png", seed=1).replace(home.pictures / "unknown")
    (home.pictures / "notes").write_text("nothing to see")
    with monkeypatch.context() as older:
        knows_no_png(older)
        report = home.index()
        assert (report.others, report.problems) == (2, 1)  # a.png is named like a picture
        home.index()
        assert len(read) == 3
    read.clear()

    report = home.index()
    assert (report.others, report.embedded, report.problems) == (1, 2, 0)
    assert sorted(names_of(read)) == ["a.png", "notes", "unknown"]
    assert home.names() == {"a.png", "unknown"}
    read.clear()
    home.index()
    assert read == []


def knows_no_png(monkeypatch) -> None:
    """As an older program that had not learned that format yet."""
    rest = tuple(one for one in formats._PREFIXES if one[1] != "PNG")
    monkeypatch.setattr(formats, "_PREFIXES", rest)
    monkeypatch.setattr(formats, "_JUDGED_BY", (rest,))


def test_an_offline_folder_is_judged_again_once_it_is_back(home: Home, monkeypatch) -> None:
    home.draw("a.png").replace(home.pictures / "unknown")
    with monkeypatch.context() as older:
        knows_no_png(older)
        assert home.index().others == 1
    away = home.pictures.with_name("away")
    home.pictures.rename(away)
    assert home.index().others == 1
    assert home.status().pending == 0
    away.rename(home.pictures)
    assert home.index().embedded == 1


def test_a_decoder_that_was_installed_since_reads_what_could_not_be_read(
    home: Home, monkeypatch
) -> None:
    (home.pictures / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more of it")
    home.draw("a.png")
    home.index()
    read = note_reading(monkeypatch)
    home.index()
    assert read == []
    monkeypatch.setattr("imagefinder.engine.scanning.decoders", lambda: "one more")
    assert home.index().problems == 1
    assert names_of(read) == ["broken.jpg"]
    home.index()
    assert names_of(read) == ["broken.jpg"]


def test_a_fault_in_a_decoder_costs_one_picture_not_the_indexing(home: Home, monkeypatch) -> None:
    from imagefinder.engine import read as reading

    draw_many(home.pictures, 4)
    original = reading.decode

    def decode(content, crop, limits):
        if content.data == (home.pictures / "0002.png").read_bytes():
            raise ZeroDivisionError("a bug of ours")
        return original(content, crop, limits)

    monkeypatch.setattr(reading, "decode", decode)

    report = home.index()

    assert report.embedded == 3
    assert list(home.problems()) == ["0002.png"]


def test_a_file_that_vanishes_between_scan_and_reading_is_no_problem(
    home: Home, monkeypatch
) -> None:
    from imagefinder.engine import read as reading

    draw_many(home.pictures, 3)
    original = reading.read_content

    def read_content(path, limits):
        if path.endswith("0001.png"):
            Path(path).unlink()
        return original(path, limits)

    monkeypatch.setattr(reading, "read_content", read_content)

    report = home.index()

    assert (report.added, report.embedded, report.problems) == (2, 2, 0)
    assert home.status().photos == 2


@pytest.mark.parametrize("mount_point", [False, True])
def test_known_photos_are_kept_when_their_disk_goes_before_they_are_read_again(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mount_point: bool
) -> None:
    """As all are where their thumbnails were deleted."""
    from imagefinder.engine.pipeline import Pipeline

    read_all = Pipeline._read_all

    def unplugged(pipeline: Pipeline) -> object:
        home.pictures.rename(tmp_path / "away")
        if mount_point:
            home.pictures.mkdir()
        return read_all(pipeline)

    draw_many(home.pictures, 12)
    home.index()
    with Engine(home.library) as engine, monkeypatch.context() as patched:
        engine.library.reread_all()
        patched.setattr(Pipeline, "_read_all", unplugged)
        assert finish(engine.index()).removed == 0
    assert len(home.names()) == 12
    assert home.index().offline == [str(home.pictures)]
    assert len(home.names()) == 12


@pytest.mark.usefixtures("talkative")
def test_stopping_keeps_what_was_written_and_the_next_goes_on(home: Home) -> None:
    draw_many(home.pictures, 40)
    with Engine(home.library) as engine:
        engine.add_folder(str(home.pictures))
        steps = engine.index()
        for step in steps:
            if isinstance(step, Progress) and step.phase == "index" and step.done >= 8:
                break
        steps.close()
    done = home.status().embedded
    assert 8 <= done < 40

    report = home.index()

    assert report.embedded == 40 - done
    assert home.status().embedded == 40


@pytest.mark.usefixtures("talkative")
def test_the_first_pictures_are_found_before_the_last_are_embedded(home: Home) -> None:
    draw_many(home.pictures, 40)
    with Engine(home.library) as engine:
        engine.add_folder(str(home.pictures))
        for step in engine.index():
            if isinstance(step, Progress) and step.phase == "index" and 8 <= step.done < 40:
                result = home.search("red")
                break
        else:
            pytest.fail("no progress was said in the middle")
    assert result.hits
    seen = result.coverage
    assert seen.photos == seen.searched + seen.pending + seen.failed == 40
    assert seen.pending > 0


@pytest.mark.usefixtures("talkative")
def test_progress_ends_at_its_total(home: Home) -> None:
    draw_many(home.pictures, 20)
    with Engine(home.library) as engine:
        engine.add_folder(str(home.pictures))
        said = [s for s in engine.index() if isinstance(s, Progress) and s.phase == "index"]
    assert said[-1].done == said[-1].total == 20
    assert [s.done for s in said] == sorted(s.done for s in said)


def test_memory_is_bounded_a_batch_never_exceeds_the_models_size(home: Home) -> None:
    draw_many(home.pictures, 50)
    home.index()
    (encoder,) = home.loaded["default"]
    assert max(encoder.batches) <= encoder.batch_size
    assert encoder.seen == 50


# --- Models ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("talkative")
def test_the_old_model_answers_until_the_new_one_has_caught_up(home: Home) -> None:
    draw_many(home.pictures, 30)
    home.index()
    with Engine(home.library) as engine:
        engine.use_model("coarse")
        steps = engine.index()
        for step in steps:
            if isinstance(step, Progress) and step.phase == "index" and 8 <= step.done < 30:
                break
        half_way = home.search("blue")
        status = home.status()
        steps.close()
    assert half_way.model == "default"
    assert len(half_way.hits) == 20
    assert (status.model, status.answering_model) == ("coarse", "default")

    home.index()
    assert home.search("blue").model == "coarse"
    assert home.status().answering_model == "coarse"


def test_a_return_to_the_earlier_model_embeds_nothing(home: Home) -> None:
    draw_many(home.pictures, 6)
    home.index()
    assert home.index(model="coarse").embedded == 6

    report = home.index(model="default")

    assert (report.embedded, report.reused, report.added) == (0, 0, 0)
    assert home.search("red").model == "default"


def test_offline_photos_are_embedded_from_their_thumbnails(home: Home) -> None:
    draw_many(home.pictures, 20)
    shutil.copy(home.pictures / "0000.png", home.pictures / "copy.png")
    home.index()
    home.pictures.rename(home.pictures.with_name("unplugged"))

    report = home.index(model="coarse")

    assert (report.embedded, report.offline) == (20, [str(home.pictures)])
    assert home.search("red").model == "coarse"
    hits = home.search("green", top=4).hits
    green = ["0001.png", "0007.png", "0013.png", "0019.png"]
    assert sorted(names_of(hit.path for hit in hits)) == green
    assert not any(hit.online for hit in hits)


def test_a_damaged_thumbnail_of_an_offline_photo_stops_nothing(home: Home) -> None:
    draw_many(home.pictures, 3)
    home.index()
    with Engine(home.library) as engine:
        digest = engine.library.photo_at(str(home.pictures / "0001.png")).digest
        engine._thumbnails.add([(digest, b"rubbish")])
    home.pictures.rename(home.pictures.with_name("unplugged"))

    assert home.index(model="coarse").embedded == 2


def test_an_unavailable_model_is_a_known_error_and_leaves_nothing_running(home: Home) -> None:
    draw_many(home.pictures, 10)
    with pytest.raises(ModelUnavailable, match="not on this machine"):
        home.index(model=UNAVAILABLE)
    assert home.status().pending == 10


def test_asking_a_library_without_any_vector_says_what_to_do(home: Home) -> None:
    with Engine(home.library):
        pass
    with pytest.raises(KnownError, match="imagefinder index"):
        home.search("red")


# --- What is derived comes back -------------------------------------------------------------------


def test_deleted_thumbnails_come_back_without_embedding(home: Home) -> None:
    draw_many(home.pictures, 7)
    home.index()
    for file in home.paths.derived.glob("thumbnails*"):
        file.unlink()

    report = home.index()

    assert (report.embedded, report.added, report.changed) == (0, 0, 0)
    with Engine(home.library) as engine:
        for path in home.pictures.iterdir():
            assert engine._thumbnails.has(engine.library.photo_at(str(path)).digest)


def test_the_whole_derived_folder_comes_back(home: Home) -> None:
    home.configure(forest_from=20, forest_trees=2)
    draw_many(home.pictures, 40)
    home.index()
    before = home.search("yellow")
    shutil.rmtree(home.paths.derived)
    assert home.search("yellow").hits == before.hits

    report = home.index()

    assert report.embedded == 0
    assert home.search("yellow").hits == before.hits
    assert (home.paths.derived / "thumbnails.sqlite").exists()
    assert any(home.paths.derived.glob("forests-*/*/forest.ann"))


def test_a_notice_says_that_a_folder_went_offline_once(home: Home) -> None:
    home.draw("a.png")
    home.index()
    home.pictures.rename(home.pictures.with_name("unplugged"))

    def notices() -> list[str]:
        with Engine(home.library) as engine:
            return [step.text for step in engine.index() if isinstance(step, Notice)]

    first = notices()
    assert len(first) == 1
    assert str(home.pictures) in first[0]
    assert notices() == []


def test_index_of_an_empty_library_is_done_at_once(home: Home) -> None:
    with Engine(home.library) as engine:
        report = finish(engine.index())
    assert (report.scanned, report.embedded) == (0, 0)


def test_what_needs_no_model_is_done_without_one(home: Home, monkeypatch) -> None:
    """Its weights may be on a disk that is not here now."""
    draw_many(home.pictures, 4)
    home.index()
    (home.pictures / "0001.png").rename(home.pictures / "renamed.png")
    (home.pictures / "0002.png").unlink()
    (home.pictures / "broken.jpg").write_bytes(b"no picture")

    def gone(*_: object) -> None:
        raise KnownError("The weights can't be read.")

    monkeypatch.setattr("imagefinder.engine.encoders.Encoders.crop", gone)
    monkeypatch.setattr("imagefinder.engine.encoders.Encoders._spec", gone)
    report = home.index()
    assert (report.moved, report.removed, report.problems) == (1, 1, 1)
    home.draw("new.png", seed=99)
    with pytest.raises(KnownError, match="weights"):
        home.index()
    assert set(home.problems()) == {"broken.jpg"}
