"""From crops and words to unit vectors: models, their weights, and CLIP itself.

The libraries below read these variables once, when they are first imported; this module runs before
any of its submodules can import them, hence here. A person's own setting wins.
"""

import os

# Threads that wait must not spin: with another program busy, 45.7 against 11.4 pictures a second.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# Telemetry would also fetch a list of programs from the hub before the first download.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
# Plain HTTP can be resumed and measured; Xet keeps its own chunks elsewhere.
os.environ.setdefault("HF_HUB_DISABLE_XET", "1")
