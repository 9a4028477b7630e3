"""What this machine can run models on, and how fast each model would be here.

Asked by the window for the pages on which a model and a device are chosen.
"""

import msgspec


class ModelRate(msgspec.Struct, frozen=True):
    """How many pictures a second a model takes; `measured` with the model itself, else estimated.

    `model` is `ARCH:TAG`. Reading the files comes on top, beside it.
    """

    model: str
    per_second: float
    measured: bool


class Machine(msgspec.Struct, frozen=True):
    """`devices` as torch names them, the best first, `cpu` last; `names` are what they are called.

    `has_battery` says whether the machine can run on one.
    """

    devices: tuple[str, ...]
    names: tuple[str, ...]
    rates: tuple[ModelRate, ...]
    has_battery: bool


class DescribeMachine(msgspec.Struct, frozen=True, tag="describe_machine"):
    """Ask for the machine; answered by `MachineIs`. The first answer takes some seconds."""

    request: int


class MachineIs(msgspec.Struct, frozen=True, tag="machine_is"):
    """The machine."""

    request: int
    machine: Machine
