"""The text drawing: aligned in both languages, readable in any terminal."""

import io
import sys

import pytest
from cards import gates, verdict

from autograder.checks import Message, display_width, publish
from autograder.checks.columns import labelled_lines, wrapped
from autograder.checks.drawing_text import BLOCKS, drawing_lines, ticks
from autograder.checks.drawings import drawing_of
from autograder.checks.render import verdict_text
from autograder.checks.result import Drawing

TIME = Message("axis.time", {"size": 6})
UNIT = Message("axis.unit", {"size": 2})
CAPTION = Message("right.no_step")
MAP = Drawing("time", ((5, 2, 8, 5, 4, 0), (0, 1, 3, 6, 7, 0)), UNIT, TIME, CAPTION)
ONE_ROW = Drawing("time", ((5, 2, 8, 5, 4, 0),), UNIT, TIME, CAPTION)
DRAWINGS = {
    "map": MAP,
    "one row": ONE_ROW,
    "path": verdict().drawing,
    "gates": drawing_of(gates().comparisons),
}


def test_a_map_has_a_row_for_each_unit_and_an_axis_of_time():
    assert drawing_lines(MAP, "en") == [
        "(the higher, the larger; · right)",
        "hidden unit 0 |▅ ▂ █ ▅ ▄ ·|",
        "            1 |· ▁ ▃ ▆ ▇ ·|",
        "  time step t  0 1 2 3 4 5",
    ]


def test_the_same_in_chinese_is_aligned_by_display_width():
    assert drawing_lines(MAP, "zh") == [
        "(越高误差越大；· 表示正确)",
        "隐藏单元 0 |▅ ▂ █ ▅ ▄ ·|",
        "         1 |· ▁ ▃ ▆ ▇ ·|",
        "  时间步 t  0 1 2 3 4 5",
    ]


def test_a_single_row_needs_no_number():
    assert drawing_lines(ONE_ROW, "en")[1:] == [
        "            |▅ ▂ █ ▅ ▄ ·|",
        "time step t  0 1 2 3 4 5",
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", DRAWINGS)
def test_all_rows_begin_and_end_in_the_same_column(name, language):
    rows = [line for line in drawing_lines(DRAWINGS[name], language)[1:] if line.endswith("|")]
    assert len(rows) > 0
    assert len({display_width(row.partition("|")[0]) for row in rows}) == 1
    assert len(set(map(display_width, rows))) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", DRAWINGS)
def test_the_numbers_of_the_steps_stand_below_their_cells(name, language):
    lines = drawing_lines(DRAWINGS[name], language)
    row = next(line for line in lines[1:] if line.endswith("|"))
    first, axis = display_width(row.partition("|")[0]) + 1, lines[-1]
    label = "time step t" if language == "en" else "时间步 t"
    start = axis.index(label) + len(label)
    numbers = axis[start:]
    assert display_width(axis[:start]) + len(numbers) - len(numbers.lstrip()) == first
    assert numbers.split() == [str(step) for step in range(len(numbers.split()))]


def test_every_level_has_its_own_block_and_right_is_no_block():
    assert len(set(BLOCKS)) == 9
    assert not {"▁", "█"} & {BLOCKS[0]}


@pytest.mark.parametrize(
    ("cells", "size", "expected"),
    [
        (4, 4, {0: "0", 1: "1", 2: "2", 3: "3"}),
        (12, 12, {0: "0", 5: "5", 10: "10"}),
        (32, 90, {0: "0", 31: "89"}),
    ],
)
def test_the_labels_of_an_axis_fit_below_it(cells, size, expected):
    assert ticks(Message("axis.time", {"size": size}), cells) == expected


def test_wrong_steps_of_a_gate_are_marked_below_it():
    lines = drawing_lines(DRAWINGS["gates"], "en")
    marks = next(line for line in lines if "✗" in line)
    gate = lines[lines.index(marks) - 1]
    marked = {gate[column] for column, sign in enumerate(marks) if sign == "✗"}
    assert (marks.count("✗"), marked) == (3, {"▁"})


# In any terminal


def printed_in(encoding, monkeypatch, text):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    monkeypatch.setattr(sys, "stdout", stream)
    publish(text, "")
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)


def test_a_terminal_without_blocks_shows_heights(monkeypatch):
    shown = printed_in("ascii", monkeypatch, "\n".join(drawing_lines(MAP, "en")))
    assert "hidden unit 0 |5 2 # 5 4 .|" in shown
    assert "            1 |. 1 3 6 7 .|" in shown


def test_a_card_in_an_ascii_terminal_has_no_question_marks(monkeypatch):
    shown = printed_in("ascii", monkeypatch, verdict_text(verdict(), "en"))
    assert "?" not in shown
    assert "x rnn_backward  failed" in shown
    assert "rnn ######-- 6/8" in shown


def test_a_chinese_terminal_keeps_its_blocks(monkeypatch):
    shown = printed_in("gbk", monkeypatch, verdict_text(verdict(), "zh"))
    assert "?" not in shown
    assert "█" in shown


def test_a_card_holds_no_escape_codes(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b" not in verdict_text(verdict(), "en")


# Lines


def test_a_line_ends_behind_a_word_and_never_within_code():
    assert wrapped("look at `ds[:, :, t]` and there", 14) == [
        "look at",
        "`ds[:, :, t]`",
        "and there",
    ]


def test_no_line_begins_with_what_closes_a_clause():
    for width in range(4, 30):
        lines = wrapped("梯度沿时间往回传，每一步都要加上后一步的梯度。", width)
        assert all(line[0] not in "，。" for line in lines)
        assert "".join(lines) == "梯度沿时间往回传，每一步都要加上后一步的梯度。"
        assert max(map(display_width, lines)) <= width


def test_a_word_that_is_too_long_has_a_line_of_its_own():
    assert wrapped("an_endless_name and more", 8) == ["an_endless_name", "and more"]


def test_the_second_line_of_a_sentence_stands_below_its_first():
    assert labelled_lines([("很可能", "one two three"), ("", "four")], 16) == [
        "很可能  one two",
        "        three",
        "        four",
    ]
