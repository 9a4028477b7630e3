"""Random weights of a real architecture, for tests and timings where none can be downloaded.

    python -m benchmarks.random_weights ViT-B-32-256 out.safetensors

Speed doesn't depend on the weights. Vectors of different pictures come out nearly parallel:
compare them with their mean removed.
"""

import argparse
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import open_clip
import safetensors.torch
import torch


def random_model(architecture: str, seed: int = 0) -> Any:
    """The model that open_clip starts a training with; the same for the same seed."""
    with torch.random.fork_rng(), _quiet_root_logger():
        torch.manual_seed(seed)
        return open_clip.create_model(architecture, load_weights=False)


def write_weights(model: Any, file: Path) -> Path:
    """The model's weights as safetensors in `file`."""
    state = {name: tensor.contiguous() for name, tensor in model.state_dict().items()}
    safetensors.torch.save_file(state, file)
    return file


@contextmanager
def _quiet_root_logger() -> Iterator[None]:
    """open_clip warns through it that no weights were loaded, which is the point here."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        root.setLevel(level)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("architecture")
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    print(write_weights(random_model(given.architecture, given.seed), given.file))


if __name__ == "__main__":
    main()
