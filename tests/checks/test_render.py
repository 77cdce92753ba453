"""Results as text and HTML: aligned, escaped, complete."""

import sys
from html.parser import HTMLParser

import pytest

from autograder.checks import (
    Message,
    Outcome,
    Result,
    Status,
    as_html,
    as_text,
    display_width,
    literal,
    show,
)
from autograder.checks.render import COLOURS, SYMBOLS, verdict_html, verdict_text
from autograder.checks.result import Verdict

FACT = Message(
    "close.differs",
    {
        "name": "dx",
        "error": 0.3,
        "allowed": 1e-9,
        "where": Message("where.back", {"right": 5, "first": 4}),
    },
)
RESULT = Result(
    "rnn_backward",
    (
        Outcome(
            {"en": "every gradient has its shape", "zh": "每个梯度的形状正确"}, Status.PASSED, 2, 2
        ),
        Outcome(
            {"en": "the gradient travels back through time", "zh": "梯度沿时间往回传"},
            Status.FAILED,
            4,
            0,
            FACT,
            Message("advice.chain_back"),
        ),
        Outcome({"en": "a batch of two", "zh": "批量为 2"}, Status.SKIPPED, 0, 0),
        Outcome({"en": "half a point"}, Status.GRADER_ERROR, 0.5, 0.5),
    ),
)

GOLDEN = """\
✗ rnn_backward                              failed  2.5 / 6.5 points
  ✓ every gradient has its shape            passed  2 / 2
  ✗ the gradient travels back through time  failed  0 / 4
      dx differs: relative error 3.0e-01 (allowed 1e-09); t=5 is right, wrong from t=4 back to t=0
      most likely  what step t+1 sends back does not reach step t
  – a batch of two                          skipped  no points
  ! half a point                            grader error  0.5 / 0.5"""


class Outline(HTMLParser):
    """The tags that are open, and all text between them. Raises for a tag closed out of order."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.styles, self.text = [], set(), [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.add(tag)
        self.styles += [value for name, value in attrs if name == "style"]
        assert {name for name, _ in attrs} <= {"style", "lang", "aria-hidden"}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_the_text_is_aligned_and_says_everything_in_order():
    assert as_text(RESULT, "en") == GOLDEN


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_words_stand_in_one_column_by_display_width(language):
    words = {"en": ["failed", "passed", "skipped", "grader error"]}
    words["zh"] = ["未通过", "通过", "未运行", "评分程序出错"]
    columns = set()
    for line in as_text(RESULT, language).split("\n"):
        if line.lstrip()[0] in SYMBOLS.values():
            start = min(line.index(f"  {word}") for word in words[language] if f"  {word}" in line)
            columns.add(display_width(line[:start]))
    assert len(columns) == 1


def test_chinese_characters_are_two_columns_wide():
    assert [display_width(text) for text in ("abc", "梯度", "dx 不对。", "e\u0301")] == [3, 4, 9, 1]


def test_a_title_falls_back_to_english():
    assert "half a point" in as_text(RESULT, "zh")


def test_symbol_and_word_and_colour_tell_each_status_apart():
    for table in (SYMBOLS, COLOURS):
        assert set(table) == set(Status)
        assert len(set(table.values())) == len(Status)
    html, outline = as_html(RESULT, "en"), Outline(as_html(RESULT, "en"))
    for status, word in zip(Status, ["passed", "failed", "skipped", "grader error"], strict=True):
        assert SYMBOLS[status] in outline.text
        assert word in outline.text
        assert COLOURS[status] in html


@pytest.mark.parametrize("language", ["en", "zh"])
def test_text_and_html_say_the_same(language):
    said = Outline(as_html(RESULT, language)).text.replace("\u2002", " ").replace(" · ", " ")
    for line in as_text(RESULT, language).split("\n"):
        for part in line.strip().split("  "):
            assert part.strip() in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_html_is_whole_and_brings_its_own_style(language):
    outline = Outline(as_html(RESULT, language))
    assert outline.open == []
    assert outline.tags <= {"div", "ul", "li", "span", "strong", "em", "code"}
    assert all(outline.styles)


def test_the_html_sets_no_colour_but_the_four():
    style = ";".join(Outline(as_html(RESULT, "en")).styles)
    for colour in COLOURS.values():
        style = style.replace(colour, "")
    assert "#" not in style
    assert "background:transparent;color:inherit" in style


def test_the_language_of_the_html_is_marked():
    assert as_html(RESULT, "zh").startswith('<div lang="zh-CN"')


EVIL = '<script>alert("1")</script>`<img src=x onerror=y>`"\'>&'


@pytest.mark.parametrize("render", [as_html, lambda result, _: verdict_html(to_verdict(result))])
def test_nothing_a_student_writes_becomes_html(render):
    fact = Message("student.raised", {"function": EVIL, "error": EVIL})
    outcome = Outcome({"en": EVIL}, Status.FAILED, 1, 0, fact, literal(en=EVIL, zh=EVIL))
    outline = Outline(render(Result(EVIL, (outcome,)), "en"))
    assert outline.tags <= {"div", "ul", "li", "span", "strong", "em", "code"}
    assert '<script>alert("1")</script>' in outline.text


def to_verdict(result):
    outcome = result.outcomes[0]
    return Verdict(result.exercise, Status.FAILED, 1, outcome.fact, outcome.advice)


def test_code_between_backticks_is_set_as_code():
    html = verdict_html(Verdict("x", Status.FAILED, 0, Message("advice.none")), "en")
    assert ">return</code>" in html


@pytest.mark.parametrize(
    ("count", "language", "words"),
    [(1, "en", "1 check"), (6, "en", "6 checks"), (0, "en", "0 checks"), (6, "zh", "6 项检查")],
)
def test_a_passed_check_tells_how_many(count, language, words):
    text = verdict_text(Verdict("softmax", Status.PASSED, count), language)
    assert text.startswith("✓ softmax  ")
    assert text.endswith(f"  {words}")


def outcome(status, points, earned):
    return Outcome({"en": "x"}, status, points, earned)


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ([outcome(Status.PASSED, 1, 1), outcome(Status.FAILED, 1, 0)], Status.FAILED),
        ([outcome(Status.PASSED, 1, 1), outcome(Status.FAILED, 0, 0)], Status.PASSED),
        ([outcome(Status.FAILED, 0, 0)], Status.FAILED),
        ([outcome(Status.PASSED, 1, 1), outcome(Status.GRADER_ERROR, 1, 1)], Status.GRADER_ERROR),
        ([outcome(Status.PASSED, 1, 1), outcome(Status.SKIPPED, 1, 0)], Status.PASSED),
        ([outcome(Status.SKIPPED, 1, 0)], Status.SKIPPED),
        ([], Status.SKIPPED),
    ],
)
def test_the_status_of_an_exercise_follows_from_its_tests(outcomes, status):
    assert Result("x", tuple(outcomes)).status is status


def test_the_points_are_the_sum_over_the_tests():
    assert (RESULT.points, RESULT.earned) == (6.5, 2.5)


def test_a_result_is_printed_where_there_is_no_notebook(capsys, monkeypatch):
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    show(RESULT, "zh")
    captured = capsys.readouterr()
    assert captured.out == as_text(RESULT, "zh") + "\n"
    assert captured.err == ""


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="en, zh"):
        as_text(RESULT, "fr")
