"""At a start nothing half-written is left, and nothing else is touched."""

from imagefinder.core.paths import LibraryPaths
from imagefinder.engine.leftovers import sweep
from imagefinder.files.watch import PROBE_PREFIX
from tests.engine.home import Home, draw_many

LEFT = (
    *("settings.tmp", "precision.99.tmp", "library.sqlite.restoring.tmp"),
    *("backups/library-0001-weekly.sqlite.part", "backups/library-0001-weekly.sqlite.part-journal"),
    *("derived/probes-1.tmp.npy", "derived/maps-1/writing-a.npy"),
    *(
        "derived/forests-1/building-99/trees.ann",
        "derived/matrix-1/reduced/building-9/rows.f32",
        "derived/maps-1/making-99/x.npy",
        f"derived/{PROBE_PREFIX}99/x",
    ),
)
KEPT = (
    *("library.sqlite", "settings.json", "backups/library-0001-weekly.sqlite"),
    *("derived/forests-1/3/trees.ann", "derived/matrix-1/ids-4.i64", "derived/thumbnails.sqlite"),
)


def test_unfinished_files_and_folders_go(tmp_path) -> None:
    for name in (*LEFT, *KEPT):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    sweep(LibraryPaths(tmp_path))
    left = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()}
    assert left == set(KEPT)
    assert not (tmp_path / "derived/forests-1/building-99").exists()


def test_the_engine_sweeps_at_its_start(home: Home) -> None:
    draw_many(home.pictures, 2)
    home.index()
    (home.paths.derived / "probes-9.tmp.npy").touch()
    home.index()
    assert not list(home.library.rglob("*.tmp*"))


def test_where_there_is_no_library_there_is_nothing_to_sweep(tmp_path) -> None:
    sweep(LibraryPaths(tmp_path / "none"))
    assert not (tmp_path / "none").exists()
