"""What the page of tastes says in words: what is expected, why, how often it was right."""

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from imagefinder.core.tasting import Accuracy, Suggestion, TasteStatus, Why

# So many votes of each kind must be there before anything is expected.
ENOUGH_OF_EACH = 3
# Beyond 1 a picture lies outside of the recommender's margin.
_FAIRLY_SURE, _SURE = 0.35, 1.0

# By this very name: lupdate gathers the texts of calls to it.
translate = QCoreApplication.translate


def expectation(suggestion: Suggestion) -> str:
    """What is expected of the vote, and how surely."""
    if suggestion.expected_yes is None:
        return translate("Taste", "Do you like it?")
    expected = (
        translate("Taste", "I expect you like this")
        if suggestion.expected_yes
        else translate("Taste", "I expect you don’t")
    )
    return f"{expected} · {_surely(abs(suggestion.decision))}"


def _surely(margin: float) -> str:
    if margin >= _SURE:
        return translate("Taste", "sure")
    return (
        translate("Taste", "fairly sure")
        if margin >= _FAIRLY_SURE
        else translate("Taste", "hardly sure")
    )


def why(reason: Why) -> str:
    """Why this picture is shown."""
    match reason:
        case "varied":
            return translate("Taste", "Shown because it differs from the ones before")
        case "words":
            return translate("Taste", "Shown because it is near your words")
        case "selection":
            return translate("Taste", "Shown because it is near the photos you chose")
        case "liked":
            return translate("Taste", "Shown as one of those you may like")
        case "disliked":
            return translate("Taste", "Shown as one of those you may not like")
        case "unsure":
            return translate("Taste", "Shown because I am least sure of it")


def accuracy(figures: Accuracy) -> str:
    """How often it was right, and between which shares that lies for all pictures (95 %)."""
    number = QLocale().toString
    return translate("Taste", "right {0} of {1} · {2}–{3} %").format(
        number(figures.right),
        number(figures.told),
        number(round(100 * figures.low)),
        number(round(100 * figures.high)),
    )


def votes(yes: int, no: int) -> str:
    """How many votes there are."""
    return _Counted().votes(yes, no)


def progress(status: TasteStatus) -> str:
    """How far it is from expecting anything; nothing where there are votes enough."""
    if min(status.yes, status.no) >= ENOUGH_OF_EACH:
        return ""
    number = QLocale().toString
    counts = (min(status.yes, ENOUGH_OF_EACH), min(status.no, ENOUGH_OF_EACH))
    return translate("Taste", "{0} of {2} yes · {1} of {2} no").format(
        *(number(count) for count in (*counts, ENOUGH_OF_EACH))
    )


def cast(liked: bool, count: int, name: str) -> str:
    """What was voted on a selection."""
    return _Counted().cast(liked, count).format(name)


class _Counted(QObject):
    """A class, since lupdate finds plurals in calls of its `tr` alone."""

    def votes(self, yes: int, no: int) -> str:
        return " · ".join((self.tr("%Ln yes", "", yes), self.tr("%Ln no", "", no)))

    def cast(self, liked: bool, count: int) -> str:
        if liked:
            return self.tr("%Ln photo(s) voted yes in “{0}”", "", count)
        return self.tr("%Ln photo(s) voted no in “{0}”", "", count)
