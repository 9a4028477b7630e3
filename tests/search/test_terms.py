"""Terms become vectors: stored ones where there are, the model's where there are none."""

import numpy as np
import pytest
from PIL import Image

from imagefinder.core.errors import KnownError
from imagefinder.core.query import PictureFile, PictureVector, Words
from imagefinder.files.digest import digest_file
from tests.search.small import unit, word


@pytest.fixture
def picture(tmp_path):
    Image.new("RGB", (40, 30), (200, 10, 10)).save(tmp_path / "red.png")
    return str(tmp_path / "red.png")


def test_terms_keep_their_order_and_weights(home, picture):
    vector = unit(5)
    terms = [
        Words("one", 2.0),
        PictureFile(picture, -1.0),
        Words("two"),
        PictureVector("drop", vector.astype("<f4").tobytes(), 0.5),
    ]
    embedded = home.terms().embed(iter(terms))
    assert [term.weight for term in embedded] == [2.0, -1.0, 1.0, 0.5]
    np.testing.assert_allclose(embedded[0].vector, word("one"))
    np.testing.assert_allclose(embedded[2].vector, word("two"))
    np.testing.assert_array_equal(embedded[3].vector, vector)
    assert home.encoder.asked[0] == "one"
    assert np.argmax(embedded[1].vector) == 0


def test_the_model_is_not_loaded_where_nothing_needs_it(home, picture):
    stored = unit(3)
    home.library.add_embedding(home.model.id, digest_file(picture), stored)
    embedder = home.terms()
    embedder._encoder = lambda: pytest.fail("the model was asked for")
    (term,) = embedder.embed([PictureFile(picture)])
    np.testing.assert_allclose(term.vector, stored, atol=1e-3)
    assert np.linalg.norm(term.vector) == pytest.approx(1, abs=1e-6)
    assert embedder.embed([]) == []


def test_a_vector_of_another_model_is_not_taken(home, picture):
    other = home.library.use_model("other", "o").id
    home.library.add_embedding(other, digest_file(picture), unit(3))
    home.terms().embed([PictureFile(picture)])
    assert home.encoder.asked == [(1, 16, 16, 3)]


def test_a_picture_that_is_none_is_named(home, tmp_path):
    (tmp_path / "letter.jpg").write_text("dear aunt " * 20)
    (tmp_path / "half.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    for name in ("letter.jpg", "half.png", ".", "nul\0.jpg", "\ud800.jpg"):
        path = f"{tmp_path}/{name}"
        with pytest.raises(KnownError, match=r"can't be used as a query: it .*[^.]\.$") as caught:
            home.terms().picture(path)
        assert str(tmp_path) in str(caught.value)


def test_a_picture_that_is_not_there_is_said_to_be_missing(home, tmp_path):
    with pytest.raises(KnownError, match=r"^There is no file .*missing\.jpg\.$"):
        home.terms().picture(f"{tmp_path}/missing.jpg")
