"""A test cell can't tell the student's functions and objects from local ones."""

import pytest

CLASSES = '''
class Account:
    """Money."""
    limit = 10
    _line = "theirs"
    def __init__(self, value): self.value, self._number = value, 7
    def __repr__(self): return f"Account({self.value})"
    def __str__(self): return f"{self.value} coins"
    def __format__(self, spec): return format(self.value, spec)
    def __eq__(self, other): return isinstance(other, Account) and self.value == other.value
    def __hash__(self): return hash(self.value)
    def __lt__(self, other): return self.value < other.value
    def __add__(self, other): return Account(self.value + getattr(other, "value", other))
    __radd__ = __add__
    def __neg__(self): return Account(-self.value)
    def __getitem__(self, key): return self.value * key
    def __setitem__(self, key, value): self.value = (key, value)
    def __contains__(self, item): return item == self.value
    def __len__(self): return 3
    def __bool__(self): return self.value > 0
    def __float__(self): return float(self.value)
    def __int__(self): return int(self.value)
    def __index__(self): return int(self.value)
    def __iter__(self): return iter([self.value, self])
    def __enter__(self): return self
    def __exit__(self, *_): self.value = "closed"
    def deposit(self, more):
        self.value += more
        return self
    @property
    def double(self): return 2 * self.value
    @classmethod
    def empty(cls): return cls(0)
class Savings(Account): pass
a = Account(5)
'''

EXPRESSIONS = [
    ("[a.value]", "[5]"),
    ("a._number, a._line, Account.limit", "(7, 'theirs', 10)"),
    ("a.double, a.deposit(1).value, a.value", "(10, 6, 6)"),
    ("Account.empty()", "Account(0)"),
    ("str(a), f'{a:.1f}', f'{a}'", "('5 coins', '5.0', '5')"),
    ("Account(2) == Account(2), Account(2) != Account(3)", "(True, True)"),
    (
        "Account(2) < Account(3), sorted([Account(3), Account(1)])",
        "(True, [Account(1), Account(3)])",
    ),
    (
        "Account(2) + Account(3), Account(2) + 1, 1 + Account(2)",
        "(Account(5), Account(3), Account(3))",
    ),
    ("-a, a[3], 5 in a, len(a), bool(a), not Account(0)", "(Account(-5), 15, True, 3, True, True)"),
    ("float(a), int(a), 'abcdefg'[a]", "(5.0, 5, 'f')"),
    ("list(a)[0], [x for x in a][1]", "(5, Account(5))"),
    ("isinstance(a, Account), isinstance(3, Account)", "(True, False)"),
    ("isinstance(Savings(1), Account), issubclass(Savings, Account)", "(True, True)"),
    ("isinstance(object(), Account)", "False"),
    ("a.__class__ is not None, Account.__name__, Account.__doc__", "(True, 'Account', 'Money.')"),
    ("{Account(1): 2}[Account(1)]", "2"),
    ("hasattr(a, 'value'), hasattr(a, 'missing')", "(True, False)"),
    ("callable(Account), callable(a.deposit)", "(True, True)"),
    ("a is a.deposit(0)", "True"),
    ("[Account(1), {'k': Account(2)}]", "[Account(1), {'k': Account(2)}]"),
    ("[__import__('copy').deepcopy(a).value]", "[5]"),
]


@pytest.mark.parametrize(("expression", "shown"), EXPRESSIONS)
def test_an_object_behaves_as_a_local_one(judged, expression, shown):
    cells = judged(("answer", CLASSES), ("test", expression))
    assert cells[1].result == shown, cells[1].lines


def test_an_object_can_be_changed(check_with):
    test = "a.value = 8\nprint(a.value)\na[1] = 2\nprint(a.value)\n"
    test += "del a.value\nprint(hasattr(a, 'value'))"
    assert check_with(CLASSES, test) == "8\n(1, 2)\nFalse"


def test_a_context_manager_is_entered_and_left(check_with):
    test = "with Account(1) as b:\n    print(b.value)\nprint(b.value)"
    assert check_with(CLASSES, test) == "1\nclosed"


def test_a_generator_is_read_as_far_as_needed(check_with):
    student = "seen = []\ndef count():\n    n = 0\n    while True:\n        seen.append(n)\n"
    student += "        yield n\n        n += 1\ndef how_many(): return len(seen)"
    test = "from itertools import islice\ng = count()\n"
    test += "print(next(g), list(islice(g, 3)), how_many())\nprint(list(zip(count(), 'ab')))"
    assert check_with(student, test).splitlines()[0] == "0 [1, 2, 3] 4"


def test_a_generator_that_ends_ends(check_with):
    student = "def three():\n    yield from range(3)"
    test = "g = three()\nprint(sum(three()), list(g), next(g, 'end'))"
    assert check_with(student, test) == "3 [0, 1, 2] end"


def test_functions_have_names_and_texts(check_with):
    student = "def f(x):\n    'Doubles.'\n    return 2 * x"
    assert (
        check_with(student, "print(f.__name__, f.__doc__, f.__module__)") == "f Doubles. __main__"
    )


def test_keywords_and_defaults_work(check_with):
    student = "def f(x, *rest, k=1, **more): return x, rest, k, more"
    assert check_with(student, "print(f(1, 2, k=3, z=4))") == "(1, (2,), 3, {'z': 4})"


def test_a_function_of_the_test_can_be_passed(check_with):
    student = "def apply(f, x): return f(f(x))\ndef same(f): return f"
    test = "k = 3\ng = lambda v: v + k\nprint(apply(g, 1), apply(np.sin, 0.0), same(g) is g)"
    assert check_with(student, test) == "7 0.0 True"


def test_callbacks_may_call_back(check_with):
    student = "def outer(f): return f(2) + 1\ndef inner(x): return 10 * x"
    test = "print(outer(lambda v: inner(v) + outer(lambda w: inner(w + v))))"
    assert check_with(student, test) == "62"


def test_an_error_of_a_callback_can_be_caught_by_the_students_code(check_with):
    student = "def safe(f):\n    try:\n        return f()\n    except KeyError: return 'caught'"
    assert check_with(student, "print(safe(lambda: {}['k']))") == "caught"


def test_an_assertion_in_a_callback_tells_the_student_nothing(check_with):
    student = "def tell(f):\n    try:\n        f()\n    except AssertionError as e: return str(e)"
    test = "def f():\n    assert False, 'expected 42'\nprint([tell(f)])"
    assert check_with(student, test) == "['']"


ARRAYS = """
def fill(x): x[...] = 7
def grow(items):
    items.append(1)
    items[0]['k'] = np.ones(2)
def edit(d):
    del d['gone']
    d['new'] = 1
    d['w'] += 1
def both(x, y):
    x[0] = 5
    return y[0]
def replace(x):
    x = x + 1
    return x
def empty(s): s.clear()
def then_fail(x):
    x[0] = 1
    raise ValueError
"""

IN_PLACE = [
    ("x = np.zeros(2); fill(x)", "x", "array([7., 7.])"),
    ("x = np.zeros((2, 2)); fill(x[:, 1])", "x.tolist()", "[[0.0, 7.0], [0.0, 7.0]]"),
    ("x = np.zeros((2, 3)).T; fill(x)", "x.sum()", "np.float64(42.0)"),
    ("i = {}; x = [i]; grow(x)", "x[1], i['k'].sum(), x[0] is i", "(1, np.float64(2.0), True)"),
    (
        "w = np.zeros(1); d = {'gone': 0, 'w': w}; edit(d)",
        "d, w",
        "({'w': array([1.]), 'new': 1}, array([1.]))",
    ),
    ("x = np.zeros(2); r = both(x, x)", "x[0], r", "(np.float64(5.0), np.float64(5.0))"),
    ("x = np.zeros(2); r = both(x, y=x)", "x[0], r", "(np.float64(5.0), np.float64(5.0))"),
    ("x = np.zeros(2); r = replace(x)", "x, r", "(array([0., 0.]), array([1., 1.]))"),
    ("s = {1}; empty(s)", "s", "set()"),
    ("t = (np.zeros(1), 5); fill(t[0])", "t", "(array([7.]), 5)"),
]


@pytest.mark.parametrize(("test", "expression", "shown"), IN_PLACE)
def test_arguments_changed_in_place_come_back_changed(judged, test, expression, shown):
    cells = judged(
        ("given", "import numpy as np"),
        ("answer", ARRAYS),
        ("test", f"{test}\nrepr(({expression}))"),
    )
    assert cells[2].result == repr(shown), cells[2].lines


def test_a_read_only_array_is_read_only_there_too(judged):
    test = "x = np.zeros(2)\nx.flags.writeable = False\nfill(x)"
    cells = judged(("given", "import numpy as np"), ("answer", ARRAYS), ("test", test))
    assert cells[2].error == "ValueError"
    assert "read-only" in cells[2].lines


def test_what_cannot_be_sent_says_so(judged):
    cells = judged(("answer", "def f(x): return x"), ("test", "f(object())"))
    assert cells[1].error in ("TypeError", "NotSendableError")
    assert "can't be sent" in cells[1].lines


def test_a_value_that_cannot_be_returned_says_so(judged):
    student = "def f():\n    x = []\n    x.append(x)\n    return x"
    cells = judged(("answer", student), ("test", "f()"))
    assert "nested too deep" in cells[1].lines


ERRORS = [
    ("raise ValueError('no')", "ValueError", "no"),
    ("{}['key']", "KeyError", "'key'"),
    ("b'\\xff'.decode()", "UnicodeDecodeError", "can't decode byte"),
    ("'\\ud800'.encode()", "UnicodeEncodeError", "can't encode"),
    ("np.linalg.inv(np.zeros((2, 2)))", "np.linalg.LinAlgError", "Singular"),
    ("open('missing')", "FileNotFoundError", "No such file"),
    ("raise StopIteration(5)", "StopIteration", "5"),
    ("raise SystemExit(3)", "SystemExit", "3"),
    ("import sys; sys.exit('bye')", "SystemExit", "bye"),
    ("raise KeyboardInterrupt", "Exception", ""),
    ("[][1]", "LookupError", "list index"),
    ("class E(ValueError): pass\n    raise E('x')", "ValueError", "x"),
    (
        "class E(Exception):\n        def __str__(self): raise SystemExit\n    raise E",
        "Exception",
        "__str__",
    ),
    ("raise type('a b', (TypeError,), {})('odd name')", "TypeError", "odd name"),
    ("def r(): return r()\n    r()", "RecursionError", "maximum"),
    ("exec('1 +')", "SyntaxError", "invalid"),
    ("import missing_module", "ImportError", "missing_module"),
]


@pytest.mark.parametrize(("body", "kind", "message"), ERRORS)
def test_an_error_can_be_caught_as_what_it_is(judged, body, kind, message):
    test = f"try:\n    f()\nexcept {kind} as error:\n    print('caught', error)"
    given = ("given", "import numpy as np")
    cells = judged(given, ("answer", f"def f():\n    {body}"), ("test", test))
    assert cells[2].printed.startswith("caught"), cells[2].lines
    assert message in cells[2].printed


def test_the_text_of_a_key_error_is_not_quoted_twice(judged):
    cells = judged(("answer", "def f(): return {}['key']"), ("test", "f()"))
    assert cells[1].lines == "KeyError: 'key'\n  in f, line 1: def f(): return {}['key']"


CUSTOM = """
class Base(ValueError): pass
class Mine(Base): pass
def f(): raise Mine('theirs')
def catches(kind):
    try:
        f()
    except kind:
        return True
"""


@pytest.mark.parametrize("kind", ["Mine", "Base", "ValueError", "(KeyError, Base)"])
def test_a_students_exception_class_can_be_caught(check_with, kind):
    test = f"try:\n    f()\nexcept {kind} as error:\n    print(type(error).__name__, error)"
    assert check_with(CUSTOM, test) == "Mine theirs"


def test_a_students_exception_class_goes_back_to_them(check_with):
    test = "print(catches(Mine), isinstance(Mine, type), issubclass(Mine, ValueError))"
    assert check_with(CUSTOM, test) == "True True True"


def test_an_error_shows_the_students_line_and_not_the_tests(judged):
    student = "def f(x):\n    y = x + 1\n    return y / 0"
    cells = judged(("answer", student), ("test", "secret_input = 41\nf(secret_input)"))
    assert cells[1].lines == "ZeroDivisionError: division by zero\n  in f, line 3: return y / 0"
    assert "secret_input" not in cells[1].text


@pytest.mark.parametrize(
    "test",
    ["secret = 42\nassert f(1) == secret", "secret = (\n", "secret = 1 / 0", "raise ValueError(f)"],
)
def test_a_failing_test_shows_none_of_its_lines(judged, test):
    cells = judged(("answer", "def f(x): return x"), ("test", test))
    assert cells[1].error
    assert "secret" not in cells[1].text


def test_an_error_that_holds_a_students_object_shows_none_either(judged):
    student = "class A:\n    def __str__(self): raise SystemExit\n    __repr__ = __str__"
    cells = judged(("answer", student), ("test", "secret = A()\nraise ValueError(secret)"))
    assert cells[1].error == "ValueError"
    assert "secret" not in cells[1].text
