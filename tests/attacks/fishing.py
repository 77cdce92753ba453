"""Answers fished by handing in again: what can a feedback page say about a hidden test?

What can be learnt is the input of a hidden test, since the student's function is called with it
(an error's message holds 2,000 characters of it, a file that a later cell prints a cell's output),
that the test failed, and how far off the value was. What can't be learnt is the value expected.
"""

from attack import Attack, call

# 52.5625 and 961 are what the hidden tests of `square` expect.
ATTACKS = (
    Attack(
        "desired",
        "what numpy says about a wrong value: the one that it wanted",
        r"AssertionError",
        {"square": "def square(x): return 2 * x\n"},
        never=("52.56", "961"),
    ),
    Attack(
        "inputs-in-an-error",
        "the hidden input, and by it the hidden value",
        r"ValueError: .*seen",
        call("if x == 2: return 4\nraise ValueError('seen', x)"),
        never=("52.56", "961"),
    ),
    Attack(
        "inputs-in-a-file",
        "the same through a file that a later cell shows",
        r"(seen|FileNotFoundError|PermissionError)",
        {
            **call("open('seen.txt', 'a').write(f'seen {x}\\n')\nreturn 4 if x == 2 else 0"),
            "share": "print(open('seen.txt').read())\ndef share(): return 0\n",
        },
        never=("52.56", "961"),
    ),
    Attack(
        "comparison",
        "the value that an object of the student's is compared with",
        r"(AssertionError|TypeError|seen|plain data)",
        call(
            "return Spy()",
            before="""
class Spy:
    def __eq__(self, other):
        raise ValueError('seen', other)
    __ne__ = __sub__ = __rsub__ = __le__ = __ge__ = __array_ufunc__ = __eq__
    __hash__ = None
    def __array__(self, *a, **k):
        raise ValueError('seen')
""",
        ),
        never=("52.56", "961"),
    ),
    Attack(
        "caller",
        "the line that calls the function",
        r"(seen|AssertionError)",
        call(
            "if x == 2: return 4\nraise ValueError('seen ' + ''.join(traceback.format_stack()))",
            before="import traceback",
        ),
        never=("52.56", "961", "assert_allclose", "BEGIN HIDDEN"),
    ),
    Attack(
        "hidden-inputs-of-rnn",
        "the inputs and the values of all hidden tests of `softmax`",
        r"softmax",
        call(
            "raise ValueError('seen ' + np.array2string(np.asarray(z), precision=17)[:1500])",
            "softmax",
            "softmax(z)",
            "import numpy as np",
        ),
        honest=("one_hot",),
        earns=4,
        assignment="rnn",
        never=("numpy/testing", "DESIRED", "assert_"),
    ),
)
