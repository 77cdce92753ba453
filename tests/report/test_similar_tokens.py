"""What is read out of a student's text: code and remarks apart, whatever the text is."""

import pytest

from autograder.report.similar.tokens import is_name, length_of, scan


def code(source: str) -> list[str]:
    return [token for line in scan(source) for token in line.tokens]


def remarks(source: str) -> list[tuple[int, tuple[str, ...]]]:
    return [(number, line.words) for number, line in enumerate(scan(source)) if line.words]


def test_layout_and_quotes_leave_no_trace():
    assert code("x = a['k']+1") == code('x=a[ "k" ]\n  + 1  # one more')


def test_operators_of_several_characters_are_one_token():
    assert code("a**b//c != d -> e") == ["a", "**", "b", "//", "c", "!=", "d", "->", "e"]


def test_comments_and_docstrings_are_remarks_with_their_lines():
    source = 'def f(x):\n    """Two\n    Lines."""\n    return x  # Why NOT?'
    assert remarks(source) == [(1, ("two",)), (2, ("lines",)), (3, ("why", "not"))]
    assert code(source) == ["def", "f", "(", "x", ")", ":", "return", "x"]


def test_a_number_sign_in_a_string_starts_no_comment():
    assert remarks("x = '# no comment'") == []
    assert code("x = '# no comment'") == code('x = "# no comment"')


def test_every_line_of_a_text_has_an_entry():
    source = "a\n\n'''b\nc'''\nd\n"
    assert len(scan(source)) == len(source.split("\n"))


@pytest.mark.parametrize(
    "source",
    ['def f(:\n  """never closed\n', "x = 'open", "   indented\nnot", "%matplotlib\n!ls", "￿"],
)
def test_what_is_not_python_has_tokens_too(source):
    assert len(scan(source)) == len(source.split("\n"))


def test_two_chinese_characters_count_as_one_word():
    ((_, words),) = remarks("# 反向传播 of dW")
    assert length_of(words) == 4


@pytest.mark.parametrize(("token", "chosen"), [("加权", True), ("s_next", True), ("np", False)])
def test_names_are_what_a_student_may_have_chosen(token, chosen):
    assert is_name(token) is chosen


@pytest.mark.parametrize("token", ["return", "len", "3", "'text", "+"])
def test_words_of_the_language_are_no_names(token):
    assert not is_name(token)
