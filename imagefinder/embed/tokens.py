"""Words to tokens by open_clip's own tokenizer, without importing torch (that takes a second).

`words` asks here; `clip.text` has the same from the imported package. The tokenizer's file is run
as it is, but for its import of torch, which only what batches texts into tensors uses.
"""

import __future__

import ast
import types
from functools import cache
from typing import Any

from imagefinder.embed.open_clip_tables import package


def tokens(text: str, context: int) -> list[int]:
    """At most `context` numbers, the end mark always the last."""
    tokenizer = _tokenizer()
    whole = [tokenizer.sot_token_id, *tokenizer.encode(text)]
    return [*whole[: context - 1], tokenizer.eot_token_id]


@cache
def _tokenizer() -> Any:
    """The one that `open_clip.tokenize` uses."""
    file = package() / "tokenizer.py"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    tree.body = [statement for statement in tree.body if not _imports_torch(statement)]
    # As text, annotations need not know what a tensor is.
    flags = __future__.annotations.compiler_flag
    module = types.ModuleType("open_clip.tokenizer, without torch")
    module.__file__ = str(file)
    exec(compile(tree, str(file), "exec", flags), vars(module))  # noqa: S102 - as importing would
    return module._tokenizer


def _imports_torch(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import) and statement.names[0].name == "torch"
