"""Random weights of a real architecture, for tests and timings where none can be downloaded.

    python -m benchmarks.random_weights ViT-B-32-256 out.safetensors

Speed doesn't depend on the weights. Vectors of different pictures come out nearly parallel:
compare them with their mean removed.
"""

import argparse
import logging
from pathlib import Path

import open_clip
import safetensors.torch
import torch


def random_weights(architecture: str, file: Path, seed: int = 0) -> Path:
    """Write the weights that open_clip starts its training from; the same for the same seed."""
    # open_clip warns through the root logger that nothing was loaded, which is the point.
    logging.getLogger().setLevel(logging.ERROR)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = open_clip.create_model(architecture, load_weights=False)
    state = {name: tensor.contiguous() for name, tensor in model.state_dict().items()}
    safetensors.torch.save_file(state, file)
    return file


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=random_weights.__doc__)
    parser.add_argument("architecture")
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    print(random_weights(given.architecture, given.file, given.seed))


if __name__ == "__main__":
    main()
