"""The library at a glance, for people as rows of name and value, for programs as JSON."""

from imagefinder.core.reports import ForestFigures, LibraryStatus


def status_rows(current: LibraryStatus) -> list[tuple[str, str]]:
    """Names and values."""
    rows = [
        ("photos", f"{current.photos:,}"),
        ("embedded", f"{current.embedded:,}"),
        ("pending", f"{current.pending:,}"),
        (
            "problems",
            f"{current.problems:,}" + (" (imagefinder problems)" * (current.problems > 0)),
        ),
        *_row("ignored", current.ignored, "problems that you set aside"),
        *_row("other files", current.others, "no pictures"),
        ("model", current.model or "none chosen yet"),
        ("runs on", f"{current.device}, {current.precision}" if current.device else "not run yet"),
        ("index", _index_line(current)),
    ]
    if current.answering_model != current.model:
        rows.append(("answers by", f"{current.answering_model} until {current.model} is ready"))
    for folder in current.folders:
        state = f"offline: {folder.offline}" if folder.offline else f"{folder.photos:,} photos"
        rows.append(("folder", f"{folder.path}  ({state})"))
    return rows


def status_json(current: LibraryStatus) -> dict[str, object]:
    """As `imagefinder status --json` prints it."""
    forest = current.forest
    return {
        "photos": current.photos,
        "embedded": current.embedded,
        "pending": current.pending,
        "problems": current.problems,
        "ignored": current.ignored,
        "others": current.others,
        "folders": [
            {"path": folder.path, "online": folder.offline is None, "photos": folder.photos}
            for folder in current.folders
        ],
        "model": current.model,
        "device": current.device,
        "precision": current.precision,
        "index": {
            "kind": _index_kind(current),
            "vectors": current.vectors,
            "tail": current.vectors - (forest.vectors if forest else 0),
            "reduced": current.reduced,
            "trees": forest.trees if forest else None,
            "search_k": forest.search_k if forest else None,
            "recall_at_100": forest.recall_at_100 if forest else 1.0,
        },
    }


def _row(name: str, count: int, are: str) -> list[tuple[str, str]]:
    """Files that no list holds unless it is asked for, where there are any."""
    return [(name, f"{count:,} ({are}: imagefinder problems --all)")] if count else []


def _index_line(current: LibraryStatus) -> str:
    """By what the vectors are searched."""
    if current.forest is not None and not current.reduced:
        return _forest_line(current, current.forest)
    if not current.reduced:
        return "exact scan"
    newer = current.vectors - current.reduced
    line = f"principal components of {current.reduced:,} vectors, {newer:,} newer ones scanned"
    return line + (f"; {_forest_line(current, current.forest)}" if current.forest else "")


def _forest_line(current: LibraryStatus, forest: ForestFigures) -> str:
    tail = current.vectors - forest.vectors
    return (
        f"forest of {forest.trees} trees over {forest.vectors:,} vectors and {tail:,} newer ones, "
        f"search_k {forest.search_k:,}, recall at 100 {forest.recall_at_100:.3f}"
    )


def _index_kind(current: LibraryStatus) -> str:
    if current.reduced:
        return "components"
    return "forest" if current.forest and not current.forest.exact_is_faster else "exact"
