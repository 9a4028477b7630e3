"""How long something takes, in words that are as precise as a guess may be."""

from PySide6.QtCore import QCoreApplication


def duration(seconds: float) -> str:
    """`40 s`, `12 min`, `3 h 05 min`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    translate = QCoreApplication.translate
    if hours:
        return translate("Durations", "{0} h {1} min").format(hours, f"{minutes:02}")
    if minutes:
        return translate("Durations", "{0} min").format(minutes)
    return translate("Durations", "{0} s").format(rest)
