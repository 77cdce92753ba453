"""Patching the reference: what fits is changed in one place, what does not fit is named."""

import pytest

from autograder.judge.mistakes import Mistake, MistakeError, patched

SOLUTION = '''"""Two functions."""

STEP = 1


def double(x):
    """Twice x."""
    return 2 * x


def triple(x):
    return 3 * x + 0 * x
'''


def mistake(exercise="double", find="2 * x", replace="3 * x"):
    return Mistake(exercise, "a_key", find, replace, "most likely", "很可能")


def test_only_the_named_function_changes():
    before, after = SOLUTION.splitlines(), patched(mistake(), SOLUTION).splitlines()
    assert [line for line in after if line not in before] == ["    return 3 * x"]
    assert len(after) == len(before)


def test_text_outside_the_function_does_not_count():
    assert "return 4 * x + 0 * x" in patched(mistake("triple", "3 * x", "4 * x"), SOLUTION)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (mistake(exercise="half"), "double/a_key: expected a function half"),
        (mistake(find="5 * x"), "expected '5 * x' once in the function, found it 0×"),
        (mistake("triple", "* x", "* y"), "expected '* x' once in the function, found it 2×"),
        (mistake(find=""), "expected '' once in the function, found it 0×"),
        (mistake(replace="2 * x"), "find and replace are the same"),
        (mistake(replace="2 *"), "the patched module is not Python"),
    ],
)
def test_a_mistake_that_does_not_fit_is_named(wrong, complaint):
    with pytest.raises(MistakeError) as raised:
        patched(wrong, SOLUTION)
    assert complaint.replace("double/a_key", f"{wrong.exercise}/a_key") in str(raised.value)
