"""A sample of code shows the idea and nothing of whose it is; whatever students hand in."""

import pytest

from autograder.report.names import Identities
from autograder.report.results import Student
from autograder.report.samples import LONGEST_LINES, common_words, sample_of

STUDENTS = (
    Student("ada01", "Ada", "Lovelace", "ada@uni.example", "50001"),
    Student("s2", "小明", "张"),
    Student("nunez", "José", "Núñez"),
    Student("max", "Max", "Li"),
)


def sample(code, exercise="softmax", common=()):
    return sample_of(code, exercise, Identities(STUDENTS, common), frozenset(common))


def test_comments_docstrings_and_texts_are_taken_out_and_the_layout_stays():
    code = '''
def softmax(z):
    """By Ada,
    with love."""
    # I asked Li
    e = np.exp(z)  # ada@uni.example

    print("Ada was here", f"{z} by Ada", b"Ada", r'Ada')
    return {
        "p": e / e.sum(),
    }
'''
    assert sample(code, common=("p",)) == (
        "def softmax(z):\n"
        "    e = np.exp(z)\n"
        '    print("…", "…", "…", "…")\n'
        "    return {\n"
        '        "p": e / e.sum(),\n'
        "    }"
    )


def test_a_text_stays_only_if_many_use_it_or_it_is_a_sum_over_axes():
    code = 'x = z["dW"] + z["dU"] + z["Ada"] + np.einsum("ij,jk->ik", a, b)'
    assert sample(code, common=("dW", "p")) == (
        'x = z["dW"] + z["…"] + z["…"] + np.einsum("ij,jk->ik", a, b)'
    )


@pytest.mark.parametrize(
    "name",
    [
        *("ada", "Ada", "ada01", "my_ada", "adaResult", "_ada_", "lovelaces_sum", "x_lovelace"),
        *("小明", "张小明的", "nunez", "Núñez", "jose", "s2", "li"),
    ],
)
def test_a_name_in_an_identifier_is_replaced_the_same_way_everywhere(name):
    assert sample(f"{name} = 1\ny = {name} + {name}\n") == "name_1 = 1\ny = name_1 + name_1"


@pytest.mark.parametrize(
    "name",
    ["adam", "canada", "list", "lift", "maximum", "np", "s20", "dadada", "linear", "s_2", "my_max"],
)
def test_what_only_looks_like_a_name_stays(name):
    assert sample(f"{name} = 1") == f"{name} = 1"


def test_names_that_are_pythons_or_that_many_use_stay():
    assert sample("y = max(x)") == "y = max(x)"
    assert sample("y = s2 + 1", common=("s2",)) == "y = s2 + 1"
    assert sample("np.random.seed(50001)") == "np.random.seed(0)"
    assert sample("np.random.seed(500)") == "np.random.seed(500)"


def test_only_the_exercises_function_is_shown_and_the_last_one_counts():
    code = """
import numpy as np
def helper(x):
    return x
def softmax(z):
    return 1
def softmax(z):
    return helper(z)
print(softmax(2))
"""
    assert sample(code) == "def softmax(z):\n    return helper(z)"
    assert sample("y = helper(2)") == "y = helper(2)"


def test_code_without_a_colon_is_shown_alike():
    code = (
        'import os\ndef softmax(z)\n    "By Ada"\n    ada = z  # mine\n    return ada\n\nprint(1)'
    )
    assert sample(code) == "def softmax(z)\n    name_1 = z\n    return name_1"


def test_a_text_without_an_end_shows_nothing_of_itself():
    for quote in "'\"":
        code = f"def softmax(z):\n    x = {quote}by Ada and a friend\n    return x"
        assert sample(code) == 'def softmax(z):\n    x = "…"\n    return x'
    assert "friend" not in sample('def softmax(z):\n    """by a friend\n    return x')


@pytest.mark.parametrize(
    "code",
    [
        "",
        "# Ada",
        '"""Ada"""',
        "%matplotlib inline\n!ls /home/ada01\nx = 1",
        "def softmax(z:\n  return ((",
        "x = $ada\x00",
        "\t\tx = 1\n y = 2",
        "ada = \\",
        "(" * 5000,
        "x = " + "-" * 3000 + "1",
        "if x:\n\tada = 1\n        b = 2",
        "f'{ada",
        "x = f'{f\"{ada}\"} Ada'",
        "lambda: (yield ada)",
        "match ada:\n    case Ada(lovelace=1): pass",
        "\ufeffada = 1",
        "ada\u202e = 1",
        "global ada; nonlocal Ada",
    ],
)
def test_whatever_is_handed_in_no_name_is_shown_and_nothing_fails(code):
    found = sample(code)
    assert not {"ada", "Ada", "ada01", "lovelace"} & set(found.replace("_", " ").split())
    assert all(letter.isprintable() for letter in found.replace("\n", ""))


def test_a_novel_is_cut():
    found = sample("\n".join(f"x{n} = {n}" for n in range(500)))
    assert len(found.splitlines()) == LONGEST_LINES + 1
    assert found.endswith("\n…")


def test_common_is_what_a_fifth_and_at_least_three_use_outside_of_comments():
    codes = ["a = b  # c"] * 3 + ["d = d"] * 2
    assert common_words(codes) == {"a", "b"}
    assert common_words(["e = 1", *["f = 1"] * 15]) == {"f", "1"}
    assert "g" not in common_words(["g"] * 3 + ["h"] * 17)
    assert common_words([]) == frozenset()
