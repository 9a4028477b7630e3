"""The models of one process: resolved by name, loaded when first needed, kept while in use.

Loading takes seconds and may download, so it is a generator of progress; `get` drives it silently.
Words need no loading with most models: `for_words` answers before torch is even imported, and
beside a batch of pictures.
"""

import threading
from collections.abc import Generator

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import Notice, Progress
from imagefinder.core.types import CropSpec
from imagefinder.embed import weights, words
from imagefinder.embed.encoder import Encoder, TextEncoder
from imagefinder.embed.models import ModelSpec, resolve
from imagefinder.embed.preprocess import preprocess_of, read_config
from imagefinder.engine.rate import Pace
from imagefinder.store.rows import ModelRow

Steps = Generator[Progress | Notice, None, None]

_KEPT = 2


class Encoders:
    """At most the two models that matter: the one that answers and the one being caught up with."""

    def __init__(self, paths: LibraryPaths, device: str = "auto") -> None:
        self._paths = paths
        self._device = device
        self._loaded: dict[str, Encoder] = {}
        self._loading = threading.Lock()
        self._words: dict[str, TextEncoder | None] = {}
        self._reading = threading.Lock()

    def loaded(self, key: str) -> Encoder | None:
        """The model, if it is ready."""
        return self._loaded.get(key)

    def use_device(self, wanted: str) -> None:
        """Load on this device from now on; raises KnownError where this machine lacks it."""
        from imagefinder.embed.clip.devices import devices_for  # imports torch, as `_load` does

        devices_for(wanted)
        with self._loading:
            self._device = wanted
            self._loaded.clear()

    def get(self, model: ModelRow) -> Encoder:
        """The model, loaded now if need be; raises ModelUnavailable rather than download."""
        with self._loading:
            if model.key not in self._loaded:
                self._load(self._spec(model))
            # The one asked for last stands last; whoever still uses a dropped one keeps it alive.
            encoder = self._loaded[model.key] = self._loaded.pop(model.key)
            while len(self._loaded) > _KEPT:
                del self._loaded[next(iter(self._loaded))]
            return encoder

    def for_words(self, model: ModelRow) -> TextEncoder:
        """What encodes a query's words soonest: the model's half for them, or all of it."""
        with self._reading:
            if model.key not in self._words:
                self._words[model.key] = words.read(self._spec(model))
            found = self._words[model.key]
        return found or self.get(model)

    def crop(self, model: ModelRow) -> CropSpec:
        """How the model wants its pictures, whether or not it is loaded."""
        if encoder := self._loaded.get(model.key):
            return encoder.crop
        spec = self._spec(model)
        return preprocess_of(spec, read_config(spec)).crop

    def fetch(self, model: ModelRow) -> Steps:
        """Make sure that the model is loaded: download what is lacking, saying so first."""
        spec = self._spec(model)
        if weights.located(spec) is None:
            yield from download(spec)
        yield Progress("model", 0, note=f"loading {spec.name}")
        self.get(model)

    def _spec(self, model: ModelRow) -> ModelSpec:
        spec = resolve(model.name)
        if spec.key != model.key:
            raise KnownError(
                f"The weights of {model.name} are not the ones that this library was indexed with. "
                "Put the old file back, or index again with: imagefinder index --model "
                f"{model.name}"
            )
        return spec

    def _load(self, spec: ModelSpec) -> None:
        weights.read_ahead(spec)
        from imagefinder.embed import clip  # torch: seconds to import, and only needed here

        self._loaded[spec.key] = clip.load(spec, self._device, timings=self._paths.timings)


def download(spec: ModelSpec) -> Steps:
    """Fetch a model's files, announcing it first."""
    weights.refuse_offline(spec)
    yield Notice(weights.announcement(spec))
    pace = Pace("model", None)
    for step in weights.download(spec):
        pace.total = step.total_bytes
        if pace.due():
            yield pace.at(step.done_bytes, note=f"downloading {spec.name}")
