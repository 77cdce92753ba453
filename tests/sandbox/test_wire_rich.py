"""Dates, tables and the like travel as plain data, and are put together with distrust."""

import collections
import datetime
import decimal
import fractions
import json
import pathlib
import re
import types
import zoneinfo

import numpy as np
import pytest

from autograder.sandbox import wire
from autograder.sandbox.frames import HEADER, MAGIC

HOUR = datetime.timezone(datetime.timedelta(hours=1))
VALUES = [
    datetime.date(2020, 1, 2),
    datetime.datetime(2020, 1, 2, 3, 4, 5, 6, tzinfo=HOUR, fold=1),
    datetime.datetime(2020, 1, 2, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")),
    datetime.time(1, 2, 3),
    datetime.timedelta(-1, 5),
    decimal.Decimal("1.10"),
    fractions.Fraction(1, 3),
    pathlib.Path("a/b"),
    collections.deque([1, [2]], 3),
    bytearray(b"ab"),
    collections.defaultdict(list, a=[1]),
    types.SimpleNamespace(a=1),
    np.dtype("f4"),
    np.timedelta64(3, "h"),
    {datetime.date(2020, 1, 1): {decimal.Decimal(1)}},
    ...,
    np.float64,
    len,
    np.sin,
]
ARRAYS = [
    np.array([1, "a", None, [2]], dtype=object),
    np.array(["2020-01-01"], "M8[D]"),
    np.array([b"ab", b"c"]),
    np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
    np.ma.masked_array([1, 2], mask=[0, 1]),
]


def sent(value, share=False):
    data = wire.encode(value, share=share)
    header = wire.read_header(data[: HEADER.size])
    end = HEADER.size + header.head
    return wire.decode(data[HEADER.size : end], data[end:], shared=share)


@pytest.mark.parametrize("share", [False, True])
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_arrives_as_it_was(value, share):
    arrived = sent(value, share)
    assert type(arrived) is type(value)
    assert arrived == value


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: str(array.dtype))
def test_an_array_arrives_as_it_was(array):
    arrived = sent(array)
    assert type(arrived) is type(array)
    assert arrived.dtype == array.dtype
    assert arrived.tolist() == array.tolist()


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_a_matrix_arrives_as_a_matrix():
    arrived = sent(np.matrix([[1, 2]]))
    assert type(arrived) is np.matrix
    assert arrived.tolist() == [[1, 2]]


def test_what_is_the_same_object_stays_one():
    shared = collections.deque([1])
    first, second = sent([shared, shared], share=True)
    assert first is second


def test_a_pattern_comes_from_the_judge_only():
    assert sent(re.compile("a+", re.I), share=True).findall("aA") == ["aA"]
    with pytest.raises(wire.UnsendableError):
        wire.encode(re.compile("a"))
    with pytest.raises(wire.WireError):
        decoded(["pattern", "(a+)+$", 0])


def decoded(body, blob=b""):
    return wire.decode(json.dumps({"x": body}).encode(), blob)


MALFORMED = [
    ["date", 2020],
    ["date", 2020, 13, 1],
    ["date", "2020", 1, 1],
    ["datetime", 1, 1, 1, 1, 1, 1, 1, "zone", 0],
    ["decimal", "1e999999999"],
    ["decimal", "1" * 5000],
    ["decimal", 5],
    ["fraction", 1, 0],
    ["fraction", 0.5, 1],
    ["deque", 5, None],
    ["zone", "../../etc/passwd"],
    ["constant", "builtins.eval"],
    ["constant", "os.system"],
    ["constant", ["x"]],
    ["dtype", "O8"],
    ["dtype", "f4,f4"],
    ["raw", {"x": ["dtype", "<M8[D]"]}, {"l": [1000000000]}, {"b": 0}],
    ["raw", {"x": ["dtype", "|O"]}, {"l": [1]}, {"b": 8}],
    ["objects", {"l": [3]}, {"l": []}],
    ["objects", {"l": [-1]}, {"l": []}],
    ["namedtuple", {"x": ["constant", "builtins.int"]}, {"l": []}],
    ["namespace", {"l": []}],
    ["generator", "__class__", {"d": []}],
    ["generator", "PCG64", {"d": []}],
    ["defaultdict", 5, {"d": []}],
    ["error", "ValueError", {"l": []}],
    ["keys", {"l": []}],
    ["no such kind"],
    [],
    5,
    ["pd.no_such"],
    ["pd.DataFrame", 1, 2, 3],
    ["pd.Series", None, None, None],
    ["pd.RangeIndex", 0, 10**15, 1, None],
    ["pd.Timestamp", None, "no unit", 5],
    ["pd.array", "masked", {"l": ["os.system"]}, {"l": [1, 2]}],
]


@pytest.mark.parametrize("body", MALFORMED, ids=lambda body: str(body)[:40])
def test_what_is_malformed_is_refused(body):
    blob = b"\0" * 8 if "|O" in str(body) else b""
    with pytest.raises(wire.WireError):
        decoded(body, blob)


def test_a_frame_says_what_it_is():
    assert wire.encode(datetime.date(2020, 1, 2))[: len(MAGIC)] == MAGIC


def test_tables_of_pandas_arrive_as_they_were():
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame(
        {
            "number": [1, 2, 3],
            "text": ["x", "y", None],
            "float": [1.5, None, 2.5],
            "date": pandas.date_range("2020", periods=3),
            "zone": pandas.date_range("2020", periods=3, tz="Europe/Berlin"),
            "nullable": pandas.array([1, None, 3], dtype="Int64"),
            "boolean": pandas.array([True, None, False], dtype="boolean"),
            "category": pandas.Categorical(["u", "v", "u"]),
            "object": [[1], None, {}],
            "period": pandas.period_range("2020-01", periods=3, freq="M"),
        },
        index=pandas.Index(["p", "q", "r"], name="key"),
    )
    for share in (False, True):
        pandas.testing.assert_frame_equal(sent(table, share), table)
        pandas.testing.assert_frame_equal(sent(table.describe(), share), table.describe())
    grouped = table.groupby(["text", "category"], observed=True)["number"].agg(["sum", "mean"])
    pandas.testing.assert_frame_equal(sent(grouped), grouped)
    pandas.testing.assert_frame_equal(sent(pandas.DataFrame()), pandas.DataFrame())


@pytest.mark.parametrize(
    "made",
    [
        lambda pandas: pandas.Timestamp("2020-01-02", tz="Europe/Berlin"),
        lambda pandas: pandas.Timedelta("1 days"),
        lambda pandas: pandas.NaT,
        lambda pandas: pandas.NA,
    ],
)
def test_scalars_of_pandas_arrive_as_they_were(made):
    value = made(pytest.importorskip("pandas"))
    arrived = sent(value)
    assert arrived is value or arrived == value
