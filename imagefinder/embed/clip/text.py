"""Words to tokens, without the network and without transformers.

open_clip's own tokenizer where the architecture uses it. SigLIP and its like name a tokenizer on
the hub; of that, `tokenizer.json` and `tokenizer_config.json` are read with the `tokenizers`
package, as transformers would (same cleaning, end mark, truncation and padding).
"""

import json
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import open_clip
import torch
from open_clip.tokenizer import SimpleTokenizer, get_clean_fn

from imagefinder.core.errors import ModelUnavailable

Tokenize = Callable[[Sequence[str]], torch.Tensor]

_DEFAULT_CONTEXT_TOKENS = 77


def tokenizer_of(text_config: dict[str, Any], folder: Path | None) -> Tokenize:
    """Texts to `(n, context)` int64. `folder` holds the tokenizer's files where it has some."""
    context = text_config.get("context_length", _DEFAULT_CONTEXT_TOKENS)
    options = dict(text_config.get("tokenizer_kwargs", {}))
    if text_config.get("hf_tokenizer_name"):
        return _hub_tokenizer(_present(folder), context, options.get("clean", "whitespace"))
    if options:
        return SimpleTokenizer(context_length=context, **options)  # type: ignore[no-any-return]
    return lambda texts: open_clip.tokenize(list(texts), context_length=context)


def _hub_tokenizer(folder: Path, context: int, cleaning: str) -> Tokenize:
    clean = get_clean_fn(cleaning)
    tokenizer = _read_tokenizer(folder, context)

    def tokenize(texts: Sequence[str]) -> torch.Tensor:
        encoded = tokenizer.encode_batch([clean(text) for text in texts])
        return torch.tensor([e.ids for e in encoded], dtype=torch.long)

    return tokenize


def _present(folder: Path | None) -> Path:
    if folder is None:
        raise ModelUnavailable(
            "The model's tokenizer (tokenizer.json) is not on this machine. Fetch the model, or put"
            " the file beside the weights."
        )
    return folder


def _package() -> Any:
    """The tokenizers library, loaded only for the models that need it."""
    try:
        return import_module("tokenizers")
    except ModuleNotFoundError as e:
        raise ModelUnavailable(
            "This model needs the Python package “tokenizers”. Install it, or choose another model."
        ) from e


def _read_tokenizer(folder: Path, context: int) -> Any:
    file = folder / "tokenizer.json"
    package = _package()
    try:
        tokenizer = package.Tokenizer.from_str(file.read_text(encoding="utf-8"))
        settings = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    # The Rust library raises bare Exception for a file that it can't parse.
    except Exception as e:
        raise ModelUnavailable(
            f"The tokenizer {file} is missing or damaged ({e}). Delete it and fetch the model again"
        ) from e
    _end_with_mark(tokenizer, settings)
    pad = _token(settings.get("pad_token"), "<pad>")
    tokenizer.enable_truncation(context)
    # open_clip pads with 0 where no token is named.
    pad_id = tokenizer.token_to_id(pad) or 0
    tokenizer.enable_padding(length=context, pad_id=pad_id, pad_token=pad)
    return tokenizer


def _end_with_mark(tokenizer: Any, settings: dict[str, Any]) -> None:
    """Append the end mark where the settings ask for it and the file alone doesn't do so."""
    mark = _token(settings.get("eos_token"), "<eos>")
    number = tokenizer.token_to_id(mark)
    if not settings.get("add_eos_token") or tokenizer.encode("a").ids[-1] == number:
        return
    tokenizer.post_processor = _package().processors.TemplateProcessing(
        single=f"$A {mark}", special_tokens=[(mark, number)]
    )


def _token(setting: Any, default: str) -> str:
    """A special token as settings write it: a string, or a record with its content."""
    return str(setting.get("content", default) if isinstance(setting, dict) else setting or default)
