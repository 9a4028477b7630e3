"""`imagefinder taste`: what each command prints, writes and refuses."""

from pathlib import Path

import pytest

from imagefinder.engine.engine import Engine
from tests.cli.conftest import Run
from tests.engine.home import Home, draw_many


@pytest.fixture
def indexed(home: Home, run: Run) -> Home:
    """Thirty pictures of six colours in turn."""
    draw_many(home.pictures, 30)
    assert run("index", home.pictures).code == 0
    return home


@pytest.fixture
def voted(indexed: Home, run: Run) -> Home:
    """A taste for red: three yes, three no."""
    assert run("taste", "vote", "warm tones", "yes", *files(indexed, 0, 6, 12)).code == 0
    assert run("taste", "vote", "warm tones", "no", *files(indexed, 1, 2, 4)).code == 0
    return indexed


def files(home: Home, *numbers: int) -> list[Path]:
    return [home.pictures / f"{number:04}.png" for number in numbers]


def names(lines: list[bytes]) -> list[str]:
    return [Path(line.decode()).name for line in lines]


def test_votes_are_counted_and_listed(indexed: Home, run: Run) -> None:
    assert "no taste yet" in run("taste", "list").errors
    ran = run("taste", "vote", "cosy", "yes", *files(indexed, 0, 6))
    assert (ran.code, ran.errors) == (0, '"cosy" has 2 yes and 0 no.\n')
    assert run("taste", "new", "empty").code == 0
    assert run("taste", "list").lines == [b"cosy\t2 yes\t0 no", b"empty\t0 yes\t0 no"]
    assert run("taste", "vote", "cosy", "no", *files(indexed, 0)).code == 0
    assert run("taste", "delete", "empty").code == 0
    assert run("taste", "list").lines == [b"cosy\t1 yes\t1 no"]


def test_rank_puts_what_is_liked_first(voted: Home, run: Run) -> None:
    ran = run("taste", "rank", "warm tones", "--top", "5", "--paths")
    assert sorted(names(ran.lines)) == [f"{n:04}.png" for n in (0, 6, 12, 18, 24)]
    lines = run("taste", "rank", "warm tones", "--top", "7")
    decisions = [float(line.split()[0]) for line in lines.lines]
    assert decisions == sorted(decisions, reverse=True)
    assert decisions[4] > 0 > decisions[6]
    assert "surely liked" in lines.errors


def test_rank_json(voted: Home, run: Run) -> None:
    found = run("taste", "rank", "warm tones", "--json", "--top", "3").json()
    assert isinstance(found, dict)
    assert set(found) == {"taste", "model", "hits"}
    assert [set(hit) for hit in found["hits"]] == [{"path", "decision"}] * 3


def test_a_taste_is_searched_for_by_name(voted: Home, run: Run) -> None:
    hits = run("search", 'taste:"warm tones"', "--top", "5", "--paths")
    assert sorted(names(hits.lines)) == [f"{n:04}.png" for n in (0, 6, 12, 18, 24)]
    away = run("search", '-taste:"warm tones"', "--top", "20", "--paths")
    assert not set(names(away.lines)) & {"0000.png", "0006.png"}


def test_export_and_import(voted: Home, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "warm.taste"
    assert run("taste", "export", "warm tones", file).code == 0
    ran = run("taste", "import", file)
    assert (ran.code, ran.errors) == (0, '"warm tones 2" has 3 yes and 3 no.\n')
    one, two = (
        run("taste", "rank", name, "--paths").lines for name in ("warm tones", "warm tones 2")
    )
    assert one == two


def test_simulate_plays_and_writes_nothing(indexed: Home, run: Run) -> None:
    ran = run("taste", "simulate", "red", "--positive", "red", "--top", "5", "--votes", "12")
    assert ran.code == 0
    assert "likes 5 of 30 pictures" in ran.errors
    assert [line.split()[0] for line in ran.lines] == [b"VOTES", b"5", b"10", b"12"]
    assert run("taste", "list").lines == []


def test_simulate_json_and_keep(indexed: Home, run: Run) -> None:
    arguments = ("--positive", "red", "--top", "5", "--votes", "12")
    ran = run("taste", "simulate", "red", *arguments, "--json", "--keep")
    votes = ran.json()
    assert isinstance(votes, list)
    assert [vote["vote"] for vote in votes] == list(range(1, 13))
    assert votes[-1]["average_precision"] > 0.9
    liked = sum(vote["liked"] for vote in votes)
    assert run("taste", "list").lines == [f"red\t{liked} yes\t{12 - liked} no".encode()]
    again = run("taste", "simulate", "red", *arguments, "--keep")
    assert again.code == 1
    assert 'a taste "red" already' in again.errors


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("rank", "nobody"), 'no taste "nobody"'),
        (("rank", "new"), "3 of each before it can rank"),
        (("export", "nobody", "x.taste"), 'no taste "nobody"'),
        (("import", "nowhere.taste"), "can't be read"),
        (("delete", "nobody"), 'no taste "nobody"'),
        (("new", " "), "1 to 60 characters"),
        (("vote", "new", "yes", "nowhere.png"), "no photo of the library"),
        (("simulate", "x", "--positive", "after:yesterday"), "not understood"),
    ],
)
def test_what_is_wrong_is_a_sentence(
    indexed: Home, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments, sentence
) -> None:
    monkeypatch.chdir(tmp_path)
    run("taste", "new", "new")
    ran = run("taste", *arguments)
    assert ran.code == 1
    assert sentence in ran.errors
    assert len(ran.errors.splitlines()) == 1


def test_a_wrong_call_exits_with_two(run: Run) -> None:
    assert run("taste").code == 2
    assert run("taste", "vote", "x", "perhaps", "y").code == 2
    assert run("taste", "simulate", "x").code == 2
    assert run("taste", "rank", "x", "--top", "0").code == 2


def test_voting_needs_the_library_to_itself_and_listing_does_not(voted: Home, run: Run) -> None:
    with Engine(voted.library):
        assert run("taste", "list").code == 0
        assert run("taste", "rank", "warm tones").code == 0
        ran = run("taste", "vote", "warm tones", "yes", *files(voted, 18))
    assert ran.code == 1
    assert "is being written by" in ran.errors
