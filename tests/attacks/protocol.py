"""Breaking the line between the two rooms: what goes over it is data, and checked."""

from attack import Attack, call

# Finds the object that serves this room, as a student's code can, and writes past it.
LINE = """
import gc, os, json, struct
session = next(o for o in gc.get_objects() if type(o).__name__ == "Session")
def descriptor():
    for value in vars(session._channel).values():
        if hasattr(value, "fileno"):
            return value.fileno()
def frame(tree, blob=b"", head=None):
    data = json.dumps(tree).encode() if head is None else head
    return b"RNN1" + struct.pack("<IQ", len(data), len(blob)) + data + blob
def write(data):
    os.write(descriptor(), data)
def reply(body, blob=b"", head=None):
    write(frame({"t": [session._number, "value", body]}, blob, head))
"""
LOST = (
    r"(RoomEndedError|ended the notebook's process|in no known form|not asked|"
    r"AssertionError|TypeError|nested too deep|ran longer|Unable to allocate|too large|plain data)"
)


def forges(name: str, steals: str, body: str, words: str = LOST) -> Attack:
    """A frame of the student's own, while a test waits for the value of `square`."""
    return Attack(name, steals, words, call(body + "\nreturn 0", before=LINE))


def bombs(name: str, steals: str, body: str) -> Attack:
    """A frame that is expensive or dangerous to decode."""
    return Attack(name, steals, LOST, call(body, before=LINE))


def returns(name: str, steals: str, value: str, before: str = "", words: str = LOST) -> Attack:
    """A value that is not what it seems to be."""
    return Attack(name, steals, words, call(f"return {value}", before=before))


ARRAYS = """
import numpy as np
class Agreeable(np.ndarray):
    def __eq__(self, other): return True
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
    def __bool__(self): return True
def agreeable():
    return np.zeros(1).view(Agreeable)
"""
LIARS = """
class Liar:
    __class__ = int
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return hash(4)
    def __bool__(self): return True
    def __index__(self): return 4
    __int__ = __index__
    def __float__(self): return 4.0
    def __array__(self, *a, **k): raise SystemExit
    def __rmul__(self, other): return 2.0
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return True
"""

ATTACKS = (
    forges(
        "forged-number",
        "a second answer, with the number of the next question guessed",
        "for number in range(200):\n"
        "    write(frame({'t': [number, 'value', {'d': [['value', 961], ['arguments', None]]}]}))",
    ),
    forges("garbage", "an answer that is no frame", "write(b'garbage' * 1000)"),
    forges(
        "giant-header",
        "the judge's memory: a frame that announces 16 EiB",
        "write(b'RNN1' + struct.pack('<IQ', 2**32 - 1, 2**64 - 1))",
    ),
    forges(
        "half-a-frame",
        "the judge's time: a frame that never ends",
        "write(frame({'l': []})[:-1]); os._exit(0)",
    ),
    forges(
        "calls-the-judge",
        "a function of the judge's that was never given away",
        "for number in range(5):\n"
        "    write(frame({'t': [session._number, 'callback', {'l': [number, {'t': []}, "
        "{'d': []}]}]}))",
    ),
    forges(
        "forged-error",
        "an error that a test would take for its own success",
        "write(frame({'t': [session._number, 'error', {'d': [['name', 'SystemExit'], "
        "['bases', {'l': ['SystemExit', 'BaseException', 'object']}], ['message', '0'], "
        "['frames', {'l': []}]]}]}))",
        r"(SystemExit|" + LOST + ")",
    ),
    bombs(
        "nested-bomb",
        "the decoder's stack",
        "tree = '[' * 100_000 + ']' * 100_000\n"
        "write(frame(None, head=tree.encode())); import time; time.sleep(1)",
    ),
    bombs(
        "number-bomb",
        "the decoder's time: an integer of a million digits",
        "reply({'i': '9' * 1_000_000}); return 0",
    ),
    bombs(
        "dtype-bomb",
        "arrays of objects, of records, of negative and of overflowing shapes",
        "reply({'a': ['|O', [1], 8]}, b'x' * 8); return 0",
    ),
    bombs(
        "negative-shape",
        "memory behind an array",
        "reply({'a': ['<f8', [-1, -8], 64]}, b'x' * 64); return 0",
    ),
    bombs(
        "overflowing-shape",
        "memory behind an array: 2**31 · 2**31 · 4 items",
        "reply({'a': ['<f8', [2**31, 2**31, 4], 0]}); return 0",
    ),
    bombs(
        "pickle",
        "code in the judge: a pickle with __reduce__ where data is expected",
        """
        import pickle
        class Bomb:
            def __reduce__(self):
                return os.system, ("touch @ROOT@/owned",)
        data = pickle.dumps(Bomb())
        reply({"b": len(data)}, data)
        return Bomb()
        """,
    ),
    bombs(
        "names-of-the-judge",
        "a function by name, as only the judge may send one",
        "reply({'g': ['os', 'system']}); reply({'m': [0, 'os']}); return 0",
    ),
    returns("array-subclass", "an array that equals everything", "agreeable()", ARRAYS),
    returns("object-that-equals", "an object that equals everything", "Liar()", LIARS),
    returns(
        "number-that-lies",
        "subclasses of float, int and str",
        "F(0)",
        "class F(float):\n    def __eq__(self, other): return True\n"
        "    def __mul__(self, other): return 4.0\n    __rmul__ = __add__ = __mul__\n"
        "    def __repr__(self): return '961'\n    __hash__ = None\n",
    ),
    Attack(
        "guesses-that-lie",
        "partial credit by objects that equal everything",
        r"(AssertionError|TypeError|plain data|\n0)",
        call("return [Liar(), Liar(), Liar()]", "guesses", "guesses()", LIARS),
        honest=("square",),
        earns=2,
    ),
    Attack(
        "differences-that-lie",
        "a test within a tolerance, by an object whose differences are nothing",
        r"(AssertionError|TypeError|plain data)",
        call(
            "return Near()",
            "mean",
            "mean(name)",
            "class Near:\n    def __sub__(self, other): return 0.0\n"
            "    __rsub__ = __mul__ = __rmul__ = __sub__\n"
            "    def __eq__(self, other): return isinstance(other, float)\n"
            "def square(x): return Near()\n",
        ),
    ),
    returns(
        "endless-iterator",
        "the judge's time: an iterator without an end",
        "itertools.repeat(4)",
        "import itertools",
    ),
    Attack(
        "endless-guesses",
        "the same where the test iterates over it",
        r"(ran longer|too long|StudentTimeoutError|called .* too often)",
        {"guesses": "import itertools\ndef guesses(): return itertools.count()\n"},
        honest=("square",),
        earns=2,
    ),
    returns(
        "list-in-itself",
        "the judge's stack: a list that holds itself",
        "endless",
        "endless = []\nendless.append(endless)",
    ),
    returns(
        "million-keys",
        "the judge's time: a dict of a million keys that collide",
        "{i * (2**61 - 1): i for i in range(1_000_000)}",
    ),
    returns(
        "giant-array",
        "the judge's memory: 400 MB",
        "np.zeros(50_000_000)",
        "import numpy as np",
    ),
    Attack(
        "nan-everywhere",
        "a comparison with NaN, and infinite partial credit",
        r"(AssertionError|nan|0)",
        {
            "square": "def square(x): return float('nan')\n",
            "share": "def share(): return float('nan')\n",
            "counter": "class Counter:\n    count = float('nan')\n"
            "    def add(self, step=1): return self\n",
        },
    ),
    Attack(
        "huge-number",
        "the judge's time: an integer of ten million digits",
        r"(AssertionError|NotSendable|UnsendableError|thousand digits|ran longer|Error)",
        {
            "square": "def square(x): return 1 << 30_000_000\n",
            "share": "def share(): return 1 << 30_000_000\n",
        },
    ),
    Attack(
        "arguments-changed",
        "the test's own variables, by changing the arguments",
        r"softmax",
        call(
            """
            z[...] = np.nan
            z.resize(0, refcheck=False) if z.base is None else None
            return z
            """,
            "softmax",
            "softmax(z)",
            "import numpy as np",
        ),
        honest=("one_hot",),
        earns=4,
        assignment="rnn",
    ),
    Attack(
        "agreeable-arrays",
        "hidden tests, with arrays that agree to every comparison",
        r"softmax",
        call("return agreeable()", "softmax", "softmax(z)", ARRAYS),
        honest=("one_hot",),
        earns=4,
        assignment="rnn",
    ),
    Attack(
        "liars-in-hidden-tests",
        "hidden tests, with objects that agree to everything",
        r"softmax",
        call("return Liar()", "softmax", "softmax(z)", LIARS),
        honest=("one_hot",),
        earns=4,
        assignment="rnn",
    ),
    Attack(
        "line-in-hidden-tests",
        "hidden tests, with a forged answer for each question",
        r"softmax",
        call(
            "reply({'d': [['value', True], ['arguments', None]]})\nreturn z",
            "softmax",
            "softmax(z)",
            LINE,
        ),
        honest=("one_hot",),
        earns=4,
        assignment="rnn",
    ),
)
