"""The golden comparison reads what was published and tells agreement from disagreement.

Without the weights: the searcher is a fake.
"""

from pathlib import Path

import numpy as np
import pytest

from benchmarks import golden
from benchmarks.golden import Case, Scores, compared, read_cases, read_snapshot, read_terms
from imagefinder.core.types import Hit
from imagefinder.files.decode import Limits
from tests.engine import fakes
from tests.engine.fakes import COLOURS
from tests.engine.home import draw
from tests.files.reading import read_picture

PUBLISHED: Scores = [("a.jpg", 0.3), ("b.jpg", 0.25), ("c.jpg", -0.01)]


@pytest.fixture
def published(photos: Path) -> Path:
    return photos / "golden-rclip"


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("kitty", [(1.0, "kitty")]),
        ("boats on a lake", [(1.0, "boats on a lake")]),
        ("kitty + roof - fence", [(1.0, "kitty"), (1.0, "roof"), (-1.0, "fence")]),
        ("kitty + 2*night - 0.5*fence", [(1.0, "kitty"), (2.0, "night"), (-0.5, "fence")]),
        ("cat.jpg - 3*cat + 2*bee", [(1.0, "cat.jpg"), (-3.0, "cat"), (2.0, "bee")]),
        ("images/cat.jpg as image query", [(1.0, "cat.jpg")]),
        ("well-known e-bike", [(1.0, "well-known e-bike")]),
        ("鳥", [(1.0, "鳥")]),
    ],
)
def test_terms(query: str, terms: list[tuple[float, str]]) -> None:
    assert list(read_terms(query)) == terms


@pytest.mark.parametrize(
    ("text", "is_picture"),
    [("cat.jpg", True), ("duck.jp2", True), ("a.jpeg", True), ("cat", False), ("no. 5", False)],
)
def test_pictures_among_terms(text: str, is_picture: bool) -> None:
    assert golden.is_picture(text) is is_picture


def test_cases(tmp_path: Path) -> None:
    file = tmp_path / "queries.tsv"
    file.write_text(
        "snapshot\tquery (explained)\n"
        "plain.txt\tkitty\n"
        "top.txt\tbee animated (top 15)\n"
        'nested.txt\tbee (in "images nested directories")\n'
        "steps.txt\tbee (before / after adding bee_copy.jpg / after deleting it)\n",
        "utf-8",
    )
    assert read_cases(file) == [
        Case("plain.txt", "kitty", ((1.0, "kitty"),)),
        Case("top.txt", "bee animated (top 15)", ((1.0, "bee animated"),)),
        Case(
            *("nested.txt", 'bee (in "images nested directories")', ((1.0, "bee"),)),
            folder="images nested directories",
        ),
        Case(
            *("steps.txt", "bee (before / after adding bee_copy.jpg / after deleting it)"),
            *(((1.0, "bee"),), golden.NESTED, 3),
        ),
    ]


def test_snapshots(tmp_path: Path) -> None:
    file = tmp_path / "snapshot.txt"
    file.write_text(
        'score\tfilepath\n0.303\t"<test_images_dir>a b/c.gif"\n-0.012\t"<test_images_dir>鳥.png"\n'
        'score\tfilepath\n1.000\t"<test_images_dir>d.png"\n',
        "utf-8",
    )
    assert read_snapshot(file) == [
        [("a b/c.gif", 0.303), ("鳥.png", -0.012)],
        [("d.png", 1.0)],
    ]
    file.write_text('File "<test_images_dir>x.jpg" not found.')
    with pytest.raises(ValueError, match="another kind"):
        read_snapshot(file)


def test_everything_that_was_published_can_be_read(published: Path) -> None:
    cases = read_cases(published / "queries.tsv")
    assert len(cases) == 23
    for case in cases:
        tables = read_snapshot(published / "output_snapshots" / case.snapshot)
        assert len(tables) == case.sections
        folder = published / case.folder
        for name, score in (line for table in tables for line in table):
            assert (folder / name).exists() or Path(name).name == "bee_copy.jpg", name
            assert -1 <= score <= 4
        for _, text in case.terms:
            assert not golden.is_picture(text) or (folder / text).exists()
    assert sum(len(case.terms) > 1 for case in cases) == 6


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        ([("a.jpg", 0.301), ("b.jpg", 0.249), ("c.jpg", 0.0)], ""),
        ([("a.jpg", 0.31), ("b.jpg", 0.24), ("c.jpg", -0.02)], ""),
        ([("a.jpg", 0.3), ("b.jpg", 0.25), ("z.jpg", 0.1), ("c.jpg", -0.01)], ""),
        ([("a.jpg", 0.3), ("b.jpg", 0.262), ("c.jpg", -0.01)], "b.jpg is +0.012 off"),
        ([("a.jpg", 0.3), ("b.jpg", 0.25), ("c.jpg", -0.03)], "c.jpg is -0.020 off"),
        ([("a.jpg", 0.3), ("b.jpg", 0.25)], "not found: c.jpg"),
        ([("z.jpg", 0.35), *PUBLISHED], "first is z.jpg instead of a.jpg"),
        ([], "not found: a.jpg, b.jpg, c.jpg"),
    ],
)
def test_verdicts(found: Scores, wrong: str) -> None:
    verdict = compared("query", PUBLISHED, found)
    assert (verdict.compared, verdict.wrong) == (3, wrong)


def test_either_of_two_that_lie_together_may_be_first() -> None:
    close: Scores = [("a.jpg", 0.274), ("a_copy.jpg", 0.274), ("b.jpg", 0.2)]
    found: Scores = [("a_copy.jpg", 0.2741), ("a.jpg", 0.274), ("b.jpg", 0.2)]
    assert not compared("q", close, found).wrong


def test_hits_in_published_terms() -> None:
    hits = [
        Hit(1, "/pictures/cat.jpg", 1.0),
        Hit(2, "/pictures/sub/cat.jpg", 0.5),
        Hit(3, "/pictures/b.jpg", -0.25),
    ]
    scores = golden.in_published_terms(hits, Path("/pictures"), 2.0, {"cat.jpg"})
    assert scores == [("sub/cat.jpg", 1.0), ("b.jpg", -0.5)]


def test_each_table_is_compared_after_its_step() -> None:
    done: list[str] = []

    def steps():
        for step in ("", ": added", ": deleted"):
            done.append(step)
            yield step

    def search(case: Case) -> Scores:
        return [("a.jpg", 0.3), *([("copy.jpg", 0.3)] if done[-1] == ": added" else [])]

    case = Case("s.txt", "bee", ((1.0, "bee"),), sections=3)
    one: Scores = [("a.jpg", 0.3)]
    two: Scores = [("a.jpg", 0.3), ("copy.jpg", 0.3)]
    verdicts = list(golden.verdicts_on(case, [one, two, one], steps(), search))
    assert [v.case for v in verdicts] == ["bee", "bee: added", "bee: deleted"]
    assert not any(v.wrong for v in verdicts)
    with pytest.raises(ValueError, match="2 tables instead of 3"):
        list(golden.verdicts_on(case, [one, two], steps(), search))


def test_without_weights_it_is_skipped_with_a_reason(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    golden.main([])
    assert "not on this machine" in capsys.readouterr().out


def test_without_pictures_it_is_skipped_with_a_reason(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(golden, "located", lambda spec: tmp_path)
    golden.main(["--photos", str(tmp_path)])
    assert "not in" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", ["", "a.jpg is +0.100 off"])
def test_it_ends_with_1_on_disagreement(tmp_path, monkeypatch, capsys, wrong: str) -> None:
    (tmp_path / "queries.tsv").touch()
    monkeypatch.setattr(golden, "located", lambda spec: tmp_path)
    verdict = golden.Verdict("kitty", 10, 0.1, wrong)
    monkeypatch.setattr(golden, "compared_all", lambda photos: iter([verdict]))
    arguments = ["--photos", str(tmp_path)]
    if wrong:
        with pytest.raises(SystemExit) as ended:
            golden.main(arguments)
        assert ended.value.code == 1
    else:
        golden.main(arguments)
    output = capsys.readouterr().out
    assert "kitty" in output
    assert (wrong or "agrees") in output


def test_the_whole_way_with_a_model_that_sees_colours(tmp_path: Path, monkeypatch) -> None:
    """Published scores worked out by hand from the vectors are met; others are not."""
    fakes.install(monkeypatch.setattr)
    monkeypatch.setattr(golden, "MODEL", "default")
    photos = tmp_path / "photos"
    images = {colour: draw(photos / "images" / f"{colour}.png", colour) for colour in COLOURS}
    draw(photos / golden.NESTED / "misc" / "bee.jpg", "yellow")
    draw(photos / golden.NESTED / "black.png", "black")
    (photos / "queries.tsv").write_text(
        "snapshot\tquery\n"
        "words.txt\tred + 2*blue - 0.5*green\n"
        "image.txt\timages/red.png as image query\n"
        "mixed.txt\tblue - red.png\n"
        "steps.txt\tyellow (before / after adding bee_copy.jpg / after deleting it)\n"
    )
    encoder = fakes.ColourEncoder("default")
    limits = Limits(10**8, 10**8)

    def picture(path: Path) -> np.ndarray:
        read = read_picture(str(path), encoder.crop, limits)
        assert read.crop is not None
        return encoder.encode_images(read.crop[None])[0]

    def table(query: np.ndarray, files: dict[str, Path]) -> str:
        scores = sorted(((float(picture(p) @ query), name) for name, p in files.items()))[::-1]
        lines = [f'{score:.3f}\t"<test_images_dir>{name}"\n' for score, name in scores]
        return "score\tfilepath\n" + "".join(lines)

    red, blue, green, yellow = encoder.encode_texts(["red", "blue", "green", "yellow"])
    named = {path.name: path for path in images.values()}
    others = {name: path for name, path in named.items() if name != "red.png"}
    nested = photos / golden.NESTED
    before = {"misc/bee.jpg": nested / "misc" / "bee.jpg", "black.png": nested / "black.png"}
    after = before | {"misc/bee_copy.jpg": nested / "misc" / "bee.jpg"}
    snapshots = photos / "output_snapshots"
    snapshots.mkdir()
    example = picture(images["red"])
    (snapshots / "words.txt").write_text(table(red + 2 * blue - 0.5 * green, named))
    (snapshots / "image.txt").write_text(table(example, others))
    (snapshots / "mixed.txt").write_text(table(blue - example, others))
    steps = [table(yellow, files) for files in (before, after, before)]
    (snapshots / "steps.txt").write_text("".join(steps))

    verdicts = list(golden.compared_all(photos))
    assert [(v.case.split(":")[-1], v.compared) for v in verdicts[-2:]] == [
        (" a copy added", 3),
        (" and deleted", 2),
    ]
    assert [v.wrong for v in verdicts] == [""] * 6
    assert not (nested / "misc" / "bee_copy.jpg").exists(), "the pictures themselves are untouched"

    (snapshots / "image.txt").write_text(table(example + 0.05, others))
    assert [bool(v.wrong) for v in golden.compared_all(photos)] == [False, True, *[False] * 4]
