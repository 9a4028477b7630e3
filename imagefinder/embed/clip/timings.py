"""What was found fastest on this machine, remembered from one start to the next.

`start` reads and writes it. One JSON file: situation (machine, torch, threads, model, device) to
`Timed`. It is derived: a missing, damaged or read-only file costs a second of timing, no more.
"""

import logging
import os
import platform
from pathlib import Path

import msgspec
import torch

from imagefinder.embed.clip.devices import device_name

log = logging.getLogger(__name__)


class Timed(msgspec.Struct, frozen=True):
    """The fastest precision that passed the self-test, and how many pictures take 250 ms.

    `per_second` is how many pictures a second it took at the largest size that was timed.
    """

    precision: str
    batch_size: int
    per_second: float | None = None


class Timings:
    """The file at `file`, or nothing remembered where that is None."""

    def __init__(self, file: Path | None, architecture: str, asked_precision: str) -> None:
        self._file = file
        self._model = f"{architecture} {asked_precision}"

    def known(self, device: str) -> Timed | None:
        """What was found in this situation before."""
        return self._read().get(self._situation(device))

    def remember(self, device: str, timed: Timed) -> None:
        """Write `timed` down for this situation."""
        if self._file is None:
            return
        known = self._read() | {self._situation(device): timed}
        temporary = self._file.with_suffix(f".{os.getpid()}.tmp")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(msgspec.json.format(msgspec.json.encode(known)))
            os.replace(temporary, self._file)  # noqa: PTH105 - the name says what is atomic
        except OSError as e:
            log.info("Timings not kept in %s: %s", self._file, e)

    def _read(self) -> dict[str, Timed]:
        try:
            content = self._file.read_bytes() if self._file else b"{}"
            return msgspec.json.decode(content, type=dict[str, Timed])
        except (OSError, msgspec.DecodeError):
            return {}

    def _situation(self, device: str) -> str:
        machine = f"{platform.node()} {platform.machine()} {platform.processor()}"
        return "; ".join(
            [
                machine,
                f"torch {torch.__version__}",
                f"{torch.get_num_threads()} threads",
                self._model,
                f"{device} {device_name(device)}",
            ]
        )
