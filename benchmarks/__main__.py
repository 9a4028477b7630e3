"""Runs one benchmark: `python -m benchmarks NAME …`; without a name, lists them.

A benchmark is a module beside this one with a function `main(argv: list[str]) -> None`, found by
that line. The first sentence of its docstring stands in the list. Nothing else is to be registered.
"""

import ast
import importlib
import sys
from pathlib import Path


def benchmarks() -> dict[str, str]:
    """Name and first sentence of each. The sources are read, since importing some takes seconds."""
    found = {}
    for file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        source = file.read_text("utf-8")
        if "def main(argv" in source:
            found[file.stem] = (ast.get_docstring(ast.parse(source)) or "").split("\n")[0]
    return found


def main(arguments: list[str]) -> int:
    """Run the benchmark that is named first, with the rest as its arguments."""
    known = benchmarks()
    if not arguments or arguments[0] not in known:
        print("usage: python -m benchmarks NAME [OPTIONS]\n")
        for name, about in known.items():
            print(f"  {name:16} {about}")
        return 2 if arguments else 0
    importlib.import_module(f"benchmarks.{arguments[0]}").main(arguments[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
