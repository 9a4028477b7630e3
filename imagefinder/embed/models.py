"""Names of models: from what a person writes to a `ModelSpec`, without importing torch.

In: a tier (`default`), `ARCH:TAG`, `ARCH:PATH-TO-WEIGHTS`, `ARCH@TAG:PATH-TO-WEIGHTS` or `demo`.
Out: the spec that `weights` fetches by and `clip.load` loads by. `TIERS` is what the window and
`imagefinder model list` list.
"""

import difflib
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec
import xxhash

from imagefinder.core.errors import KnownError, ModelUnavailable
from imagefinder.core.paths import resource
from imagefinder.core.plain_files import NotPlainFile, open_plain
from imagefinder.embed import open_clip_tables

DEMO = "demo"
DEMO_WEIGHTS = "open_clip_model.safetensors"
DEMO_CONFIG = "open_clip_config.json"
_HASH_BLOCK_BYTES = 1 << 22
_WEIGHT_SUFFIXES = (".safetensors", ".bin", ".pt", ".pth", ".ckpt")


class ModelSpec(msgspec.Struct, frozen=True):
    """One model, named unmistakably.

    `name` resolves to the same spec again. `tag` says which preprocessing is meant, and which
    weights where `weights` is None. `folder` is set for a model that brings its own configuration.
    `key` names the vectors: equal keys, comparable vectors.
    """

    name: str
    architecture: str
    key: str
    tag: str | None = None
    weights: Path | None = None
    folder: Path | None = None


class Tier(msgspec.Struct, frozen=True):
    """A recommended model. `imagenet_percent` is published zero-shot top-1 accuracy.

    `gmacs` says how long a picture takes, by which speeds are estimated: billions of
    multiplications that a layer of ViT-B does in that time (timed on a CPU, one thread, 4 at once).
    """

    tier: str
    architecture: str
    tag: str
    megabytes: int
    dim: int
    imagenet_percent: float
    gmacs: float
    licence: str
    good_at: str

    @property
    def name(self) -> str:
        """`ARCH:TAG`."""
        return f"{self.architecture}:{self.tag}"


# Accuracies: open_clip's docs/openclip_results.csv for the DataComp models, table 1 of the SigLIP 2
# paper (arXiv 2502.14786), table of the MobileCLIP2 paper (arXiv 2508.20691). Megabytes: float32.
TIERS = (
    Tier(
        tier="fast",
        architecture="ViT-B-32",
        tag="datacomp_xl_s13b_b90k",
        megabytes=605,
        dim=512,
        imagenet_percent=69.2,
        gmacs=5.1,
        licence="MIT",
        good_at="quick indexing on an old machine; English",
    ),
    Tier(
        tier="default",
        architecture="ViT-B-32-256",
        tag="datacomp_s34b_b86k",
        megabytes=605,
        dim=512,
        imagenet_percent=72.8,
        gmacs=6.3,
        licence="MIT",
        good_at="the best answers for its speed; English",
    ),
    Tier(
        tier="best",
        architecture="ViT-B-16-SigLIP2",
        tag="webli",
        megabytes=1501,
        dim=768,
        imagenet_percent=78.2,
        gmacs=18.5,
        licence="Apache-2.0",
        good_at="finer answers, several times slower without a GPU; many languages",
    ),
    Tier(
        tier="languages",
        architecture="ViT-B-32-SigLIP2-256",
        tag="webli",
        megabytes=1507,
        dim=768,
        imagenet_percent=74.0,
        gmacs=6.6,
        licence="Apache-2.0",
        good_at="questions in many languages, about as quick as the default",
    ),
    Tier(
        tier="small",
        architecture="MobileCLIP2-S0",
        tag="dfndr2b",
        megabytes=300,
        dim=512,
        imagenet_percent=71.5,
        gmacs=5.4,
        licence="Apple Machine Learning Research Model (research only)",
        good_at="little memory and disk; English",
    ),
)


def resolve(name: str) -> ModelSpec:
    """The model that a person means by `name`.

    Raises `KnownError` for a name that means nothing, with the closest that do, and
    `ModelUnavailable` for weights that are not there. Weights given by path are hashed: about
    0.2 s for 600 MB in the disk's cache, once per process and file.
    """
    written = name.strip()
    if written == DEMO:
        return _demo()
    for tier in TIERS:
        if written == tier.tier:
            return _of_tag(tier.architecture, tier.tag)
    architecture, colon, rest = written.partition(":")
    if not colon:
        raise _unknown(written)
    return _of_architecture(architecture, rest)


def _of_architecture(written: str, rest: str) -> ModelSpec:
    architecture, _, tag = written.partition("@")
    architecture = architecture.replace("/", "-")
    if architecture not in open_clip_tables.architectures():
        raise _unknown(architecture)
    _refuse_foreign(architecture)
    if not tag and open_clip_tables.clean_tag(rest) in open_clip_tables.tags(architecture):
        return _of_tag(architecture, open_clip_tables.clean_tag(rest))
    if tag or _looks_like_path(rest):
        return _of_file(architecture, _known_tag(architecture, tag) if tag else None, rest)
    raise _unknown_tag(architecture, rest)


def _refuse_foreign(architecture: str) -> None:
    """Some text towers and tokenizers come from `transformers`, which is not used here."""
    text = open_clip_tables.architecture_config(architecture)["text_cfg"]
    options = set(text.get("tokenizer_kwargs", {})) - {"clean"}
    if "hf_model_name" in text or "tokenizer_mode" in text or options:
        raise KnownError(
            f"{architecture} reads texts with the “transformers” package, which imagefinder does"
            " not use. Choose another model; for many languages: languages."
        )


def _of_tag(architecture: str, tag: str) -> ModelSpec:
    name = f"{architecture}:{tag}"
    return ModelSpec(name=name, architecture=architecture, key=name, tag=tag)


def _of_file(architecture: str, tag: str | None, written: str) -> ModelSpec:
    path = Path(os.path.abspath(os.path.expanduser(written)))  # noqa: PTH100, PTH111 - keeps links
    prefix = f"{architecture}@{tag}" if tag else architecture
    return ModelSpec(
        name=f"{prefix}:{path}",
        architecture=architecture,
        key=f"{prefix}:{content_hash([path])}",
        tag=tag,
        weights=path,
    )


def _demo() -> ModelSpec:
    folder = resource(DEMO)
    files = [folder / DEMO_WEIGHTS, folder / DEMO_CONFIG]
    if not all(file.is_file() for file in files):
        raise ModelUnavailable(
            f"The demo model is missing from this installation ({folder}). Install imagefinder"
            " again, or choose another model."
        )
    return ModelSpec(
        name=DEMO,
        architecture=DEMO,
        key=f"{DEMO}:{content_hash(files)}",
        weights=files[0],
        folder=folder,
    )


def content_hash(files: Iterable[Path]) -> str:
    """`xxh3…` over the contents of `files`; unchanged files are not read again."""
    digests = []
    for file in files:
        try:
            stat = file.stat()
            digests.append(_hash_of(file, stat.st_size, stat.st_mtime_ns))
        except NotPlainFile as e:
            raise ModelUnavailable(f"The weights {file} are no plain file. Check the path.") from e
        except OSError as e:
            raise ModelUnavailable(
                f"The weights {file} can't be read ({e.strerror}). Check the path."
            ) from e
    whole = (
        digests[0] if len(digests) == 1 else xxhash.xxh3_128_hexdigest("".join(digests).encode())
    )
    return f"xxh3{whole}"


@lru_cache(maxsize=64)
def _hash_of(file: Path, size: int, mtime_ns: int) -> str:
    """xxh3-128 of the file; its size and time are here to be part of the cache's key."""
    digest = xxhash.xxh3_128()
    with open_plain(file) as stream:
        while block := stream.read(_HASH_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _looks_like_path(text: str) -> bool:
    named_so = "/" in text or os.sep in text or text.endswith(_WEIGHT_SUFFIXES)
    return named_so or os.path.isfile(text)  # noqa: PTH113 - pathlib raises where a name is too long


def _known_tag(architecture: str, tag: str) -> str:
    if open_clip_tables.clean_tag(tag) in open_clip_tables.tags(architecture):
        return open_clip_tables.clean_tag(tag)
    raise _unknown_tag(architecture, tag)


def _unknown(written: str) -> KnownError:
    tiers = [tier.tier for tier in TIERS]
    if written in open_clip_tables.architectures():
        return _unknown_tag(written, "")
    close = _closest(written, [*tiers, DEMO, *open_clip_tables.architectures()])
    return KnownError(
        f"No model is called “{written}”.{close} Name one of {', '.join(tiers)} or {DEMO}, or"
        " ARCHITECTURE:TAG or ARCHITECTURE:PATH-TO-WEIGHTS."
    )


def _unknown_tag(architecture: str, written: str) -> KnownError:
    tags = list(open_clip_tables.tags(architecture))
    listed = f"one of {', '.join(tags)}, or " if tags else ""
    what = f"has no pretrained weights “{written}”" if written else "needs its weights named"
    return KnownError(
        f"{architecture} {what}.{_closest(written, tags)} Write {architecture}: and then"
        f" {listed}the path of a weights file."
    )


def _closest(written: str, known: list[str]) -> str:
    lowered = {name.lower(): name for name in known}
    close = difflib.get_close_matches(written.lower(), lowered, n=3)
    return f" Did you mean {' or '.join(lowered[c] for c in close)}?" if close else ""
