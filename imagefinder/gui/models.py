"""Models as the window names and describes them, and weights files as names of models."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QFileDialog, QWidget

from imagefinder.core.machine import ModelRate
from imagefinder.embed.models import TIERS, Tier, resolve
from imagefinder.embed.weights import located

DEFAULT_TIER = "default"
_WEIGHTS = "*.safetensors *.bin *.pt *.pth *.ckpt"


def title(tier: Tier) -> str:
    """A tier's name."""
    translate = QCoreApplication.translate
    names = {
        "fast": translate("Models", "Fast"),
        "default": translate("Models", "Default"),
        "best": translate("Models", "Best"),
        "languages": translate("Models", "Many languages"),
        "small": translate("Models", "Small"),
    }
    return names[tier.tier]


def good_at(tier: Tier) -> str:
    """What a tier is good at, in a few words."""
    translate = QCoreApplication.translate
    words = {
        "fast": translate("Models", "quick indexing on an old machine; English"),
        "default": translate("Models", "the best answers for its speed; English"),
        "best": translate("Models", "finer answers, slower without a GPU; many languages"),
        "languages": translate("Models", "questions in many languages, as quick as the default"),
        "small": translate("Models", "little memory and disk; English; for research only"),
    }
    return words[tier.tier]


def tier_of(model: str) -> Tier | None:
    """The tier of this name, or of this `ARCH:TAG`."""
    return next((tier for tier in TIERS if model in (tier.tier, tier.name)), None)


def named(model: str) -> str:
    """A model's name where it has one, else what it is written as."""
    tier = tier_of(model)
    return title(tier) if tier else model


def is_here(tier: Tier) -> bool:
    """Whether its files are on this machine; looks at the disk, opens no socket."""
    return located(resolve(tier.name)) is not None


def what_it_takes(tier: Tier, rate: ModelRate | None) -> str:
    """Download, and speed as far as it is known: `605 MB to download once · about 12 …`."""
    translate = QCoreApplication.translate
    megabytes = QLocale().toString(tier.megabytes)
    download = (
        translate("Models", "already here")
        if is_here(tier)
        else translate("Models", "{0} MB to download, once").format(megabytes)
    )
    return f"{download} · {speed(rate)}" if rate else download


def speed(rate: ModelRate) -> str:
    """How fast, and whether that was measured."""
    number = QLocale().toString(rate.per_second, "f", 0 if rate.per_second >= 10 else 1)
    if rate.measured:
        return QCoreApplication.translate("Models", "{0} pictures a second here").format(number)
    return QCoreApplication.translate("Models", "about {0} pictures a second here").format(number)


def ask_for_weights(parent: QWidget, model: str) -> str | None:
    """Let the person choose a weights file for the architecture of `model`; a model's name."""
    path, _ = QFileDialog.getOpenFileName(
        parent,
        QCoreApplication.translate("Models", "Choose the weights of {0}").format(named(model)),
        str(Path.home()),
        QCoreApplication.translate("Models", "Weights") + f" ({_WEIGHTS})",
    )
    return with_weights(model, path) if path else None


def with_weights(model: str, path: str) -> str:
    """The name of `model` with weights from a file; the tag stays, since it says how to cut."""
    tier = tier_of(model)
    architecture, _, tag = (tier.name if tier else model).partition(":")
    if "@" in architecture or tier is None:
        return f"{architecture}:{path}"
    return f"{architecture}@{tag}:{path}"
