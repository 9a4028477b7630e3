import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.TiffImagePlugin import IFDRational

from imagefinder.core.types import Metadata, Place
from imagefinder.files.metadata import (
    camera_name,
    orientation_of,
    parse_offset,
    parse_time,
    read_metadata,
)


def reopened(exif: Image.Exif, format_name: str = "JPEG") -> Image.Image:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40)).save(buffer, format_name, exif=exif.tobytes())
    return Image.open(buffer)


def of(
    main: dict[int, Any] | None = None,
    sub: dict[int, Any] | None = None,
    gps: dict[int, Any] | None = None,
) -> Metadata:
    exif = Image.Exif()
    exif.update(main or {})
    exif.get_ifd(IFD.Exif).update(sub or {})
    exif.get_ifd(IFD.GPSInfo).update(gps or {})
    return read_metadata(reopened(exif))


def gps(latitude: Any, north: Any, longitude: Any, east: Any) -> dict[int, Any]:
    return {
        GPS.GPSLatitude: latitude,
        GPS.GPSLatitudeRef: north,
        GPS.GPSLongitude: longitude,
        GPS.GPSLongitudeRef: east,
    }


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_everything_a_camera_says(format_name: str) -> None:
    exif = Image.Exif()
    exif.update({Base.Make: "Canon\0\0", Base.Model: "Canon EOS R5 "})
    exif.get_ifd(IFD.Exif).update(
        {
            Base.DateTimeOriginal: "2024:05:06 07:08:09",
            Base.OffsetTimeOriginal: "+02:00",
            Base.LensModel: "RF24-105mm F4 L IS USM",
            Base.ExposureTime: IFDRational(1, 250),
            Base.FNumber: IFDRational(28, 10),
            Base.ISOSpeedRatings: 400,
            Base.FocalLength: IFDRational(50, 1),
        }
    )
    exif.get_ifd(IFD.GPSInfo).update(gps((52.0, 31.0, 12.0), "N", (13.0, 24.0, 36.0), "E"))
    read = read_metadata(reopened(exif, format_name))
    assert read == Metadata(
        format=format_name,
        width=60,
        height=40,
        taken_at="2024-05-06T07:08:09",
        taken_offset_min=120,
        camera="Canon EOS R5",
        lens="RF24-105mm F4 L IS USM",
        exposure_s=pytest.approx(0.004),
        aperture=pytest.approx(2.8),
        iso=400,
        focal_length_mm=50.0,
        place=Place(pytest.approx(52.52), pytest.approx(13.41)),
    )


def test_a_picture_without_exif() -> None:
    assert of() == Metadata(format="JPEG", width=60, height=40)


def test_width_and_height_are_upright() -> None:
    metadata = of({Base.Orientation: 6})
    assert (metadata.width, metadata.height) == (40, 60)


@pytest.mark.parametrize(("stored", "expected"), [(0, 1), (1, 1), (8, 8), (9, 1), ("6", 1)])
def test_orientation_is_one_of_eight(stored: Any, expected: int) -> None:
    image = Image.new("RGB", (2, 2))
    image.getexif()[Base.Orientation] = stored
    assert orientation_of(image) == expected


def test_the_moment_of_the_shutter_comes_first() -> None:
    others = {Base.DateTimeDigitized: "2003:03:03 03:03:03"}
    changed = {Base.DateTime: "2004:04:04 04:04:04", Base.OffsetTime: "+01:00"}
    original = {Base.DateTimeOriginal: "2002:02:02 02:02:02"}
    assert of(changed, {**others, **original}).taken_at == "2002-02-02T02:02:02"
    assert of(changed, {**others, Base.DateTimeOriginal: "0000:00:00 00:00:00"}).taken_at == (
        "2003-03-03T03:03:03"
    )
    metadata = of(changed)
    assert (metadata.taken_at, metadata.taken_offset_min) == ("2004-04-04T04:04:04", 60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024:05:06 07:08:09", ("2024-05-06T07:08:09", None)),
        ("2024-05-06T07:08:09+02:00", ("2024-05-06T07:08:09", 120)),
        ("2024-05-06T07:08:09.123Z", ("2024-05-06T07:08:09", 0)),
        ("2024-05-06T07:08", ("2024-05-06T07:08:00", None)),
        ("2024:05:06", ("2024-05-06T00:00:00", None)),
        ("0000:00:00 00:00:00", None),
        ("2024:13:06 07:08:09", None),
        ("2024:02:30 07:08:09", None),
        ("    :  :     :  :  ", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_times(text: str | None, expected: tuple[str, int | None] | None) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("+02:00", 120), ("-03:30", -210), ("Z", 0), ("+0545", 345), ("+14:00", 840)),
        *(("+15:00", None), ("+01:60", None), ("02:00", None), ("", None), (None, None)),
    ],
)
def test_offsets(text: str | None, minutes: int | None) -> None:
    assert parse_offset(text) == minutes


@given(st.text())
def test_any_text_may_stand_for_a_time(text: str) -> None:
    parse_time(text)
    parse_offset(text)


@pytest.mark.parametrize(
    ("make", "model", "expected"),
    [
        ("Canon", "Canon EOS R5", "Canon EOS R5"),
        ("NIKON CORPORATION", "NIKON D850", "NIKON D850"),
        ("SONY", "ILCE-7M3", "SONY ILCE-7M3"),
        ("Apple", "iPhone 13 Pro", "Apple iPhone 13 Pro"),
        (None, "DMC-LX100", "DMC-LX100"),
        ("Leica", None, "Leica"),
        (None, None, None),
    ],
)
def test_cameras_are_called_as_people_call_them(
    make: str | None, model: str | None, expected: str | None
) -> None:
    assert camera_name(make, model) == expected


@pytest.mark.parametrize("text", ["\0\0\0", "   ", "", b"\0", 7])
def test_a_camera_without_a_name(text: Any) -> None:
    image = Image.new("RGB", (2, 2))
    image.getexif()[Base.Model] = text
    assert read_metadata(image).camera is None


def test_names_in_utf8_and_with_control_characters() -> None:
    image = Image.new("RGB", (2, 2))
    as_pillow_reads_it = "Café".encode().decode("latin-1")
    image.getexif().update({Base.Make: as_pillow_reads_it, Base.Model: "A\x01\tB\0garbage"})
    assert read_metadata(image).camera == "Café A B"


@pytest.mark.parametrize("value", [IFDRational(1, 0), IFDRational(0, 0), 0, -1, "fast"])
def test_numbers_that_make_no_sense_are_left_out(value: Any) -> None:
    image = Image.new("RGB", (2, 2))
    image.getexif().get_ifd(IFD.Exif).update(
        dict.fromkeys((Base.ExposureTime, Base.FNumber, Base.FocalLength), value)
    )
    metadata = read_metadata(image)
    assert metadata.exposure_s is metadata.aperture is metadata.focal_length_mm is None


def test_an_iso_beyond_the_short_tag() -> None:
    assert of(sub={Base.ISOSpeedRatings: 65535, Base.ISOSpeed: 102_400}).iso == 102_400
    assert of(sub={Base.ISOSpeedRatings: (800, 0)}).iso == 800
    assert of(sub={Base.ISOSpeedRatings: 0}).iso is None


@pytest.mark.parametrize(
    ("tags", "place"),
    [
        (gps((33.0, 51.0, 36.0), "S", (151.0, 12.0, 0.0), "E"), Place(-33.86, 151.2)),
        (gps((40.5, 0.0, 0.0), "N", (74.25, 0.0, 0.0), "W"), Place(40.5, -74.25)),
        (gps((91.0, 0.0, 0.0), "N", (0.0, 0.0, 0.0), "E"), None),
        (gps((10.0, 0.0, 0.0), "N", (180.0, 30.0, 0.0), "E"), None),
        (gps((0.0, 0.0, 0.0), "N", (0.0, 0.0, 0.0), "E"), None),
        (gps((10.0, 0.0, 0.0), "X", (10.0, 0.0, 0.0), "E"), None),
        (gps((10.0, 0.0, 0.0), "N", (10.0, 0.0, 0.0), ""), None),
        (gps((IFDRational(0, 0),) * 3, "N", (10.0, 0.0, 0.0), "E"), None),
        (gps((IFDRational(10, 0), 0.0, 0.0), "N", (10.0, 0.0, 0.0), "E"), None),
    ],
)
def test_places(tags: dict[int, Any], place: Place | None) -> None:
    found = of(gps=tags).place
    if place is None:
        assert found is None
    else:
        assert (found.latitude, found.longitude) == pytest.approx((place.latitude, place.longitude))


def test_the_time_of_an_edited_picture_from_its_xmp() -> None:
    image = Image.new("RGB", (4, 4))
    image.info["xmp"] = b'<rdf:Description photoshop:DateCreated="2019-07-08T09:10:11+01:00"/>'
    metadata = read_metadata(image)
    assert (metadata.taken_at, metadata.taken_offset_min) == ("2019-07-08T09:10:11", 60)


@given(st.binary(max_size=200), st.sampled_from([b"", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"]))
def test_garbage_for_exif_leaves_the_picture_readable(garbage: bytes, start: bytes) -> None:
    image = Image.new("RGB", (4, 4))
    image.info["exif"] = b"Exif\0\0" + start + garbage
    metadata = read_metadata(image)
    assert {metadata.width, metadata.height} == {4}
