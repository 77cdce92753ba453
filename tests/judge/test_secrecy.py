"""A hidden test that fails does not show what it expects."""

import pytest

ANSWER = "def f(x): return 2 * x\n"
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
NUMPY = "import numpy as np\nnp.testing.assert_allclose(f(7.25), 52.5625)"
UNITTEST = "import unittest\nunittest.TestCase().assertEqual(f(7.25), 52.5625)"


def run(judged, source):
    return judged(("answer", ANSWER), ("test", source))[-1]


@pytest.mark.parametrize("source", [NUMPY, UNITTEST])
def test_a_librarys_words_stay_away(judged, source):
    result = run(judged, HIDDEN.format(source))
    assert result.error == "AssertionError"
    assert "52.5" not in result.text
    assert "38.0" not in result.text
    assert "a hidden test failed: assert" in result.lines


@pytest.mark.parametrize("source", [NUMPY, UNITTEST])
def test_a_visible_test_says_everything(judged, source):
    assert "52.5625" in run(judged, source).text


def test_a_tests_own_words_are_for_the_student(judged):
    source = HIDDEN.format('assert f(3) == 9, "too small for 3"')
    assert "too small for 3" in run(judged, source).lines


def test_lines_after_the_hidden_ones_are_visible(judged):
    assert "52.5625" in run(judged, HIDDEN.format("x = 1") + "\n" + NUMPY).text
