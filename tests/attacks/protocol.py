"""Breaking the line between the two rooms: what goes over it is data, and checked."""

from attack import Attack, call
from forged_arrays import ARRAYS as FORGED_ARRAYS
from forged_messages import MESSAGES
from forged_trees import VALUES
from forging import LINE

FORGERIES = (*MESSAGES, *VALUES, *FORGED_ARRAYS)

LOST = (
    r"(RoomEndedError|ended the notebook's process|AssertionError|TypeError|ran longer|"
    r"nested too deep|Unable to allocate|too large|plain data)"
)


def forges(name: str, steals: str, body: str, words: str, before: str = LINE) -> Attack:
    """Frames of the student's own, while a test waits for the value of `square`."""
    return Attack(name, steals, words, call(body, before=before))


def returns(name: str, steals: str, value: str, before: str = "", words: str = LOST) -> Attack:
    """A value that is not what it seems to be."""
    return Attack(name, steals, words, call(f"return {value}", before=before))


SCRIPT = "<script>window.name = 'owned'</script>"
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
    *(forgery.attack() for forgery in FORGERIES),
    forges(
        "every-number",
        "answers to all questions to come, their numbers guessed",
        "for number in range(200):\n    write(answer(961, number=number))",
        "not asked",
    ),
    forges(
        "answer-for-a-cell",
        "an answer before a test asks, while the judge waits for a cell",
        "return 961",
        "described a cell in no known form",
        before=LINE + "write(answer(4))",
    ),
    forges("garbage", "an answer that is no frame", "speak(b'garbage' * 1000)", "wrong magic"),
    forges(
        "half-a-frame",
        "the judge's time: a frame that ends with its process",
        "write(answer(4)[:-1]); os._exit(0)",
        "process has ended",
    ),
    forges(
        "half-a-frame-and-silence",
        "the judge's time: a frame that never ends",
        "deaf(); write(answer(4)[:-1]); time.sleep(60)",
        "ran longer",
    ),
    forges(
        "byte-by-byte",
        "the judge's time: a frame that comes in drops",
        "deaf()\nfor byte in answer('x' * 200):\n    write(bytes([byte])); time.sleep(0.1)",
        "ran longer",
    ),
    forges(
        "callbacks-without-end",
        "the judge's time: calls whose results nobody fetches",
        "deaf()\nwhile True:\n    write(callback())",
        "(ran longer|too often)",
    ),
    forges(
        "calls-the-judge",
        "functions of the judge's that were never given away",
        "for number in range(5):\n    write(callback(number))\nreturn 0",
        "(AssertionError|process has ended)",
    ),
    forges(
        "forged-error",
        "an error that a test would take for its own success",
        "speak(error('SystemExit', '0', ['SystemExit', 'BaseException', 'object']))",
        "SystemExit",
    ),
    Attack(
        "error-in-html",
        "the reader's browser, by an error's name, message and line",
        "script",
        call(
            f"speak(error({SCRIPT!r}, {SCRIPT!r}, [{SCRIPT!r}], [(1, 1, {SCRIPT!r}, {SCRIPT!r})]))",
            before=LINE,
        ),
    ),
    forges(
        "same-as-nothing",
        "a value of the judge's, by its place among the arguments",
        "speak(answer(0, same=b'-1'))",
        "AssertionError",
    ),
    forges(
        "lone-surrogates",
        "the writer of UTF-8: half a character in a short text",
        "speak(answer('\\ud800' * 10))",
        "AssertionError",
    ),
    forges(
        "pickle",
        "code in the judge: a pickle with __reduce__ where data is expected",
        """
        import pickle
        class Bomb:
            def __reduce__(self):
                return os.system, ("touch @ROOT@/owned",)
        data = pickle.dumps(Bomb())
        speak(answer({"b": len(data)}, data))
        """,
        "AssertionError",
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
            "speak(answer(True))",
            "softmax",
            "softmax(z)",
            LINE,
        ),
        honest=("one_hot",),
        earns=4,
        assignment="rnn",
    ),
)
