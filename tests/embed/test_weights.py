import os
import shutil
import socket
import subprocess
from collections import namedtuple
from pathlib import Path

import pytest
import torch

from imagefinder.core.errors import KnownError, ModelUnavailable
from imagefinder.embed import weights
from imagefinder.embed.models import ModelSpec, resolve
from tests.embed.hub import Hub
from tests.faults.places import mounted

REPO = "laion/CLIP-ViT-B-32-256x256-DataComp-s34B-b86K"
WEIGHTS = f"{REPO}/open_clip_model.safetensors"
PICKLE = f"{REPO}/open_clip_pytorch_model.bin"
SIGLIP = "timm/ViT-B-16-SigLIP2"
CONTENT = bytes(range(256)) * 4096


@pytest.fixture
def spec() -> ModelSpec:
    return resolve("default")


def test_first_use_fetches_with_progress_and_keeps(hub: Hub, spec: ModelSpec) -> None:
    hub.files[WEIGHTS] = CONTENT
    assert weights.located(spec) is None
    seen = list(weights.download(spec))
    assert seen[-1].done_bytes == seen[-1].total_bytes == len(CONTENT)
    assert [p.done_bytes for p in seen] == sorted(p.done_bytes for p in seen)
    assert seen[-1].bytes_per_s > 0
    file = weights.located(spec)
    assert file is not None
    assert file.read_bytes() == CONTENT
    hub.requests.clear()
    assert list(weights.download(spec)) == []
    assert hub.requests == []


def test_only_the_files_themselves_are_asked_for(hub: Hub, spec: ModelSpec) -> None:
    hub.files[WEIGHTS] = CONTENT
    list(weights.download(spec))
    assert {path.rpartition("/")[2] for _, path, _ in hub.requests} == {
        "open_clip_model.safetensors"
    }


def test_other_programs_find_it_in_the_hubs_cache(hub: Hub, spec: ModelSpec) -> None:
    from huggingface_hub import try_to_load_from_cache

    hub.files[WEIGHTS] = CONTENT
    list(weights.download(spec))
    name = "open_clip_model.safetensors"
    assert try_to_load_from_cache(REPO, name, weights.cache_folder()) == str(weights.located(spec))


def test_safetensors_come_before_pickles(hub: Hub, spec: ModelSpec) -> None:
    hub.files |= {PICKLE: b"pickle", WEIGHTS: CONTENT}
    list(weights.download(spec))
    file = weights.located(spec)
    assert file is not None
    assert file.suffix == ".safetensors"


def test_pickle_where_there_is_nothing_else(hub: Hub, spec: ModelSpec) -> None:
    hub.files[PICKLE] = b"pickle"
    list(weights.download(spec))
    file = weights.located(spec)
    assert file is not None
    assert file.suffix == ".bin"


def test_broken_connection_goes_on_where_it_stopped(hub: Hub, spec: ModelSpec) -> None:
    hub.files[WEIGHTS] = CONTENT
    hub.break_off_after = [300_000]
    seen = list(weights.download(spec))
    assert seen[-1].done_bytes == len(CONTENT)
    assert "bytes=300000-" in hub.ranges()
    file = weights.located(spec)
    assert file is not None
    assert file.read_bytes() == CONTENT


def test_next_start_goes_on_where_the_last_stopped(hub: Hub, spec: ModelSpec) -> None:
    hub.files[WEIGHTS] = CONTENT
    hub.break_off_after = [400_000, 0, 0, 0, 0, 0, 0]
    with pytest.raises(ModelUnavailable, match="What came is kept"):
        list(weights.download(spec))
    assert weights.located(spec) is None
    hub.requests.clear()
    hub.break_off_after = []
    seen = list(weights.download(spec))
    assert seen[0].done_bytes >= 400_000
    assert set(hub.ranges()) == {"bytes=400000-"}
    assert weights.located(spec) is not None


def test_stopping_keeps_what_came(hub: Hub, spec: ModelSpec) -> None:
    hub.files[WEIGHTS] = CONTENT * 8
    fetching = weights.download(spec)
    first = next(fetching)
    fetching.close()
    assert first.done_bytes < len(CONTENT) * 8
    assert list(weights.download(spec))[-1].done_bytes == len(CONTENT) * 8


def test_hub_that_ignores_ranges_sends_all_again(hub: Hub, spec: ModelSpec) -> None:
    hub.files[WEIGHTS] = CONTENT
    hub.honours_ranges = False
    hub.break_off_after = [300_000]
    list(weights.download(spec))
    file = weights.located(spec)
    assert file is not None
    assert file.read_bytes() == CONTENT


def test_wrong_checksum_is_refused_and_deleted(hub: Hub, spec: ModelSpec) -> None:
    hub.files[WEIGHTS] = CONTENT
    hub.lies_about = {WEIGHTS}
    with pytest.raises(ModelUnavailable, match="checksum differs"):
        list(weights.download(spec))
    assert weights.located(spec) is None
    assert not [f for f in weights.cache_folder().rglob("*") if f.is_file() and f.stat().st_size]


def test_tokenizer_comes_with_the_weights(hub: Hub) -> None:
    spec = resolve("best")
    files = {"open_clip_model.safetensors": CONTENT, "tokenizer.json": b"{}"}
    hub.files = {f"{SIGLIP}/{name}": content for name, content in files.items()}
    hub.files[f"{SIGLIP}/tokenizer_config.json"] = b'{"add_eos_token": true}'
    total = sum(map(len, hub.files.values()))
    assert list(weights.download(spec))[-1].done_bytes == total
    folder = weights.tokenizer_folder(spec)
    assert folder is not None
    assert (folder / "tokenizer.json").read_bytes() == b"{}"


def test_tokenizer_alone_is_fetched_for_a_weights_file(hub: Hub, tmp_path: Path) -> None:
    file = tmp_path / "w.safetensors"
    file.write_bytes(b"weights")
    spec = resolve(f"ViT-B-16-SigLIP2:{file}")
    hub.files = {f"{SIGLIP}/tokenizer.json": b"{}", f"{SIGLIP}/tokenizer_config.json": b"{}"}
    assert weights.located(spec) is None
    list(weights.download(spec))
    assert weights.located(spec) == file
    assert all("tokenizer" in path for _, path, _ in hub.requests)


def test_tokenizer_beside_a_weights_file_needs_no_hub(tmp_path: Path) -> None:
    file = tmp_path / "w.safetensors"
    for name in (file.name, "tokenizer.json", "tokenizer_config.json"):
        (tmp_path / name).write_bytes(b"{}")
    spec = resolve(f"ViT-B-16-SigLIP2:{file}")
    assert weights.located(spec) == file
    assert weights.tokenizer_folder(spec) == tmp_path


def test_second_program_is_told_to_wait(hub: Hub, spec: ModelSpec) -> None:
    hub.files[WEIGHTS] = CONTENT * 8
    fetching = weights.download(spec)
    next(fetching)
    with pytest.raises(ModelUnavailable, match="Another program is downloading"):
        list(weights.download(spec))
    fetching.close()


def test_file_gone_from_the_hub_is_named(hub: Hub, spec: ModelSpec) -> None:
    with pytest.raises(ModelUnavailable, match=r"no longer has open_clip_model\.safetensors"):
        list(weights.download(spec))


def test_no_network_says_what_to_do(
    hub: Hub, spec: ModelSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(ModelUnavailable, match=r"can't be reached.*--model demo"):
            list(weights.download(spec))


def test_no_room_names_needed_and_free(
    hub: Hub, spec: ModelSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.files[WEIGHTS] = bytes(3_000_000)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 2_000_000))
    with pytest.raises(KnownError, match=r"needs 3 MB.*only 2 MB free"):
        list(weights.download(spec))
    assert hub.ranges() == []


def test_folder_that_cant_be_written_is_named(
    hub: Hub, spec: ModelSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.files[WEIGHTS] = CONTENT
    (tmp_path / "file").touch()
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(KnownError, match="can't be saved in"):
        list(weights.download(spec))


def test_offline_forbids_any_call(
    hub: Hub, spec: ModelSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGEFINDER_OFFLINE", "1")
    with pytest.raises(ModelUnavailable, match="IMAGEFINDER_OFFLINE is set"):
        list(weights.download(spec))
    assert hub.requests == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes", b"one line of a text that is no weights\n"),
        ("empty.safetensors", b""),
        ("cut.safetensors", (100).to_bytes(8, "little") + b'{"a": 1'),
        ("page.safetensors", b"<!DOCTYPE html><html>"),
        ("page.bin", b"<!DOCTYPE html><html>"),
        ("photo.pt", b"\xff\xd8\xff\xe0"),
    ],
)
def test_a_file_that_holds_no_weights_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelUnavailable, match="no file of weights"):
        weights.refuse_other_files(resolve(f"ViT-B-32:{tmp_path / name}"))


def test_files_that_begin_as_weights_do_are_taken(tmp_path: Path, small_weights: Path) -> None:
    weights.refuse_other_files(resolve(f"ViT-B-32:{small_weights}"))
    for number, zipped in enumerate((True, False)):
        file = tmp_path / f"{number}.pt"
        torch.save({"a": torch.zeros(2)}, file, _use_new_zipfile_serialization=zipped)
        weights.refuse_other_files(resolve(f"ViT-B-32:{file}"))


def test_announcement_names_size_source_and_place(hub: Hub, spec: ModelSpec) -> None:
    sentence = weights.announcement(spec)
    assert spec.name in sentence
    assert "605 MB" in sentence
    assert hub.url.removeprefix("http://") in sentence
    assert str(weights.cache_folder()) in sentence


def test_a_disk_that_fills_up_meanwhile_keeps_what_came(
    hub: Hub, spec: ModelSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.files[WEIGHTS] = CONTENT * 2
    usage = namedtuple("usage", "total used free")
    with mounted(tmp_path / "cache", "1m") as disk:
        with monkeypatch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 0, 10**9))
            with pytest.raises(KnownError, match=r"can't be saved in .*cache.*No space left"):
                list(weights.download(spec))
        (came,) = disk.rglob("*.incomplete")
        had = came.stat().st_size
        assert 0 < had < len(CONTENT) * 2
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        list(weights.download(spec))
        assert hub.ranges()[-1] == f"bytes={had}-"
        located = weights.located(spec)
        assert located is not None
        assert located.read_bytes() == CONTENT * 2


def test_reading_ahead_asks_for_the_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(
        os, "posix_fadvise", lambda _, start, size, __: asked.append((start, size)), raising=False
    )
    monkeypatch.setattr(os, "POSIX_FADV_WILLNEED", 3, raising=False)
    file = tmp_path / "w.safetensors"
    file.write_bytes(b"weights")
    weights.read_ahead(resolve(f"ViT-B-32:{file}"))
    assert asked == [(0, 0)]


def test_reading_ahead_passes_over_what_is_not_here(
    hub: Hub, spec: ModelSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "posix_fadvise", raising=False)
    weights.read_ahead(spec)
    assert hub.requests == []
