"""Texts without the places that nobody fills: the same vectors from fewer tokens."""

from typing import Any

import open_clip
import pytest
import torch

from imagefinder.embed.clip.short_texts import ShortTexts

TEXTS = ["a red kayak", "", "two dogs in the snow at night, seen from far above"]
TEXT = {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 2}
VISION = {"image_size": 16, "layers": 1, "width": 16, "patch_size": 8, "head_width": 8}
END = 49407


def model(custom: bool = False, **text: Any) -> Any:
    made = open_clip.CustomTextCLIP if custom else open_clip.CLIP
    with torch.random.fork_rng():
        torch.manual_seed(3)
        return made(24, VISION, TEXT | text).eval()


def seen(short: ShortTexts) -> list[int]:
    """How many tokens each call gave to the model."""
    lengths: list[int] = []
    embedding = getattr(short.model, "text", short.model).token_embedding
    embedding.register_forward_pre_hook(lambda _, given: lengths.append(given[0].shape[1]))
    return lengths


@pytest.mark.parametrize("custom", [False, True])
@pytest.mark.parametrize("pool", [{"pool_type": "argmax"}, {"pool_type": "eos", "eos_id": END}])
@torch.inference_mode()
def test_the_same_vectors_from_fewer_tokens(custom: bool, pool: dict[str, Any]) -> None:
    made = model(custom, **pool)
    short = ShortTexts(made)
    lengths = seen(short)
    for texts, needed in ((TEXTS[:2], 8), (TEXTS, 16)):
        tokens = open_clip.tokenize(texts)
        torch.testing.assert_close(
            short.encode(tokens), made.encode_text(tokens), atol=1e-5, rtol=1e-5
        )
        assert lengths == [needed, 77]
        lengths.clear()
    # And nothing is left behind for the next one.
    assert (made.text if custom else made).positional_embedding.shape[0] == 77


@torch.inference_mode()
def test_a_text_that_fills_all_places() -> None:
    made = model()
    short = ShortTexts(made)
    lengths = seen(short)
    tokens = open_clip.tokenize(["word " * 100, "one"])
    torch.testing.assert_close(short.encode(tokens), made.encode_text(tokens))
    assert lengths == [77, 77]


@pytest.mark.parametrize(
    "text",
    [
        {"no_causal_mask": True},
        {"pool_type": "last"},
        {"embed_cls": True},
    ],
    ids=str,
)
@torch.inference_mode()
def test_where_the_rest_counts_it_is_kept(text: dict[str, Any]) -> None:
    made = model(custom=True, **text)
    short = ShortTexts(made)
    lengths = seen(short)
    tokens = open_clip.tokenize(TEXTS)
    torch.testing.assert_close(short.encode(tokens), made.encode_text(tokens))
    assert lengths == [77, 77]


@torch.inference_mode()
def test_another_kind_of_text_model_is_asked_as_it_is() -> None:
    class Other(torch.nn.Module):
        def encode_text(self, tokens: torch.Tensor) -> torch.Tensor:
            return tokens.float()

    tokens = open_clip.tokenize(TEXTS)
    torch.testing.assert_close(ShortTexts(Other()).encode(tokens), tokens.float())
