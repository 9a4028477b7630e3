"""From a `ModelSpec` to files on this machine. (Fetching follows.)"""

from pathlib import Path

from imagefinder.embed.models import ModelSpec


def located(spec: ModelSpec) -> Path | None:
    """The weights of `spec` if they are here."""
    return spec.weights if spec.weights and spec.weights.is_file() else None


def tokenizer_folder(spec: ModelSpec) -> Path | None:
    """Where the tokenizer's files of `spec` lie, if it needs some and they are here."""
    beside = spec.weights.parent if spec.weights else None
    return beside if beside and (beside / "tokenizer.json").is_file() else None
