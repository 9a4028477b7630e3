import os
import subprocess
import sys
from pathlib import Path

import pytest

from imagefinder.core.errors import KnownError, ModelUnavailable
from imagefinder.embed import models, open_clip_tables
from imagefinder.embed.models import TIERS, Tier, resolve


@pytest.mark.parametrize("tier", TIERS, ids=lambda tier: tier.tier)
def test_every_tier_resolves_and_exists(tier: Tier) -> None:
    spec = resolve(tier.tier)
    assert spec == resolve(tier.name) == resolve(spec.name)
    assert spec.key == tier.name
    assert open_clip_tables.tags(tier.architecture)[tier.tag]
    assert open_clip_tables.architecture_config(tier.architecture)["embed_dim"] == tier.dim


def test_spelling_of_architecture_and_tag_is_forgiven() -> None:
    assert resolve(" ViT-B/32:laion2b-s34b-b79k ").key == "ViT-B-32:laion2b_s34b_b79k"


def test_weights_file_is_known_by_content(tmp_path: Path) -> None:
    one, same, other = (tmp_path / n for n in ("a.safetensors", "b.safetensors", "c.safetensors"))
    one.write_bytes(b"weights")
    same.write_bytes(b"weights")
    other.write_bytes(b"others!")
    keys = [resolve(f"ViT-B-32:{file}").key for file in (one, same, other)]
    assert keys[0] == keys[1] != keys[2]
    assert keys[0].startswith("ViT-B-32:xxh3")
    spec = resolve(f"ViT-B-32:{one}")
    assert (spec.weights, spec.tag) == (one, None)
    assert resolve(spec.name) == spec


def test_changed_weights_file_gets_another_key(tmp_path: Path) -> None:
    file = tmp_path / "w.safetensors"
    file.write_bytes(b"before")
    before = resolve(f"ViT-B-32:{file}").key
    file.write_bytes(b"after!!")
    assert resolve(f"ViT-B-32:{file}").key != before


def test_file_of_unchanged_size_and_time_is_not_read_again(tmp_path: Path) -> None:
    file = tmp_path / "w.safetensors"
    file.write_bytes(b"weights")
    first = resolve(f"ViT-B-32:{file}").key
    mtime_ns = file.stat().st_mtime_ns
    file.write_bytes(b"others!")
    os.utime(file, ns=(mtime_ns, mtime_ns))
    assert resolve(f"ViT-B-32:{file}").key == first


def test_tag_of_a_weights_file_is_part_of_the_model(tmp_path: Path) -> None:
    file = tmp_path / "w.safetensors"
    file.write_bytes(b"weights")
    spec = resolve(f"ViT-B-32@openai:{file}")
    assert (spec.architecture, spec.tag, spec.weights) == ("ViT-B-32", "openai", file)
    assert spec.key != resolve(f"ViT-B-32:{file}").key
    assert resolve(spec.name) == spec


def test_home_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "w.bin").write_bytes(b"weights")
    assert resolve(f"ViT-B-32:~{os.sep}w.bin").weights == tmp_path / "w.bin"


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("defualt", "Did you mean default?"),
        ("ViT-B-32-265:datacomp_s34b_b86k", "ViT-B-32-256"),
        ("ViT-B-32-256:datacomp_s34b_b68k", "Did you mean datacomp_s34b_b86k?"),
        ("ViT-B-32-256", "needs its weights named"),
        ("ViT-B-32@opneai:w.bin", "Did you mean openai?"),
        ("", "Name one of fast, default"),
    ],
)
def test_unknown_names_are_answered_with_the_closest(written: str, suggested: str) -> None:
    with pytest.raises(KnownError, match=r".") as error:
        resolve(written)
    assert suggested in str(error.value)


def test_a_name_that_no_file_can_have_is_an_unknown_one() -> None:
    with pytest.raises(KnownError, match="no pretrained weights"):
        resolve(f"ViT-B-32:{'x' * 300}")


@pytest.mark.parametrize("kind", ["device", "pipe", "folder"])
def test_weights_that_are_no_file_are_not_read(tmp_path: Path, kind: str) -> None:
    odd = {"device": Path("/dev/zero"), "folder": tmp_path}.get(kind, tmp_path / "pipe.pt")
    if kind == "pipe":
        os.mkfifo(odd)
    with pytest.raises(ModelUnavailable, match="no plain file"):
        resolve(f"ViT-B-32:{odd}")


def test_missing_weights_file_is_named() -> None:
    with pytest.raises(ModelUnavailable, match=r"nowhere\.safetensors can't be read"):
        resolve("ViT-B-32:nowhere.safetensors")


@pytest.mark.parametrize("name", ["xlm-roberta-base-ViT-B-32", "ViT-H-14-CLIPA"])
def test_what_needs_transformers_is_refused_before_anything_is_fetched(name: str) -> None:
    tag = next(iter(open_clip_tables.tags(name)))
    with pytest.raises(KnownError, match="transformers"):
        resolve(f"{name}:{tag}")


def test_demo_without_its_files_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "resource", lambda name: tmp_path / name)
    with pytest.raises(ModelUnavailable, match="missing from this installation"):
        resolve("demo")


def test_naming_a_model_imports_neither_torch_nor_the_hub() -> None:
    script = (
        "import sys\n"
        "from imagefinder.embed import models, weights\n"
        "spec = models.resolve('best')\n"
        "weights.located(spec), weights.announcement(spec)\n"
        "print([m for m in ('torch', 'open_clip', 'huggingface_hub') if m in sys.modules])\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
