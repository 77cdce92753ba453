"""What a test lends to the student's code can be used, and leads nowhere else."""

import pytest

PRYING = """
def pry(thing, *path):
    for name in path:
        thing = getattr(thing, name)
    return thing
def tries(thing, *path):
    try:
        pry(thing, *path)
    except (AttributeError, TypeError):
        return "refused"
    return "reached"
"""
LENT = [
    ("(secret for _ in [1])", "gi_frame", "f_globals"),
    ("(secret for _ in [1])", "gi_code"),
    ("lambda: secret", "__globals__"),
    ("lambda: secret", "__code__"),
    ("Box()", "open", "__func__"),
    ("Box()", "open", "__globals__"),
    ("Box()", "_hidden"),
    ("Box", "open"),
    ("io.StringIO('x')", "name"),
    ("mock.Mock()", "_mock_parent"),
]


@pytest.mark.parametrize(("made", "path"), [(made, path) for made, *path in LENT])
def test_the_students_code_reaches_nothing_behind_it(check_with, made, path):
    test = "import io\nfrom unittest import mock\nsecret = 42\nclass Box:\n    _hidden = 1\n"
    test += f"    def open(self): return secret\nprint(tries({made}, {', '.join(map(repr, path))}))"
    assert check_with(PRYING, test) == "refused"


def test_what_stands_for_an_object_knows_nothing_of_the_test(check_with):
    test = "secret = 42\nclass Box:\n    def __init__(self): self.kept = secret\n"
    test += "print(pry(Box(), '__init__', '__globals__', 'keys')().isdisjoint({'secret', 'Box'}))"
    assert check_with(PRYING, test) == "True"


def test_a_file_of_a_test_can_be_read_and_written(check_with):
    student = "def copy(a, b):\n    for line in a: b.write(line.upper())\n    print('end', file=b)"
    test = "import io\nb = io.StringIO()\ncopy(io.StringIO('x\\ny\\n'), b)\nprint([b.getvalue()])"
    assert check_with(student, test) == r"['X\nY\nend\n']"


def test_an_object_of_a_test_can_be_used_and_changed(check_with):
    student = "def use(o):\n    o.count += 1\n    return o.double(4), o == o, o is o"
    test = "class O:\n    count = 1\n    def double(self, x): return 2 * x\no = O()\n"
    assert check_with(student, test + "print(use(o), o.count)") == "(8, True, True) 2"


def test_an_iterator_of_a_test_is_read_as_far_as_needed(check_with):
    student = "from itertools import islice\ndef take(n, items): return list(islice(items, n))"
    test = "import itertools\nitems = itertools.count()\nprint(take(2, items), next(items))"
    assert check_with(student, test) == "[0, 1] 2"


def test_a_mock_counts_the_students_calls(check_with):
    student = "def send(o): return o.post('x', k=1)"
    test = "from unittest import mock\nm = mock.Mock()\nm.post.return_value = 5\nprint(send(m))\n"
    assert check_with(student, test + "m.post.assert_called_once_with('x', k=1)") == "5"


def test_what_a_student_prints_is_not_shown(judged):
    student = "def f(x):\n    print('told', x)\n    return x"
    assert judged(("answer", student), ("test", "f(41)"))[1].text.count("told") == 0


def test_a_test_that_captures_output_gets_it_in_order(check_with):
    student = "def f(call):\n    print(1)\n    call()\n    print(3, end='!')"
    test = "import contextlib, io\nb = io.StringIO()\nwith contextlib.redirect_stdout(b):\n"
    test += "    f(lambda: print(2))\nprint([b.getvalue()])"
    assert check_with(student, test) == r"['1\n2\n3!']"


def test_output_without_end_is_cut(check_with):
    student = "def f():\n    for _ in range(100): print('x' * 1_000_000)"
    test = (
        "import contextlib, io\nb = io.StringIO()\nwith contextlib.redirect_stdout(b):\n    f()\n"
    )
    assert int(check_with(student, test + "print(len(b.getvalue()))")) <= 4 << 20


PATCHED = [
    ("return input('? ')", "mock.patch('builtins.input', return_value='a')", "a"),
    ("return random.random()", "mock.patch('random.random', lambda: 5)", "5"),
    ("time.sleep(60)", "mock.patch('time.sleep')", "None"),
    ("return input()", "mock.patch('sys.stdin', io.StringIO('typed\\n'))", "typed"),
]


@pytest.mark.parametrize(("body", "patch", "shown"), PATCHED)
def test_what_a_test_patches_is_patched_for_the_student(check_with, body, patch, shown):
    student = f"import random, time\ndef f():\n    {body}"
    test = f"import io\nfrom unittest import mock\nwith {patch}:\n    print(f())"
    assert check_with(student, test) == shown


def test_a_patch_ends_with_its_block(judged):
    student = "def f():\n    return input()"
    test = "from unittest import mock\nwith mock.patch('builtins.input', lambda: 'a'): f()\nf()"
    assert judged(("answer", student), ("test", test))[1].error == "StdinNotImplementedError"


def test_a_seed_of_the_test_is_the_students_too(check_with):
    student = "import random\ndef f(): return [random.random(), np.random.rand()]"
    test = (
        "import random\ndef seed():\n    random.seed(3)\n    np.random.seed(3)\nseed()\na = f()\n"
    )
    test += "seed()\nprint(a == [random.random(), np.random.rand()])"
    assert check_with(student, test) == "True"


LIVE = [
    ("items.append(1); more(); items", "[1, 2]"),
    ("a.items.append(1); a.more(); a.items, a.items is a.items", "([1, 2], True)"),
    ("table['k'] = 1; len(keys())", "1"),
    ("x[0] = 5; total()", "5.0"),
]


@pytest.mark.parametrize(("expression", "shown"), LIVE)
def test_a_students_own_list_changed_by_a_test_is_changed(check_with, expression, shown):
    student = "items = []\ntable = {}\nx = np.zeros(2)\ndef total(): return x.sum()\n"
    student += "def more(): items.append(2)\ndef keys(): return table\nclass A:\n"
    student += "    def __init__(self): self.items = []\n    def more(self): self.items.append(2)\n"
    *first, last = expression.split("; ")
    test = "\n".join(["", *first, f"print(({last}))"])
    assert check_with(student + "a = A()", test) == shown


def test_a_result_that_a_test_writes_into_stays_with_the_test(check_with):
    student = "kept = [0.0]\ndef f(): return kept\ndef look(): return list(kept)"
    assert check_with(student, "r = f()\nr[0] = 42\nprint(look())") == "[0.0]"


def test_what_a_test_cannot_send_is_told_to_the_instructor(judged):
    test = "import threading\nlock = threading.Lock()\nuse(lock)"
    judged(("answer", "def use(x): return x"), ("test", test))
    assert "lock" in str(judged.flags)


def test_a_limitation_names_the_tests_own_value(judged):
    test = "thing = object()\nuse(thing)"
    cells = judged(("answer", "def use(x): return x"), ("test", test), ("test", "use(1)"))
    (why,) = judged.flags.values()
    assert "not in two rooms" in why
    assert "thing" in why
    assert cells[2].result == "1"


def test_a_students_value_that_cannot_come_is_their_own_failure(judged):
    student = "def f():\n    x = []\n    x.append(x)\n    return x"
    judged(("answer", student), ("test", "f()"))
    assert judged.flags == {}
