"""torch's compiler is not imported, and is the real one for whoever wants it afterwards."""

import subprocess
import sys

import pytest

BEGIN = "import sys\nimport imagefinder.embed\n"
# What the demo's model answers is the same with and without, and the compiler works.
QUICK = """
import imagefinder.embed.clip, torch
assert "torch._dynamo" not in sys.modules
assert torch.compile(lambda x: x + 1, backend="eager")(torch.ones(1)).item() == 2
assert hasattr(torch._dynamo, "optimize")
"""
# A torchvision of another day, which wants more of the compiler than the stand-in has.
DEMANDING = """
import importlib.abc, importlib.util
class Demanding(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        if name == "torchvision.ops.misc" and "torch._dynamo" in sys.modules:
            import torch
            if not hasattr(torch._dynamo, "optimize"):
                raise ImportError("no optimize")
sys.meta_path.insert(0, Demanding())
import imagefinder.embed.clip, open_clip
assert open_clip.list_models()
"""


@pytest.mark.slow
@pytest.mark.parametrize("program", [QUICK, DEMANDING], ids=["quick", "demanding"])
def test_in_a_fresh_interpreter(program: str) -> None:
    done = subprocess.run([sys.executable, "-c", BEGIN + program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
