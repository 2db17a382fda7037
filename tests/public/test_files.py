"""The bytes of the files that cross: what was sent comes out, and a file in which one bit is changed does not."""

from __future__ import annotations

import hashlib
import io
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sibai.recruitment.crossing import notices_file, parcels, sealed_file
from sibai.recruitment.crossing.boxes import OVERHEAD, Damaged, close_box, open_box
from sibai.recruitment.crossing.sealed_file import Head, Item

OFFICE = X25519PrivateKey.generate()
PUBLIC = OFFICE.public_key().public_bytes_raw()
MACHINE = Ed25519PrivateKey.generate()
MACHINE_KEY = MACHINE.public_key().public_bytes_raw().hex()
MADE = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)


def a_file(contents: list[bytes]) -> bytes:
    numbers = [uuid.UUID(int=place + 1) for place in range(len(contents))]
    boxes = {
        number: close_box(content, PUBLIC, number.bytes) for number, content in zip(numbers, contents, strict=True)
    }
    items = tuple(Item(each, len(boxes[each]), hashlib.sha256(boxes[each]).hexdigest()) for each in numbers)
    head = Head("610929000000", uuid.UUID(int=99), MACHINE_KEY, MADE, hashlib.sha256(PUBLIC).hexdigest(), items)
    out = io.BytesIO()
    sealed_file.write(out, head, lambda item: boxes[item.id], MACHINE)
    return out.getvalue()


def read_whole(content: bytes, machine: str = MACHINE_KEY) -> list[bytes]:
    sealed = sealed_file.read(io.BytesIO(content), machine)
    return [open_box(sealed.box(item), OFFICE, item.id.bytes) for item in sealed.head.items]


@given(st.binary(max_size=300), st.binary(max_size=20))
def test_a_box_gives_back_what_was_put_in(content: bytes, label: bytes) -> None:
    box = close_box(content, PUBLIC, label)
    assert len(box) == len(content) + OVERHEAD
    assert open_box(box, OFFICE, label) == content
    assert close_box(content, PUBLIC, label) != box, "no two boxes are alike"


def test_a_box_opens_with_its_label_and_the_office_s_key_only() -> None:
    box = close_box(b"words", PUBLIC, b"a")
    for key, label in ((OFFICE, b"b"), (X25519PrivateKey.generate(), b"a")):
        with pytest.raises(Damaged):
            open_box(box, key, label)
    for low_order in (bytes(32), b"\x01" + bytes(31)):
        with pytest.raises(Damaged):
            open_box(low_order + box[32:], OFFICE, b"a")
    for short in (b"", box[:10], box[:32], box[:40]):
        with pytest.raises(Damaged):
            open_box(short, OFFICE, b"a")


@given(st.lists(st.binary(max_size=80), max_size=4))
def test_a_sealed_file_gives_back_its_boxes(contents: list[bytes]) -> None:
    assert read_whole(a_file(contents)) == contents


def test_every_flipped_bit_of_a_sealed_file_is_refused() -> None:
    good = a_file([b"one application", b"", b"another"])
    for place in range(len(good)):
        for bit in (1, 16, 128):
            bad = bytearray(good)
            bad[place] ^= bit
            with pytest.raises(Damaged):
                read_whole(bytes(bad))


def test_every_cut_and_every_addition_is_refused() -> None:
    good = a_file([b"one application", b"another"])
    for end in range(len(good)):
        with pytest.raises(Damaged):
            read_whole(good[:end])
    for more in (b"\x00", b"\n", good):
        with pytest.raises(Damaged):
            read_whole(good + more)


def test_a_file_of_another_machine_or_with_boxes_exchanged_is_refused() -> None:
    good = a_file([b"same length", b"size length"])
    with pytest.raises(Damaged, match="signature"):
        read_whole(good, Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex())
    size = len(b"same length") + OVERHEAD
    with pytest.raises(Damaged, match="box"):
        read_whole(good[: -2 * size] + good[-size:] + good[-2 * size : -size])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=9,
)


@given(st.dictionaries(st.text(max_size=6), JSON, max_size=4))
def test_a_notices_file_gives_back_its_document(document: dict[str, Any]) -> None:
    assert notices_file.read(notices_file.write(document, MACHINE), MACHINE_KEY) == document


def test_every_changed_byte_of_a_notices_file_is_refused() -> None:
    good = notices_file.write({"county": "610929000000", "notices": [{"village": "测试村"}]}, MACHINE)
    for place in range(len(good)):
        for bit in (1, 32):
            bad = bytearray(good)
            bad[place] ^= bit
            with pytest.raises(Damaged):
                notices_file.read(bytes(bad), MACHINE_KEY)
        with pytest.raises(Damaged):
            notices_file.read(good[:place], MACHINE_KEY)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_file_are_said_to_be_none(content: bytes) -> None:
    for judge in (
        lambda: read_whole(content),
        lambda: read_whole(sealed_file.MAGIC + content),
        lambda: notices_file.read(content, MACHINE_KEY),
        lambda: parcels.unpack(content),
        lambda: open_box(content, OFFICE, b""),
    ):
        with pytest.raises(Damaged):
            judge()


@given(
    st.dictionaries(st.text(max_size=6), st.text(max_size=9), max_size=4), st.lists(st.binary(max_size=40), max_size=3)
)
def test_a_parcel_gives_back_words_and_scans(words: dict[str, str], scans: list[bytes]) -> None:
    parcel = parcels.Parcel(
        "application", words, tuple(parcels.Enclosed("diploma", "毕业证.jpg", each) for each in scans)
    )
    packed = parcels.pack(parcel)
    assert parcels.unpack(packed) == parcel
    with pytest.raises(Damaged):
        parcels.unpack(packed + b"x")
