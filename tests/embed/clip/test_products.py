"""Layers by oneDNN compute what torch's own do, and leave to others what is not theirs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from typing import Any

import pytest
import torch
from open_clip.transformer import ResidualAttentionBlock
from torch import nn
from torch.nn.functional import linear

from imagefinder.embed.clip import products
from imagefinder.embed.clip.products import QuickLinear, SelfAttention, hasten
from imagefinder.embed.clip.towers import CPU_FLOAT32, Placement, placed

WIDTH = 32
needs_onednn = pytest.mark.skipif(
    not torch.backends.mkldnn.is_available(), reason="needs a torch with oneDNN"
)


@pytest.fixture(autouse=True)
def quicker(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Says whether oneDNN is quicker, which it is by default."""

    def say(quicker: bool) -> None:
        monkeypatch.setattr(products, "onednn_is_quicker", lambda _: quicker)

    say(True)
    return say


@pytest.fixture
def layer() -> nn.Module:
    with torch.random.fork_rng():
        torch.manual_seed(5)
        return ResidualAttentionBlock(WIDTH, 4).eval().requires_grad_(requires_grad=False)


def tokens(count: int = 7) -> torch.Tensor:
    return torch.randn(3, count, WIDTH, generator=torch.Generator().manual_seed(6))


def kinds(module: nn.Module) -> set[type]:
    return {type(part) for part in module.modules()}


@needs_onednn
@pytest.mark.parametrize("lay_out", [True, False])
@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_a_hastened_layer_computes_the_same(
    layer: nn.Module, precision: str, lay_out: bool
) -> None:
    quick = placed(layer, Placement("cpu", precision), lay_out=lay_out)
    assert {QuickLinear, SelfAttention} <= kinds(quick)
    mask = torch.full((7, 7), float("-inf")).triu_(1)
    dtype = getattr(torch, precision)
    for given in (None, mask):
        with torch.inference_mode():
            answer = quick(tokens().to(dtype), attn_mask=given).float()
        tolerance = 1e-5 if precision == "float32" else 0.1
        torch.testing.assert_close(
            answer, layer(tokens(), attn_mask=given), atol=tolerance, rtol=tolerance
        )


@needs_onednn
def test_the_one_given_is_left_as_it_was(layer: nn.Module) -> None:
    before = layer(tokens())
    weights = {name: tensor.clone() for name, tensor in layer.state_dict().items()}
    placed(layer, CPU_FLOAT32)(tokens())
    placed(layer, Placement("cpu", "bfloat16"))(tokens().bfloat16())
    assert not {QuickLinear, SelfAttention} & kinds(layer)
    torch.testing.assert_close(layer.state_dict(), weights)
    torch.testing.assert_close(layer(tokens()), before)


@needs_onednn
def test_what_is_not_laid_out_needs_no_memory_of_its_own(layer: Any) -> None:
    quick: Any = placed(layer, CPU_FLOAT32, lay_out=False)
    quick(tokens())
    assert quick.mlp.c_fc.weight.data_ptr() == layer.mlp.c_fc.weight.data_ptr()
    assert quick.ln_1.weight is layer.ln_1.weight


@needs_onednn
def test_what_is_laid_out_lets_its_own_weights_go(layer: Any) -> None:
    quick: Any = placed(layer, CPU_FLOAT32)
    assert quick.mlp.c_fc.weight.numel()
    quick(tokens())
    assert (quick.mlp.c_fc.weight.numel(), quick.mlp.c_fc.weight.dtype) == (0, torch.float32)


@needs_onednn
def test_weights_that_are_used_without_a_call_stay() -> None:
    class Peculiar(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = nn.Linear(WIDTH, WIDTH)

        def forward(self, rows: torch.Tensor) -> torch.Tensor:
            return linear(rows, self.inner.weight, self.inner.bias)

    plain = Peculiar()
    quick = deepcopy(plain)
    hasten(quick, lay_out=True)
    assert isinstance(quick.inner, QuickLinear)
    torch.testing.assert_close(quick(tokens()), plain(tokens()))


@needs_onednn
def test_a_layer_that_asks_another_batch_keeps_its_attention() -> None:
    layer = ResidualAttentionBlock(WIDTH, 4, is_cross_attention=True).eval()
    quick = placed(layer, CPU_FLOAT32)
    assert SelfAttention not in kinds(quick)
    given = {"k_x": tokens(4), "v_x": tokens(4)}
    torch.testing.assert_close(quick(tokens(), **given), layer(tokens(), **given))


@needs_onednn
def test_the_first_call_may_come_from_all_threads_at_once() -> None:
    plain = nn.Linear(512, 512)
    rows = torch.ones(8, 512)
    for _ in range(20):
        quick = QuickLinear(plain.weight, plain.bias, lay_out=True)
        with ThreadPoolExecutor(4) as pool, torch.inference_mode():
            answers = list(pool.map(quick, [rows] * 4))
        for answer in answers:
            torch.testing.assert_close(answer, plain(rows).detach())


@needs_onednn
def test_layers_without_bias_too() -> None:
    plain = nn.Linear(WIDTH, 5, bias=False)
    quick = QuickLinear(plain.weight, None, lay_out=True)
    torch.testing.assert_close(quick(tokens()), plain(tokens()))


def test_attention_of_other_libraries_takes_products_in_bfloat16_only() -> None:
    from timm.layers import Attention

    plain = Attention(WIDTH, 4).eval()
    plain.fused_attn = True
    quick: Any = placed(plain, Placement("cpu", "bfloat16"))
    as_exact: Any = placed(plain, CPU_FLOAT32)
    assert (quick.fused_attn, as_exact.fused_attn, plain.fused_attn) == (False, True, True)
    with torch.inference_mode():
        answer = quick(tokens().bfloat16()).float()
    torch.testing.assert_close(answer, plain(tokens()), atol=0.1, rtol=0.1)


def test_nothing_is_replaced_where_torch_is_quicker(
    layer: nn.Module, quicker: Callable[[bool], None]
) -> None:
    quicker(False)
    assert kinds(placed(layer, CPU_FLOAT32)) == kinds(layer)


def test_other_devices_are_left_alone(layer: nn.Module) -> None:
    assert kinds(placed(layer, Placement("meta", "float32"))) == kinds(layer)


def test_a_torch_without_the_operator_uses_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    def lacking(_: torch.Tensor) -> torch.Tensor:
        raise AttributeError("no attribute '_reorder_linear_weight'")

    monkeypatch.setattr(products, "_laid_out", lacking)
    assert not products.onednn_is_quicker(torch.float32)


@pytest.mark.parametrize(("by_onednn", "by_torch", "taken"), [(1, 2, True), (2, 1, False)])
def test_the_quicker_one_is_taken(
    monkeypatch: pytest.MonkeyPatch, by_onednn: float, by_torch: float, taken: bool
) -> None:
    monkeypatch.undo()
    seconds = iter([by_onednn, by_torch])
    monkeypatch.setattr(products, "_laid_out", lambda weight: weight)
    monkeypatch.setattr(products, "_seconds", lambda _: next(seconds))
    assert products.onednn_is_quicker(torch.float32) is taken
