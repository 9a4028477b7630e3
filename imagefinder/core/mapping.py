"""The map: what the window and the engine say to each other about layouts, axes and colours.

A layout is a folder of arrays (see `Layout`), made in a job; large arrays never cross the pipe. The
engine answers each request with its event, or `Failed`.
"""

import msgspec

from imagefinder.core.query import Query


class WholeLibrary(msgspec.Struct, frozen=True, tag="library"):
    """Every photo that has a vector of the model that answers."""


class BelowFolder(msgspec.Struct, frozen=True, tag="folder"):
    """The photos below an absolute path."""

    path: str


class HitsOf(msgspec.Struct, frozen=True, tag="hits"):
    """The best `top` photos for a query."""

    query: Query
    top: int = 2000


class ThesePhotos(msgspec.Struct, frozen=True, tag="photos"):
    """A selection: `photo_ids` are int64, little-endian."""

    photo_ids: bytes


Scope = WholeLibrary | BelowFolder | HitsOf | ThesePhotos


class Layout(msgspec.Struct, frozen=True):
    """A finished map. `folder` holds, with n photos in ascending order of their ids:

    `photo_ids.npy` (n,) int64; `components.npy` (k, n) float32, k coordinates a photo, each row one
    axis; `basis.npz` with `mean` (dim,) and `axes` (k, dim) float32.
    `explained` is each component's share of the variance, `model` the key of the vectors' model.
    """

    folder: str
    photos: int
    explained: tuple[float, ...]
    model: str


class ByComponent(msgspec.Struct, frozen=True, tag="component"):
    """An axis: the component with this number, from 1."""

    number: int


class ByWords(msgspec.Struct, frozen=True, tag="words"):
    """An axis in words: cosine with `towards`, less the cosine with `away` where that is given.

    Typed as "indoors|outdoors" it runs from the first (`away`) to the second (`towards`).
    """

    towards: str
    away: str = ""


Axis = ByComponent | ByWords


class ByScore(msgspec.Struct, frozen=True, tag="score"):
    """A colour: each photo's score for a query; NaN where a filter of it leaves a photo out."""

    query: Query


class ByTaste(msgspec.Struct, frozen=True, tag="taste"):
    """A colour: each photo's decision value of a taste."""

    name: str


class ByCluster(msgspec.Struct, frozen=True, tag="cluster"):
    """A colour: k-means over the embeddings; the legend names each cluster."""

    k: int = 8


class ByFolder(msgspec.Struct, frozen=True, tag="by_folder"):
    """A colour: the folder that the file lies in; the largest ones named in the legend."""


class ByDate(msgspec.Struct, frozen=True, tag="date"):
    """A colour: when it was taken, in days since 1970 (NaN where it is not known)."""


Colouring = ByScore | ByTaste | ByCluster | ByFolder | ByDate


class LayOut(msgspec.Struct, frozen=True, tag="lay_out"):
    """Lay a map out; answered by `LaidOut`, with `LayingOut` before it while the job runs.

    The whole library's map is kept and reused until more than 20 % of it is new, unless `refit`.
    """

    request: int
    scope: Scope = WholeLibrary()
    refit: bool = False


class Measure(msgspec.Struct, frozen=True, tag="measure"):
    """One number for each photo of a layout: an axis or a colour; answered by `Measured`."""

    request: int
    layout: Layout
    by: Axis | Colouring


class Locate(msgspec.Struct, frozen=True, tag="locate"):
    """Where a picture file would lie on each of these axes; answered by `Located`."""

    request: int
    layout: Layout
    path: str
    axes: tuple[Axis, ...] = (ByComponent(1), ByComponent(2))
    neighbours: int = 12


MapRequest = LayOut | Measure | Locate


class GiveUpLayout(msgspec.Struct, frozen=True, tag="give_up_layout"):
    """End the layout with this number, whether it runs or waits; that is answered by `GivenUp`."""

    of: int


class LayingOut(msgspec.Struct, frozen=True, tag="laying_out"):
    """How far the layout is: in pictures of distinct content, each phase from 0.

    `phase` is "finding" (which photos), then "fitting" (the axes) where that is needed, "placing".
    """

    request: int
    phase: str
    done: int
    total: int


class LaidOut(msgspec.Struct, frozen=True, tag="laid_out"):
    """A finished layout."""

    request: int
    layout: Layout


class Measured(msgspec.Struct, frozen=True, tag="measured"):
    """`file` is a `.npy` of (n,) float32 in the layout's order; groups count from 0.

    `legend` names groups in their order (clusters, folders); it is empty where the numbers are a
    quantity. A photo of no named group has -1.
    """

    request: int
    file: str
    legend: tuple[str, ...] = ()


class Located(msgspec.Struct, frozen=True, tag="located"):
    """The coordinate on each axis asked for, and the nearest photos of the layout, best first."""

    request: int
    coordinates: tuple[float, ...]
    photo_ids: tuple[int, ...]


class GivenUp(msgspec.Struct, frozen=True, tag="given_up"):
    """There is no layout, since nobody wants it any more."""

    request: int


MapEvent = LayingOut | LaidOut | GivenUp | Measured | Located
