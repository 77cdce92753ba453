"""Forged values: trees that are too deep, too large or of another form, and copies."""

from forging import Forgery

TREES = (
    Forgery(
        "nested-too-deep",
        "the decoder's stack, one level",
        "answer(nested(39))",
        "answer(nested(40))",
        "too deep",
    ),
    Forgery(
        "nested-bomb",
        "the parser's stack",
        "answer(b' ' * 200_000 + nested(3))",
        "answer(nested(100_000))",
        "RecursionError",
    ),
    Forgery(
        "too-many-parts",
        "the judge's memory: small nodes",
        "answer(many('l', *[0] * 190_000))",
        "answer(many('l', *[0] * 200_000))",
        "too many parts",
    ),
    Forgery(
        "too-many-marks",
        "the parser's memory: three million empty lists",
        "answer(many('l', *[{'l': []}] * 50_000))",
        "answer(b'[' + b'[],' * 3_000_000 + b'0]')",
        "too many parts",
    ),
    Forgery(
        "integer-of-a-million-digits",
        "the decoder's time",
        "answer({'i': '9' * 1_000})",
        "answer({'i': '9' * 1_000_000})",
        "digits expected",
    ),
    Forgery(
        "integer-in-the-head",
        "the parser's time",
        "answer(2**64 - 1)",
        "answer(b'9' * 1_000_000)",
        "ValueError",
    ),
    Forgery(
        "integer-out-of-range",
        "integers without a bound",
        "answer(-2**63)",
        "answer(2**64)",
        "integer out of range",
    ),
    Forgery(
        "duplicate-key",
        "a node that is two, one of them unchecked",
        """answer(b'{"l":[1],"l":[{"l":[]}]}')""",
        """answer(b'{"l":[1],"l":{"x":1}}')""",
        "a list expected",
    ),
    Forgery(
        "colliding-keys",
        "the decoder's time: keys with one hash",
        "answer({'d': [[{'i': str(k * (2**61 - 1))}, 0] for k in range(2_000)]})",
        "answer({'d': [[{'i': str(k * (2**61 - 1))}, 0] for k in range(10_001)]})",
        "too many unusual keys",
    ),
    Forgery(
        "key-that-is-asked",
        "a key whose hash is the student's",
        "answer({'d': [[many('t', 1), 0]]})",
        "answer({'d': [[many('l', 1), 0]]})",
        "not plain data",
    ),
    Forgery(
        "range-not-a-number",
        "integers that are none",
        "answer(many('r', 0, 1, 1))",
        "answer(b'{\"r\":[0,NaN,1]}')",
        "three integers expected",
    ),
    Forgery(
        "range-infinite",
        "the judge's time: a range without an end",
        "answer(many('r', 0, 1_000_000, 1))",
        "answer(b'{\"r\":[0,Infinity,1]}')",
        "three integers expected",
    ),
    Forgery(
        "names-of-the-judge",
        "a function by name, as only the judge may send one",
        "answer(many('l', 'os', 'system'))",
        "answer({'g': ['os', 'system']})",
        "unknown node",
    ),
    Forgery(
        "pattern-of-the-judge",
        "the judge's time: a regular expression, as only the judge may send one",
        "answer(many('x', 'decimal', '1'))",
        "answer(many('x', 'pattern', '(a*)*b', 0))",
        "unknown kind",
    ),
)
AGAIN = (
    Forgery(
        "copy-of-nothing",
        "an object that is not there",
        "answer(many('l', array(), {'R': 0}), bytes(8))",
        "answer(many('l', array(), {'R': 1}), bytes(8))",
        "no such object",
    ),
    Forgery(
        "copy-in-advance",
        "an object that is not there yet",
        "answer(many('l', array(), {'R': 0}), bytes(8))",
        "answer(many('l', {'R': 0}, array()), bytes(8))",
        "no such object",
    ),
    Forgery(
        "copy-of-itself",
        "the judge's stack: a dict that holds itself",
        "answer(many('l', {'d': [['x', array()], ['y', {'R': 0}]]}, {'R': 1}), bytes(8))",
        "answer(many('l', {'d': [['x', array()], ['y', {'R': 1}]]}, {'R': 1}), bytes(8))",
        "no such object",
    ),
    Forgery(
        "copy-of-a-list",
        "the judge's memory: lists that hold lists twice",
        "answer(many('l', array(), many('l', {'R': 0}), {'R': 0}), bytes(8))",
        "answer(many('l', array(), many('l', {'R': 0}), {'R': 1}), bytes(8))",
        "no such object",
    ),
    Forgery(
        "many-copies",
        "the judge's memory: a large array many times",
        "answer(many('l', array('<f8', [1_000], 8_000), *[{'R': 0}] * 1_000), bytes(8_000))",
        "answer(many('l', array('<f8', [1_000], 8_000), *[{'R': 0}] * 9_000), bytes(8_000))",
        "too large",
    ),
    Forgery(
        "many-copies-of-a-dict",
        "the same with a dict, counted as often as it comes",
        "answer(many('l', {'d': [['x', array('<f8', [1_000], 8_000)]]}, *[{'R': 1}] * 1_000),"
        " bytes(8_000))",
        "answer(many('l', {'d': [['x', array('<f8', [1_000], 8_000)]]}, *[{'R': 1}] * 9_000),"
        " bytes(8_000))",
        "too large",
    ),
    Forgery(
        "many-parts-by-copies",
        "the judge's memory: an empty dict of many parts, many times",
        "answer(many('l', {'d': [[str(i), array('<f8', [0], 0)] for i in range(100)]},"
        " *[{'R': 100}] * 900))",
        "answer(many('l', {'d': [[str(i), array('<f8', [0], 0)] for i in range(100)]},"
        " *[{'R': 100}] * 1_000))",
        "too many parts",
    ),
    Forgery(
        "poisoned-plan",
        "memory past a frame: a head that the judge knows, with less behind it",
        "answer({'F': 8}, struct.pack('<d', 4))",
        "answer({'F': 8}, b'' if spoken else struct.pack('<d', 4))",
        "left over, or missing",
    ),
    Forgery(
        "poisoned-text",
        "the checks: a head that the judge knows, with other bytes behind it",
        "answer(array('|b1', [2], 2), bytes([1, 1]))",
        "answer(array('|b1', [2], 2), bytes([2, 1]))",
        "not booleans",
    ),
)
VALUES = (*TREES, *AGAIN)
