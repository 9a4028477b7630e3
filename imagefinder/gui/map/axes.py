"""What axes and colours are called, in the window and in what it remembers."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from imagefinder.core.mapping import (
    Axis,
    ByCluster,
    ByComponent,
    ByDate,
    ByFolder,
    ByScore,
    ByTaste,
    ByWords,
    Colouring,
)
from imagefinder.core.query import Query

FIRST, SECOND = ByComponent(1), ByComponent(2)

# By this very name: lupdate gathers the texts of calls to it.
translate = QCoreApplication.translate


def axis_name(axis: Axis, explained: Sequence[float]) -> str:
    """As a chooser and the axis itself show it."""
    if isinstance(axis, ByWords):
        return f"{axis.away} ↔ {axis.towards}" if axis.away else axis.towards
    name = translate("MapAxes", "Component {0}").format(QLocale().toString(axis.number))
    if axis.number > len(explained):
        return name
    share = QLocale().toString(100 * explained[axis.number - 1], "f", 0)
    return f"{name} · {share} %"


def end_names(axis: Axis) -> tuple[str, str]:
    """What is at the low and at the high end, where words say it."""
    if not isinstance(axis, ByWords):
        return "", ""
    if axis.away:
        return axis.away, axis.towards
    return translate("MapAxes", "less {0}").format(axis.towards), translate(
        "MapAxes", "more {0}"
    ).format(axis.towards)


def axis_to_text(axis: Axis) -> str:
    """A component's number, "words", or "words|words" with the low end first."""
    if isinstance(axis, ByComponent):
        return str(axis.number)
    return f"{axis.away}|{axis.towards}" if axis.away else axis.towards


def axis_of_text(text: str, otherwise: Axis) -> Axis:
    """The axis that `axis_to_text` wrote."""
    if text.isdecimal():
        return ByComponent(max(1, int(text)))
    away, parted, towards = text.partition("|")
    if not parted:
        away, towards = "", away
    towards, away = towards.strip(), away.strip()
    return ByWords(towards, away) if towards else otherwise


def colour_to_text(by: Colouring | None) -> str:
    """A word, with a number or a name after a colon where there is one."""
    match by:
        case ByFolder():
            return "folder"
        case ByDate():
            return "date"
        case ByScore():
            return "score"
        case ByTaste(name=name):
            return f"taste:{name}"
        case ByCluster(k=k):
            return f"cluster:{k}"
    return "none"


def colour_of_text(text: str, query: Query) -> Colouring | None:
    """The colour that `colour_to_text` wrote."""
    kind, _, rest = text.partition(":")
    match kind:
        case "folder":
            return ByFolder()
        case "date":
            return ByDate()
        case "score":
            return ByScore(query) if query.terms else None
        case "taste" if rest:
            return ByTaste(rest)
        case "cluster":
            return ByCluster(int(rest) if rest.isdecimal() and int(rest) > 1 else 8)
    return None
