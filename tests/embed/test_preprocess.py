"""Each tag's own mean, deviation and cut, also for weights given by path."""

import logging
from pathlib import Path

import pytest

from imagefinder.core.types import CropSpec
from imagefinder.embed.models import resolve
from imagefinder.embed.preprocess import Preprocess, preprocess_of, read_config

OPENAI = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
HALF = (0.5, 0.5, 0.5), (0.5, 0.5, 0.5)
RAW = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)


def preprocess(name: str) -> Preprocess:
    spec = resolve(name)
    return preprocess_of(spec, read_config(spec))


@pytest.mark.parametrize(
    ("name", "crop", "scaling"),
    [
        ("fast", CropSpec(224), OPENAI),
        ("default", CropSpec(256), OPENAI),
        ("best", CropSpec(224, "squash"), HALF),
        ("languages", CropSpec(256, "squash"), HALF),
        ("small", CropSpec(256, "shortest", "bilinear"), RAW),
        ("MobileCLIP2-S4:dfndr2b", CropSpec(256, "shortest", "bilinear"), OPENAI),
        ("MobileCLIP2-L-14:dfndr2b", CropSpec(224), OPENAI),
        ("ViT-L-14:laion2b_s32b_b82k", CropSpec(224), HALF),
        ("ViT-L-14:openai", CropSpec(224), OPENAI),
        ("ViT-H-14-378-quickgelu:dfn5b", CropSpec(378, "squash"), OPENAI),
        ("PE-Core-B-16:meta", CropSpec(224, "squash", "bilinear"), HALF),
    ],
)
def test_tag_decides(name: str, crop: CropSpec, scaling: tuple[tuple[float, ...], ...]) -> None:
    found = preprocess(name)
    assert found.crop == crop
    assert (found.mean, found.std) == scaling


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "w.safetensors"
    file.write_bytes(b"weights")
    return file


@pytest.mark.parametrize("name", ["best", "default", "fast", "small", "languages"])
def test_path_is_cut_as_the_recommended_tag(name: str, file: Path) -> None:
    assert preprocess(f"{resolve(name).architecture}:{file}") == preprocess(name)


def test_path_with_a_tag_is_cut_as_that_tag(file: Path) -> None:
    by_path = preprocess(f"ViT-L-14@laion2b_s32b_b82k:{file}")
    assert by_path == preprocess("ViT-L-14:laion2b_s32b_b82k")
    assert by_path != preprocess(f"ViT-L-14:{file}")


def test_path_without_agreement_takes_the_first_not_openai(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert preprocess(f"ViT-L-14:{file}") == preprocess("ViT-L-14:laion400m_e31")
    assert "trained like laion400m_e31" in caplog.text


def test_architecture_without_tags_is_said_to_be_a_guess(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = preprocess(f"ViT-S-32:{file}")
    assert (found.mean, found.std) == OPENAI
    assert "Nothing is known of how ViT-S-32 was trained" in caplog.text


@pytest.mark.parametrize(
    ("name", "quick"),
    [("ViT-B-32:openai", True), ("ViT-B-32:laion2b_s34b_b79k", False), ("default", False)],
)
def test_activation_is_the_tags_too(name: str, quick: bool) -> None:
    assert preprocess(name).quick_gelu == quick
