"""Which devices this machine has, and what their failures look like.

`load` asks `devices_for`, in order of preference and always ending with the CPU; `start` asks which
precisions to try; `encoder` asks what an exception means.
"""

import logging
import math
import time
import warnings

import torch

from imagefinder.core.errors import KnownError

log = logging.getLogger(__name__)

# How much slower than float32 a product may be: on a GPU so small a one takes its overhead.
_WORTH_TRYING = 1.5
_MATMUL_RUNS = 5
# MPS and the CPU's allocator raise plain RuntimeErrors; only their text tells.
_OUT_OF_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")


def devices_for(wanted: str) -> list[str]:
    """`auto`, or a device such as `cuda`, `cuda:1`, `mps`, `cpu`, to the devices to try in turn."""
    present = _accelerators()
    if wanted == "auto":
        return [*present[:1], "cpu"]
    matching = [d for d in (*present, "cpu") if wanted in (d, d.partition(":")[0])]
    if not matching:
        raise KnownError(
            f"This machine has no device “{wanted}” that torch can use; it has"
            f" {', '.join([*present, 'cpu'])}."
        )
    return list(dict.fromkeys([matching[0], "cpu"]))


def present_devices() -> list[str]:
    """Every device that torch can use, the best first, the CPU last."""
    return [*_accelerators(), "cpu"]


def device_title(device: str) -> str:
    """What to show of it; a CPU and Apple's processors are called as they are in a list."""
    return device_name(device) if device.partition(":")[0] in ("cuda", "xpu") else ""


def quick_precisions(device: str) -> list[str]:
    """The precisions worth timing with the model, smallest first: they may not all fit at once.

    A product of matrices tells in a few milliseconds what a model takes seconds to: bfloat16 on a
    CPU without instructions for it is many times slower than float32.
    """
    smaller = ["bfloat16"] if device == "cpu" else ["bfloat16", "float16"]
    limit_s = _WORTH_TRYING * _matmul_s(device, torch.float32)
    return [p for p in smaller if _matmul_s(device, getattr(torch, p)) < limit_s] + ["float32"]


def _matmul_s(device: str, dtype: torch.dtype) -> float:
    """Seconds for a small product, endless where the device can't do it."""
    try:
        left = torch.ones(64, 256, dtype=dtype, device=device)
        right = torch.ones(256, 256, dtype=dtype, device=device)
        return min(_product_s(left, right) for _ in range(_MATMUL_RUNS))
    except RuntimeError:
        return math.inf


def _product_s(left: torch.Tensor, right: torch.Tensor) -> float:
    began = time.perf_counter()
    # Reading the sum waits for the device.
    (left @ right).sum().item()
    return time.perf_counter() - began


def device_name(device: str) -> str:
    """What the device is called, to tell one machine's timings from another's."""
    kind = device.partition(":")[0]
    try:
        if kind in ("cuda", "xpu"):
            return str(getattr(torch, kind).get_device_name(device))
    # A device too broken to say its name is for the self-test to find.
    except (RuntimeError, AssertionError) as e:
        log.info("%s doesn't say its name: %s", device, e)
    return f"{kind} {torch.backends.cpu.get_cpu_capability()}"


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a smaller batch may succeed where this one failed."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(t in str(error) for t in _OUT_OF_MEMORY)


def free_cache(device: str) -> None:
    """Give back memory that torch keeps for later on `device`."""
    kind = device.partition(":")[0]
    try:
        if kind in ("cuda", "xpu", "mps"):
            getattr(torch, kind).empty_cache()
    except RuntimeError as e:
        log.warning("%s does not answer: %s", device, e)


def _accelerators() -> list[str]:
    """`cuda:0`, …, `mps`, `xpu:0`, … as far as torch can use them."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = [f"cuda:{i}" for i in range(torch.cuda.device_count()) if torch.cuda.is_available()]
        found += ["mps"] if torch.backends.mps.is_available() else []
        found += [f"xpu:{i}" for i in range(torch.xpu.device_count()) if torch.xpu.is_available()]
    # Such as a driver too old for this torch: worth knowing, no reason to stop.
    for warning in caught:
        log.warning("torch: %s", warning.message)
    return found
