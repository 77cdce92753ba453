"""Whatever a student's function returns: a check answers, and never breaks."""

import re
import warnings

import numpy as np
import pytest

from autograder.checks import CheckFailed, check


class Hostile:
    """Refuses everything that it is asked."""

    def _refuse(self, *_args):
        raise RuntimeError("hostile")

    __array__ = __eq__ = __len__ = __str__ = __repr__ = __getattr__ = __float__ = _refuse
    __iter__ = __bool__ = _refuse
    __hash__ = None


class Liar:
    """Says that it is an array."""

    __class__ = np.ndarray
    shape = (2, 2)
    dtype = np.dtype(float)


class HostileArray(np.ndarray):
    """An array that answers to nothing but its own methods."""

    def _refuse(self, *_args, **_kwargs):
        raise RuntimeError("hostile")

    __eq__ = __array_ufunc__ = __array_function__ = astype = any = _refuse


class HostileList(list):
    def _refuse(self, *_args):
        raise RuntimeError("hostile")

    __iter__ = __len__ = __getitem__ = __eq__ = _refuse
    __hash__ = None


class HostileDict(dict):
    def _refuse(self, *_args):
        raise RuntimeError("hostile")

    __iter__ = keys = items = __contains__ = _refuse


def read_only():
    array = np.ones((2, 2))
    array.flags.writeable = False
    return array


def hostile_items():
    array = np.empty((2, 2), dtype=object)
    for index in np.ndindex(2, 2):
        array[index] = Hostile()
    return array


def endless():
    items = []
    items.append(items)
    return items


def matrix():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.matrix([[1.0, 2.0], [3.0, 4.0]])


ODD = {
    "None": None,
    "int": 3,
    "huge int": 10**5000,
    "bool": True,
    "numpy bool": np.bool_(True),
    "nan": float("nan"),
    "inf": np.inf,
    "complex": 1 + 2j,
    "string": "x",
    "bytes": b"x",
    "empty list": [],
    "list of lists": [[1, 2], [3, 4]],
    "list of huge ints": [[10**5000, 2], [3, 4]],
    "ragged list": [[1, 2], [3]],
    "endless list": endless(),
    "list of hostile": [Hostile(), Hostile()],
    "hostile list": HostileList([1, 2, 3]),
    "tuple": (np.ones(2), np.ones(2)),
    "dict": {"dU": 1, 3: None, None: 2},
    "hostile dict": HostileDict(dU=1),
    "set": {1, 2},
    "function": len,
    "lambda": lambda: 1,
    "class": int,
    "generator": (i for i in range(2)),
    "hostile object": Hostile(),
    "liar": Liar(),
    "hostile array": np.ones((2, 2)).view(HostileArray),
    "object array": np.array([[None, "x"], [1, {}]], dtype=object),
    "object array of hostile": hostile_items(),
    "string array": np.array([["a", "b"], ["c", "d"]]),
    "bool array": np.ones((2, 2), dtype=bool),
    "complex array": np.ones((2, 2)) * 1j,
    "nan array": np.full((2, 2), np.nan),
    "inf array": np.full((2, 2), -np.inf),
    "huge array": np.full((2, 2), 1.7e308),
    "date array": np.array([["2020", "2021"]] * 2, dtype="datetime64[Y]"),
    "record array": np.zeros((2, 2), dtype=[("a", float)]),
    "float16 array": np.full((2, 2), 6e4, dtype=np.float16),
    "0-d array": np.array(1.0),
    "0-d object array": np.array(None, dtype=object),
    "empty array": np.zeros((0, 2)),
    "matrix": matrix(),
    "masked array": np.ma.masked_array(np.ones((2, 2)), mask=True),
    "read-only array": read_only(),
    "array of a column": np.ones((2, 1)),
    "strided array": np.ones((4, 4))[::2, ::-2],
}

EXPECTED = np.array([[1.0, 2.0], [3.0, 5.0]])


def gradient_of_odd(value):
    array = np.ones((2, 2))
    check.gradient("dW", value, lambda: float(np.sum(array**2)), array, axes="n n")


def unchanged_odd(value):
    with check.unchanged(value=value, nested={"a": [value]}):
        pass


CHECKS = {
    "shape": lambda value: check.shape("s", value, n=2, n_=2),
    "number": lambda value: check.shape("loss", value),
    "close": lambda value: check.close("dW", value, EXPECTED, axes="n n"),
    "close in time": lambda value: check.close("dx", value, EXPECTED, axes="n T"),
    "close to zero": lambda value: check.close("dx", value, np.zeros((2, 2))),
    "close to a number": lambda value: check.close("loss", value, 2.5),
    "equal to a number": lambda value: check.equal("k", value, 7),
    "equal to an array": lambda value: check.equal("k", value, EXPECTED),
    "equal to a shape": lambda value: check.equal("k", value, (3, 2, 1)),
    "equal to a dict": lambda value: check.equal("k", value, {"dU": 4}),
    "keys": lambda value: check.keys(value, "dU dW"),
    "returns": lambda value: check.returns(value, "s y caches"),
    "gradient": gradient_of_odd,
    "unchanged": unchanged_odd,
    "loss": lambda value: check.gradient("dW", np.ones(2), lambda: value, np.ones(2)),
}


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
@pytest.mark.parametrize("judge", CHECKS.values(), ids=CHECKS)
def test_a_check_passes_or_fails_and_never_breaks(judge, value):
    said = answer(judge, value)
    assert said
    assert len(said) < 600
    assert not re.search(r"\[[a-z]+\.[a-z_]+\]", said), "a message without a text"


def answer(judge, value):
    try:
        judge(value)
    except CheckFailed as failure:
        return str(failure)
    return "passed"


MUST_FAIL = [name for name in ODD if name not in ("read-only array", "matrix", "strided array")]
HAS_SHAPE = {"nan array", "inf array", "huge array", "float16 array", "hostile array"}
HAS_SHAPE |= {"complex array", "masked array"}


@pytest.mark.parametrize("name", MUST_FAIL)
def test_odd_values_are_not_close(name):
    with pytest.raises(CheckFailed):
        check.close("dW", ODD[name], EXPECTED, axes="n n")


@pytest.mark.parametrize("name", [name for name in MUST_FAIL if name not in HAS_SHAPE])
def test_odd_values_do_not_have_the_shape(name):
    with pytest.raises(CheckFailed):
        check.shape("s", ODD[name], n=2, n_=2)


@pytest.mark.parametrize("name", ["read-only array", "matrix", "strided array"])
def test_unusual_arrays_with_the_right_values_are_accepted(name):
    check.close("dW", ODD[name], np.array(ODD[name]))
