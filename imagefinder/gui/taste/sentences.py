"""What the page of tastes says in words: what is expected, why, how often it was right."""

from PySide6.QtCore import QCoreApplication, QLocale

from imagefinder.core.tasting import Accuracy, Suggestion, TasteStatus, Why

# So many votes of each kind must be there before anything is expected.
ENOUGH_OF_EACH = 3
# Beyond 1 a picture lies outside of the recommender's margin.
_FAIRLY_SURE, _SURE = 0.35, 1.0


def expectation(suggestion: Suggestion) -> str:
    """What is expected of the vote, and how surely."""
    if suggestion.expected_yes is None:
        return _tr("Do you like it?")
    expected = (
        _tr("I expect you like this") if suggestion.expected_yes else _tr("I expect you don’t")
    )
    return f"{expected} · {_surely(abs(suggestion.decision))}"


def _surely(margin: float) -> str:
    if margin >= _SURE:
        return _tr("sure")
    return _tr("fairly sure") if margin >= _FAIRLY_SURE else _tr("hardly sure")


def why(reason: Why) -> str:
    """Why this picture is shown."""
    match reason:
        case "varied":
            return _tr("Shown because it differs from the ones before")
        case "words":
            return _tr("Shown because it is near your words")
        case "selection":
            return _tr("Shown because it is near the photos you chose")
        case "liked":
            return _tr("Shown as one of those you may like")
        case "disliked":
            return _tr("Shown as one of those you may not like")
        case "unsure":
            return _tr("Shown because I am least sure of it")


def accuracy(figures: Accuracy) -> str:
    """How often it was right, and between which shares that lies for all pictures (95 %)."""
    number = QLocale().toString
    return _tr("right {0} of {1} · {2}–{3} %").format(
        number(figures.right),
        number(figures.told),
        number(round(100 * figures.low)),
        number(round(100 * figures.high)),
    )


def votes(yes: int, no: int) -> str:
    """How many votes there are."""
    return f"{_tr('%Ln yes', yes)} · {_tr('%Ln no', no)}"


def progress(status: TasteStatus) -> str:
    """How far it is from expecting anything; nothing where there are votes enough."""
    if min(status.yes, status.no) >= ENOUGH_OF_EACH:
        return ""
    number = QLocale().toString
    counts = (min(status.yes, ENOUGH_OF_EACH), min(status.no, ENOUGH_OF_EACH))
    return _tr("{0} of {2} yes · {1} of {2} no").format(
        *(number(count) for count in (*counts, ENOUGH_OF_EACH))
    )


def cast(liked: bool, count: int, name: str) -> str:
    """What was voted on a selection."""
    if liked:
        return _tr("%Ln photo(s) voted yes in “{0}”", count).format(name)
    return _tr("%Ln photo(s) voted no in “{0}”", count).format(name)


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("Taste", text, "", count)
