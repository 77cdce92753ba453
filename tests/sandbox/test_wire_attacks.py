"""The decoder meets frames that were made to harm it: `WireError`, and nothing else."""

import json
import random
import resource
import struct
import time

import numpy as np
import pytest

from autograder.sandbox import wire
from autograder.sandbox.frames import HEADER, MAGIC, MAX_BLOB, MAX_HEAD, MAX_NODES

SAMPLE = [
    {"x": np.arange(6.0).reshape(2, 3), "y": [1, 2.5, None, True], "z": ("a", "long" * 100)},
    {1, 2, "three"},
    2**100,
    1j,
    b"bytes",
    range(4),
    slice(1, 2),
    np.array(["ab", "c"]),
    np.float32(1),
]


def split(frame):
    size = struct.unpack("<4sIQ", frame[: HEADER.size])[1]
    return frame[HEADER.size : HEADER.size + size], frame[HEADER.size + size :]


def decode(tree, blob=b""):
    head = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return wire.decode(head, blob)


def touch(value):
    """Do with a decoded value what a notebook does: show it, and write it as UTF-8."""
    repr(value).encode("utf-8")


FORGED = {
    "no JSON": b"{",
    "not ASCII": "ü".encode(),
    "UTF-16": "[1]".encode("utf-16"),
    "deep nesting": b"[" * 1_000_000,
    "deep lists": b'{"l":[' * 5000 + b"]}" * 5000,
    "bare list": [1],
    "two tags": {"l": [], "t": []},
    "no tag": {},
    "unknown tag": {"pickle": "gASV"},
    "shared object": {"R": 0},
    "integer out of range": b"18446744073709551616",
    "long integer": b"1" * 100_000,
    "long digits": {"i": "1" * 5000},
    "no digits": {"i": "１２"},
    "digits of another type": {"i": 5},
    "unhashable key": {"d": [[{"l": []}, 1]]},
    "array as key": {"d": [[{"a": ["<f8", [], 0]}, 1]]},
    "no pair": {"d": [[1, 2, 3]]},
    "no pairs": {"d": 5},
    "pairs of text": {"d": ["ab"]},
    "unhashable member": {"s": [{"l": []}]},
    "special member": {"s": [{"h": 0}]},
    "range of two": {"r": [1, 2]},
    "range of none": {"r": [None, None, None]},
    "range of zero step": {"r": [0, 1, 0]},
    "range of floats": {"r": [0.5, 1, 1]},
    "long range": {"r": [0, 2**62, 1]},
    "complex of texts": {"c": ["1", "2"]},
    "complex of one": {"c": [1.0]},
    "bytes outside": {"b": 1},
    "bytes negative": {"b": -1},
    "bytes of float": {"b": 1.0},
    "bytes of bool": {"b": True},
    "array of one part": {"a": ["<f8"]},
    "array of no list": {"a": "<f8"},
    "object dtype": {"a": ["|O8", [1], 8]},
    "record dtype": {"a": [[["a", "<f8"]], [1], 8]},
    "void dtype": {"a": ["|V8", [1], 8]},
    "dtype with a shape": {"a": ["(1000000000,)f8", [1], 8]},
    "text of no length": {"a": ["<U0", [1], 0]},
    "text of great length": {"a": ["<U99999999", [0], 0]},
    "negative side": {"a": ["<f8", [-1], 8]},
    "side of text": {"a": ["<f8", ["1"], 8]},
    "side of bool": {"a": ["<f8", [True], 8]},
    "shape of a number": {"a": ["<f8", 1, 8]},
    "huge shape": {"a": ["<f8", [2**30, 2**30], 8]},
    "huge empty shape": {"a": ["<f8", [0, 2**31, 2**31, 2**31], 0]},
    "many sides": {"a": ["<f8", [1] * 100, 8]},
    "missing bytes": {"a": ["<f8", [2], 16]},
    "negative length": {"a": ["<f8", [1], -8]},
    "scalar with a shape": {"n": ["<f8", [1], 8]},
    "left-over bytes": 5,
}


@pytest.mark.parametrize("tree", FORGED.values(), ids=FORGED)
def test_a_forged_frame_is_refused(tree):
    with pytest.raises(wire.WireError):
        decode(tree, bytes(8))


@pytest.mark.parametrize("point", [0x110000, 0xD800, 0xDFFF, 0xFFFFFFFF])
def test_a_text_array_holds_code_points_only(point):
    with pytest.raises(wire.WireError):
        decode({"a": ["<U1", [1], 4]}, struct.pack("<I", point))


def test_a_boolean_is_zero_or_one():
    assert decode({"a": ["|b1", [2], 2]}, b"\x00\x01").sum() == 1
    with pytest.raises(wire.WireError):
        decode({"a": ["|b1", [2], 2]}, b"\x00\x02")


def test_long_text_that_is_not_utf8_is_refused():
    with pytest.raises(wire.WireError):
        decode({"u": 2}, b"\xff\xfe")


def test_one_byte_of_the_blob_serves_one_value_only():
    array = {"a": ["<f8", [1], 8]}
    with pytest.raises(wire.WireError):
        decode({"l": [array, array]}, bytes(8))


@pytest.mark.parametrize(
    ("magic", "head", "blob"),
    [(b"HTTP", 0, 0), (MAGIC, MAX_HEAD + 1, 0), (MAGIC, 0, MAX_BLOB + 1), (MAGIC, 0, 2**64 - 1)],
)
def test_a_header_above_the_limits_is_refused_before_anything_is_read(magic, head, blob):
    with pytest.raises(wire.WireError):
        wire.read_header(struct.pack("<4sIQ", magic, head, blob))


def test_a_short_header_is_refused():
    with pytest.raises(wire.WireError):
        wire.read_header(b"RNN1")


def test_a_duplicate_key_is_no_way_around_the_checks():
    with pytest.raises(wire.WireError):
        decode(b'{"l":[1],"l":{"x":1}}')


ARRAY = {"a": ["<f8", [1_000], 8_000]}
AGAIN = {
    "of an array": [ARRAY, *[{"R": 0}] * 10_000],
    "of a dict": [{"d": [["x", ARRAY]]}, *[{"R": 1}] * 10_000],
    "of a dict of many": [
        {"d": [["x", ARRAY], *[[str(i), {"R": 0}] for i in range(500)]]},
        *[{"R": 1}] * 100,
    ],
    "of many parts": [
        {"d": [[str(i), {"a": ["<f8", [0], 0]}] for i in range(100)]},
        *[{"R": 100}] * 1_000,
    ],
    "of a list": [ARRAY, {"l": [1]}, {"R": 1}],
    "of itself": [{"d": [["x", ARRAY], ["y", {"R": 1}]]}],
    "of a dict of dicts": [{"d": [["x", ARRAY]]}, {"d": [["x", {"R": 1}]]}, {"R": 2}],
}


@pytest.mark.parametrize("parts", AGAIN.values(), ids=AGAIN)
def test_a_small_frame_does_not_become_a_large_value(parts):
    blob = bytes(8_000) if "8000" in json.dumps(parts) else b""
    with pytest.raises(wire.WireError):
        decode({"l": parts}, blob)


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


BOMBS = {
    "empty lists": b"[" + b"[]," * 5_000_000 + b"[]]",
    "empty dicts": b"[" + b"{}," * 5_000_000 + b"{}]",
    "numbers": b'{"l":[' + b"1," * 7_000_000 + b"1]}",
    "lists of lists": b'{"l":[' + b'{"l":[]},' * (MAX_NODES + 1) + b'{"l":[]}]}',
}


@pytest.mark.parametrize("head", BOMBS.values(), ids=BOMBS)
def test_a_bomb_costs_little_memory_and_time(head):
    before, started = memory(), time.process_time()
    with pytest.raises(wire.WireError):
        decode(head)
    assert time.process_time() - started < 5
    assert memory() - before < 300_000  # KiB


COLLIDING = {
    "integers": [{"i": str(k * (2**61 - 1))} for k in range(10, 40_000)],
    "complex": [{"c": [float(1_000_003 * k), float(-k)]} for k in range(40_000)],
}


@pytest.mark.parametrize("keys", COLLIDING.values(), ids=COLLIDING)
def test_keys_made_to_collide_are_refused_in_time(keys):
    started = time.process_time()
    with pytest.raises(wire.WireError):
        decode({"d": [[key, 0] for key in keys]})
    assert time.process_time() - started < 5


def test_a_truncated_frame_is_refused():
    head, blob = split(wire.encode(SAMPLE))
    for cut in range(len(head)):
        with pytest.raises(wire.WireError):
            wire.decode(head[:cut], blob)
    for cut in range(len(blob)):
        with pytest.raises(wire.WireError):
            wire.decode(head, blob[:cut])


def flipped(data, rng, count):
    changed = bytearray(data)
    for _ in range(count):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("seed", range(20))
def test_a_frame_with_flipped_bits_is_refused_or_harmless(seed):
    rng = random.Random(seed)
    head, blob = split(wire.encode(SAMPLE))
    refused = 0
    for _ in range(200):
        try:
            touch(wire.decode(flipped(head, rng, 1 + seed % 4), flipped(blob, rng, seed % 3)))
        except wire.WireError:
            refused += 1
    assert refused > 20


def random_tree(rng, depth):
    kinds = [None, True, rng.randrange(-(2**70), 2**70), rng.random(), float("nan"), "x", "\ud800"]
    if depth == 0 or rng.random() < 0.3:
        return rng.choice(kinds)
    parts = [random_tree(rng, depth - 1) for _ in range(rng.randrange(5))]
    if rng.random() < 0.2:
        return parts
    tag = rng.choice([*"ltsfdokcibuRrzaAnhjme", "x"])
    dtype = rng.choice(["<f8", "|O", "<U3", "|b1", "<i2"])
    array = [dtype, [rng.randrange(-1, 4) for _ in range(rng.randrange(3))], rng.randrange(-1, 33)]
    pairs = [parts[i : i + 2] for i in range(0, len(parts), 2)]
    return {tag: rng.choice([parts, pairs, array, rng.choice(kinds)])}


@pytest.mark.parametrize("seed", range(20))
def test_random_trees_are_decoded_or_refused(seed):
    rng = random.Random(seed)
    decoded = 0
    for _ in range(300):
        try:
            touch(decode(random_tree(rng, 4), rng.randbytes(rng.choice([0, 0, 8, 24]))))
            decoded += 1
        except wire.WireError:
            pass
    assert decoded > 0
