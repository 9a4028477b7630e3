"""Products of matrices on a CPU by oneDNN, whoever made the processor.

Nearly all of a model's time goes into them. torch gives those in float32 to MKL, which does without
AVX-512 on other processors than Intel's: there oneDNN, which comes with torch as well, is twice as
quick. In bfloat16 torch takes oneDNN by itself, but lays the weights out anew at each product: to
do it once saves 3 to 8 %. The towers ask here for a module's replacement; which products are worth
it is timed, since on Intel's processors MKL is not slower.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeGuard

import torch
from open_clip.transformer import ResidualAttentionBlock
from torch import nn
from torch.nn.functional import linear, scaled_dot_product_attention

# A laid-out product as slow as torch's own still saves laying out; noise decides nothing.
_AS_QUICK = 1.1
_ROWS, _WIDTH, _RUNS = 64, 512, 5

_laying_out = threading.Lock()


def hasten(module: nn.Module, *, lay_out: bool) -> None:
    """Replace the linear layers in `module` by quicker ones, where oneDNN is quicker here.

    With `lay_out` each takes a copy of its weights, the way that oneDNN reads them, and lets its
    own go; without, nothing more memory is needed. Other modules may share the parameters.
    """
    dtype = next(module.parameters()).dtype
    if onednn_is_quicker(dtype):
        _replace(module, lay_out)
    if dtype == torch.bfloat16:
        _unfuse(module)


def onednn_is_quicker(dtype: torch.dtype) -> bool:
    """By a small product: a few milliseconds. False where torch was built without oneDNN."""
    rows = torch.ones(_ROWS, _WIDTH, dtype=dtype)
    weight, bias = torch.ones(_WIDTH, _WIDTH, dtype=dtype), torch.ones(_WIDTH, dtype=dtype)
    try:
        laid_out = _laid_out(weight)
        by_onednn = _seconds(lambda: _product(rows, laid_out, bias))
    # As the operators are torch's own matter, a later torch may name them otherwise.
    except (AttributeError, RuntimeError):
        return False
    return by_onednn < _AS_QUICK * _seconds(lambda: linear(rows, weight, bias))


class QuickLinear(nn.Linear):
    """By oneDNN; any number of threads at a time.

    Weights are laid out at the first call: those that some other module multiplies with itself,
    without calling, stay as they are.
    """

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor | None, *, lay_out: bool) -> None:
        nn.Module.__init__(self)  # nn.Linear's own would make weights
        self.out_features, self.in_features = weight.shape
        self.weight = nn.Parameter(weight, requires_grad=False)
        self.register_parameter(
            "bias", None if bias is None else nn.Parameter(bias, requires_grad=False)
        )
        self._ready = None if lay_out else weight.detach()

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """`(…, inputs)` to `(…, outputs)`."""
        ready = self._ready if self._ready is not None else self._first_call()
        return _product(rows, ready, self.bias)

    def _first_call(self) -> torch.Tensor:
        with _laying_out:
            if self._ready is None:
                self._ready = _laid_out(self.weight)
                # open_clip asks weights for their type: one is left, with nothing in it.
                self.weight = nn.Parameter(self.weight.new_empty(0), requires_grad=False)
            return self._ready


class SelfAttention(nn.Module):
    """An `nn.MultiheadAttention` of a batch with itself, as open_clip's layers ask for it."""

    def __init__(self, was: nn.MultiheadAttention, *, lay_out: bool) -> None:
        super().__init__()
        self._heads = was.num_heads
        self._into = QuickLinear(was.in_proj_weight, was.in_proj_bias, lay_out=lay_out)
        self._out_of = QuickLinear(was.out_proj.weight, was.out_proj.bias, lay_out=lay_out)

    def forward(
        self, tokens: torch.Tensor, *_: object, attn_mask: torch.Tensor | None = None, **__: object
    ) -> tuple[torch.Tensor, None]:
        """`(n, tokens, width)` to the same, and no weights of attention."""
        n, count, width = tokens.shape
        parted = self._into(tokens).view(n, count, 3, self._heads, width // self._heads)
        query, key, value = parted.permute(2, 0, 3, 1, 4)
        attend = _attention if tokens.dtype == torch.bfloat16 else scaled_dot_product_attention
        seen = attend(query, key, value, attn_mask)
        return self._out_of(seen.transpose(1, 2).reshape(n, count, width)), None


def _replace(module: nn.Module, lay_out: bool) -> None:
    for name, child in module.named_children():
        if type(child) is nn.Linear:
            setattr(module, name, QuickLinear(child.weight, child.bias, lay_out=lay_out))
        elif type(module) is ResidualAttentionBlock and _of_one_batch(child, module):
            setattr(module, name, SelfAttention(child, lay_out=lay_out))
        else:
            _replace(child, lay_out)


def _unfuse(module: nn.Module) -> None:
    """Tell timm's attention, which knows both ways, to take products."""
    part: Any
    for part in module.modules():
        if hasattr(part, "fused_attn"):
            part.fused_attn = False


def _attention(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None
) -> torch.Tensor:
    """`(n, heads, tokens, width)` each, to the same."""
    likeness: torch.Tensor = query * query.shape[-1] ** -0.5 @ key.transpose(-2, -1)
    seen: torch.Tensor = (likeness if mask is None else likeness + mask).softmax(-1) @ value
    return seen


def _of_one_batch(
    attention: nn.Module, layer: ResidualAttentionBlock
) -> TypeGuard[nn.MultiheadAttention]:
    """Whether tokens ask those of their own batch, with one matrix for question and answers."""
    return (
        type(attention) is nn.MultiheadAttention
        and not hasattr(layer, "ln_1_kv")
        and attention.batch_first
        and attention.in_proj_weight is not None
        and attention.bias_k is None
        and not attention.add_zero_attn
    )


def _laid_out(weight: torch.Tensor) -> torch.Tensor:
    laid_out: torch.Tensor = torch.ops.mkldnn._reorder_linear_weight(weight.detach())
    return laid_out


def _product(rows: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None) -> torch.Tensor:
    answer: torch.Tensor = torch.ops.mkldnn._linear_pointwise(rows, weight, bias, "none", [], "")
    return answer


def _seconds(product: Callable[[], torch.Tensor]) -> float:
    """The quickest of a few runs, since other programs only ever make one slower."""
    return min(_timed(product) for _ in range(_RUNS))


def _timed(product: Callable[[], torch.Tensor]) -> float:
    began = time.perf_counter()
    product()
    return time.perf_counter() - began
