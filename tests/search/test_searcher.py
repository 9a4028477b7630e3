"""Searches over a small library against brute force, with copies, losses and filters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imagefinder.core.errors import KnownError
from imagefinder.core.query import InFolder, Named, PictureVector, Query, Words
from imagefinder.store.scan import ScanNotes
from tests.search.small import DIM, digest, small, unit, word

QUERY = Query((Words("boat"),))


def brute(contents, vector, keep=lambda _: True):
    """Paths of the photos, best first, with their scores."""
    scored = [
        (-float(unit(number).astype(np.float16).astype(np.float32) @ vector), path)
        for path, number in contents.items()
        if number is not None and keep(path)
    ]
    return [(path, -score) for score, path in sorted(scored)]


def paths(result):
    return [hit.path for hit in result.hits]


def tree(count):
    return {f"/photos/{'ab'[n % 2]}/{n:03}.jpg": n + 1 for n in range(count)}


def test_every_photo_in_the_order_of_its_score(home):
    contents = tree(60)
    home.put(contents)
    result = home.searcher().search(QUERY, 1000)
    wanted = brute(contents, word("boat"))
    assert paths(result) == [path for path, _ in wanted]
    np.testing.assert_allclose(
        [hit.score for hit in result.hits], [s for _, s in wanted], atol=1e-3
    )
    assert result.coverage.searched == result.coverage.photos == 60
    assert paths(home.searcher().search(QUERY, 7)) == [path for path, _ in wanted[:7]]
    assert paths(home.searcher().search(QUERY, 0)) == []


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with small(tmp_path_factory.mktemp("search") / "library") as opened:
        yield opened


@settings(max_examples=40)
@given(
    contents=st.dictionaries(
        st.builds("/photos/{}/{}.jpg".format, st.sampled_from("ab"), st.integers(0, 9)),
        st.none() | st.integers(1, 6),
        max_size=12,
    ),
    gone=st.integers(0, 5),
    top=st.integers(1, 15),
    filters=st.sampled_from([(), (InFolder("photos/a"),), (Named("1", negated=True),)]),
)
def test_against_brute_force(shared, contents, gone, top, filters):
    """Copies, photos not read yet, vectors without files, any filter: never short, never wrong."""
    try:
        shared.put(contents)
        for lost in range(100, 100 + gone):
            shared.library.add_embedding(shared.model.id, digest(lost), word("boat"))
        result = shared.searcher().search(Query(QUERY.terms, filters), top)
    finally:
        shared.library.remove_folder("/photos")
    kept = {
        (): lambda _: True,
        (InFolder("photos/a"),): lambda path: "/a/" in path,
        (Named("1", negated=True),): lambda path: "1" not in path.rpartition("/")[2],
    }[filters]
    wanted = brute(contents, word("boat"), kept)[:top]
    np.testing.assert_allclose(
        [hit.score for hit in result.hits], [s for _, s in wanted], atol=1e-3
    )
    # Two contents may have the same score to the last bit; copies come by their paths.
    assert len(set(paths(result))) == len(wanted)
    assert all(kept(path) for path in paths(result))
    assert result.coverage.pending == sum(number is None for number in contents.values())


def test_copies_are_hits_of_their_own_in_the_order_of_their_paths(home):
    home.put({"/photos/z.jpg": 1, "/photos/a.jpg": 1, "/photos/m.jpg": 1, "/photos/other.jpg": 2})
    hits = home.searcher().search(Query((PictureVector("one", unit(1).tobytes()),)), 9).hits
    assert [hit.path for hit in hits[:3]] == ["/photos/a.jpg", "/photos/m.jpg", "/photos/z.jpg"]
    assert len({hit.score for hit in hits[:3]}) == 1
    assert len(home.searcher().search(QUERY, 2).hits) == 2


def test_vectors_whose_files_are_gone_do_not_shorten_the_answer(home):
    contents = tree(40)
    home.put(contents)
    wanted = [path for path, _ in brute(contents, word("boat"))]
    notes = ScanNotes(home.library, home.library.folders()[0])
    for photo in home.library.photos_of_embeddings(range(1, 41)).values():
        if photo[0].path not in wanted[:30]:
            notes.saw(photo[0])
    notes.apply()
    home.library.remove_missing()
    assert paths(home.searcher().search(QUERY, 5)) == wanted[30:35]
    assert paths(home.searcher().search(QUERY, 50)) == wanted[30:]


def test_a_photo_embedded_after_the_index_was_opened_waits_for_the_next(home):
    home.put(tree(5))
    searcher = home.searcher()
    home.put({**tree(5), "/photos/new.jpg": 99})
    assert "/photos/new.jpg" not in paths(searcher.search(QUERY, 50))
    searcher.nearest = home.nearest()
    assert "/photos/new.jpg" in paths(searcher.search(QUERY, 50))


def test_offline_photos_are_found_and_marked(home):
    home.put(tree(3))
    home.library.set_offline(home.library.folders()[0], "unplugged")
    result = home.searcher().search(QUERY, 9)
    assert [hit.online for hit in result.hits] == [False] * 3
    assert result.coverage.offline == 3


def test_filters_alone_give_the_newest_first(home):
    home.put(tree(10))
    result = home.searcher().search(Query(filters=(InFolder("photos/b"),)), 3)
    assert paths(result) == ["/photos/b/009.jpg", "/photos/b/007.jpg", "/photos/b/005.jpg"]
    assert {hit.score for hit in result.hits} == {0.0}
    assert home.encoder.asked == []
    assert len(home.searcher().search(Query(), 99).hits) == 10


def test_an_empty_library_answers_with_nothing(home):
    assert home.searcher().search(QUERY, 9).hits == ()
    assert home.searcher().search(Query(), 9).hits == ()
    assert home.searcher().search(Query(QUERY.terms, (InFolder("x"),)), 9).hits == ()


def test_a_filter_that_leaves_nothing(home):
    home.put(tree(3))
    assert home.searcher().search(Query(QUERY.terms, (InFolder("nowhere"),)), 9).hits == ()


@pytest.mark.parametrize("vector", [unit(1, DIM + 4).tobytes(), b""])
def test_a_vector_of_another_model_is_refused_with_a_sentence(home, vector):
    home.put(tree(3))
    for terms in ((PictureVector("drop", vector),), (Words("a"), PictureVector("drop", vector))):
        with pytest.raises(KnownError, match="another model"):
            home.searcher().search(Query(terms), 9)


def test_terms_that_cancel_out(home):
    home.put(tree(3))
    with pytest.raises(KnownError, match="cancel"):
        home.searcher().search(Query((Words("a"), Words("a", -1.0))), 9)
