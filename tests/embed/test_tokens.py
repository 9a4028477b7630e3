"""Tokens without torch are those of open_clip's own tokenizer."""

import subprocess
import sys

import open_clip
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imagefinder.embed.tokens import tokens

CONTEXT = 77


def by_open_clip(text: str, context: int) -> list[int]:
    """Without the zeros that fill it up."""
    row = open_clip.tokenize([text], context_length=context)[0].tolist()
    return row[: row.index(max(row)) + 1]


@pytest.mark.parametrize("context", [5, CONTEXT])
@pytest.mark.parametrize(
    "text",
    [
        *("a red kayak", "Zürich at night", "", "  two\n lines ", "it's the dog's 12th &amp; last"),
        *("word " * 200, "日本の春 🚣‍♀️", "naïve café", "\x00", "<start_of_text> <end_of_text>"),
    ],
)
def test_they_are_open_clips(text: str, context: int) -> None:
    found = tokens(text, context)
    assert len(found) <= context
    if "<end_of_text>" not in text:  # an end mark in the middle, where ours goes on
        assert found == by_open_clip(text, context)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60).filter(lambda text: "_of_text" not in text.lower()))
def test_of_whatever_text(text: str) -> None:
    assert tokens(text, CONTEXT) == by_open_clip(text, CONTEXT)


def test_nothing_imports_torch() -> None:
    script = (
        "import sys; from imagefinder.embed import words, tokens; tokens.tokens('a dog', 77);"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
