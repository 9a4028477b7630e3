"""The window must not wait for what only the engine needs."""

import pkgutil
import subprocess
import sys

import imagefinder.gui

HEAVY = ("torch", "open_clip", "sklearn", "annoy")


def test_the_window_imports_nothing_heavy() -> None:
    modules = [
        module.name
        for module in pkgutil.walk_packages(imagefinder.gui.__path__, "imagefinder.gui.")
    ]
    assert "imagefinder.gui.grid.grid" in modules
    code = f"""
import importlib, sys
for name in {modules!r}:
    importlib.import_module(name)
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
