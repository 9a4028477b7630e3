"""CLIP through open_clip: the only place that imports torch and open_clip.

`load` takes a `ModelSpec` whose files are on this machine and gives a `ClipEncoder`. The data's
way: `checkpoint` reads the weights file, `build` makes the two towers of it, `text` turns words
into tokens, `towers` runs both on a device, `start` chooses device, precision and batch size by
test and timing, `encoder` serves the rest of the program and falls back when a device fails. How
pictures are cut and scaled is said beside this package, in `embed.preprocess`.

This package must be the first to import torch in its process: `imagefinder.embed` sets
OMP_WAIT_POLICY, which OpenMP reads when torch loads it. Nothing here opens a socket.
"""

# First, before anything else imports open_clip:
from imagefinder.embed.clip import imports  # noqa: F401

# isort: split
from imagefinder.embed.clip.encoder import ClipEncoder
from imagefinder.embed.clip.load import load

__all__ = ["ClipEncoder", "load"]
