"""Names of files and what cameras write come from strangers: shown as text, never as markup.

Labels are told so by `setTextFormat`. A tooltip guesses by itself: to it, what looks like markup is
handed as markup that shows just that.
"""

from html import escape


def plain_tip(text: str) -> str:
    """`text` as a tooltip shows it literally, also where it looks like HTML."""
    # What Qt takes for markup has one of these; it is not asked, since PySide lacks the question.
    if "<" not in text and "&lt;" not in text:
        return text
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>")
