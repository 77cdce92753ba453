"""What goes in at one end of the line comes out at the other."""

import re
from collections import ChainMap, Counter, OrderedDict, defaultdict

import numpy as np
import pytest

from autograder.sandbox import wire
from autograder.sandbox.frames import HEADER, MAX_BLOB, MAX_DEPTH, MAX_NODES


def there_and_back(value, special=None, revive=None, share=False):
    frame = wire.encode(value, special, share)
    header = wire.read_header(frame[: HEADER.size])
    head, blob = frame[HEADER.size :][: header.head], frame[HEADER.size + header.head :]
    assert len(blob) == header.blob
    return wire.decode(head, blob, revive, shared=share)


PLAIN = [
    None,
    True,
    0,
    -(2**63),
    2**64 - 1,
    2**64,
    -(10**900),
    0.1,
    -0.0,
    float("inf"),
    5e-324,
    "",
    "text",
    "行列 ✓ 😀",
    "long " * 1000,
    "长" * 1000,
    b"",
    b"\x00\xff",
    1 + 2j,
    [],
    [1, [2, [3]]],
    (),
    (1,),
    {"a": 1, 2: "b", None: 3, (1, "x"): 4, 1.5: 5, b"k": 6, frozenset([1]): 7},
    {1, 2},
    frozenset(["a"]),
    range(3, 10, 2),
    slice(None, -1),
    OrderedDict(b=1, a=2),
    Counter("hello"),
]


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: repr(value)[:30])
def test_plain_data_comes_back_as_it_was(value):
    back = there_and_back(value)
    assert back == value
    assert type(back) is type(value)
    assert repr(back) == repr(value)


def test_nan_comes_back():
    back = there_and_back([float("nan"), complex(0, float("nan"))])
    assert np.isnan(back[0])
    assert np.isnan(back[1].imag)


DTYPES = ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16"]
SHAPES = [(), (0,), (3,), (2, 3), (2, 0, 3), (1, 2, 1, 2)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", DTYPES)
def test_an_array_comes_back_bit_by_bit(dtype, shape):
    array = np.random.default_rng(0).integers(0, 2, shape).astype(dtype)
    back = there_and_back(array)
    assert back.dtype == array.dtype
    assert back.shape == array.shape
    assert back.tobytes() == array.tobytes()


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_numpy_scalar_stays_one(dtype):
    scalar = np.ones((), dtype)[()]
    assert type(there_and_back(scalar)) is type(scalar)


def test_texts_in_an_array_come_back():
    array = np.array([["a", "行列"], ["", "😀"]])
    np.testing.assert_array_equal(there_and_back(array), array)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(24.0).reshape(2, 3, 4).transpose(2, 0, 1),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(10)[::-2],
        np.arange(4, dtype=">f8"),
        np.broadcast_to(np.arange(3.0), (2, 3)),
    ],
    ids=["transposed", "fortran", "strided", "big-endian", "broadcast"],
)
def test_the_memory_layout_does_not_matter(array):
    np.testing.assert_array_equal(there_and_back(array), array)


def test_an_array_arrives_writable_and_a_read_only_one_does_not():
    array = np.ones(2)
    assert there_and_back(array).flags.writeable
    array.flags.writeable = False
    assert not there_and_back(array).flags.writeable


def test_a_defaultdict_comes_back_as_a_dict():
    assert there_and_back(defaultdict(int, a=1)) == {"a": 1}


def test_an_object_that_occurs_twice_is_one_object_if_the_judge_sends_it():
    array, inner = np.ones(2), [1]
    back = there_and_back([array, inner, array, {"k": inner}, inner], share=True)
    assert back[0] is back[2]
    assert back[1] is back[4] is back[3]["k"]


def test_an_object_that_occurs_twice_is_two_objects_otherwise():
    array = np.ones(2)
    back = there_and_back([array, array])
    assert back[0] is not back[1]


class Subclass(np.ndarray):
    pass


def test_arrays_and_dicts_that_occur_often_travel_once_and_are_copies():
    fixed, empty, text = np.ones(2), np.zeros((0, 3)), np.array(["ab"])
    fixed.flags.writeable = False
    parts = [np.arange(6.0), fixed, empty, text, np.ones(1).view(Subclass)]
    flat = {f"p{i}": part for i, part in enumerate(parts)}
    usual = defaultdict(list, a=parts[0], b=fixed)
    others = [{"deep": flat}, {}, {1: parts[0]}, {"a": 1.5}, {"x" * 300: fixed}, OrderedDict(flat)]
    value = [flat, *others, usual, parts[4], flat, *others, usual, (parts[3], flat, [usual, flat])]
    back = there_and_back(value)
    assert repr(back) == repr(there_and_back(value, share=True))
    assert len(wire.encode([flat] * 9)) < 2 * len(wire.encode([flat]))
    assert not any(array.flags.writeable for array in (back[0]["p1"], back[9]["p1"]))
    back[0]["p0"][0] = 7
    back[0].clear()
    assert len(back[9]) == 5
    assert back[9]["p0"][0] == back[1]["deep"]["p0"][0] == 0


@pytest.mark.parametrize("times", [1_000, 30_000])
def test_what_comes_again_is_counted_as_often_as_it_comes(times):
    large = np.zeros(MAX_BLOB // 8 // 100)
    flat = {str(i): np.zeros(1) for i in range(10)}
    for repeated in ([large] * times, [{"large": large}] * times, [flat] * (10 * times)):
        with pytest.raises(wire.UnsendableError):
            wire.encode(repeated)


def test_what_the_format_does_not_know_is_asked_for():
    back = there_and_back([ChainMap(), 1], lambda _: {"h": 7}, lambda tag, body: (tag, body))
    assert back == [("h", 7), 1]


def test_a_dict_with_a_key_of_the_students_goes_as_a_whole():
    thing = object()
    for value in ({thing: 1}, {thing}, frozenset([thing]), {(1, thing): 2}):
        assert there_and_back(value, lambda _: {"h": 0}, lambda tag, body: (tag, body)) == ("h", 0)


def endless_list():
    value = []
    value.append(value)
    return value


UNSENDABLE = {
    "object": lambda: object(),
    "function": lambda: open,
    "object array": lambda: np.array([object()]),
    "record array": lambda: np.zeros(1, [("a", "O")]),
    "strings of numpy": lambda: np.array(["a"], np.dtypes.StringDType()),
    "compiled pattern": lambda: re.compile("a"),
    "endless list": endless_list,
    "too deep": lambda: eval("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2)),
    "too many parts": lambda: [0] * (MAX_NODES + 1),
    "too large": lambda: np.zeros(MAX_BLOB // 8 + 1),
    "too large together": lambda: [np.zeros(MAX_BLOB // 16 + 1)] * 2,
    "too large a text": lambda: "x" * (MAX_BLOB + 1),
    "huge view": lambda: np.broadcast_to(np.zeros(1), (2**40,)),
    "too large a number": lambda: 10**2000,
    "long range": lambda: range(2**62),
    "slice of texts": lambda: slice("a", "b"),
}


@pytest.mark.parametrize("make", UNSENDABLE.values(), ids=UNSENDABLE)
def test_what_cannot_travel_is_refused(make):
    with pytest.raises(wire.UnsendableError):
        wire.encode(make())


def test_a_lone_surrogate_does_not_get_through():
    for text in ("\ud800", "x" * 300 + "\ud800"):
        there_and_back(text).encode("utf-8")
