"""The table of points: every check, in both languages, with sums that are right."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli.points import points
from autograder.judge.course import assignments_of
from autograder.report.points import NoHiddenTestsError, read_points

COURSE = Path(__file__).parents[2]


def printed(*words):
    environment = {"COLUMNS": "160", "NO_COLOR": "1"}
    done = CliRunner().invoke(points, ["--course", str(COURSE), *words], env=environment)
    return done.output, done.exit_code


def test_every_check_is_in_the_table_in_order_with_its_points():
    table = read_points(COURSE, "rnn")
    assert table.total == 100
    assert table.of("softmax") == 4
    assert [check.exercise for check in table.checks][:4] == ["softmax"] * 3 + ["rnn_cell_forward"]
    text, code = printed("rnn")
    assert code == 0
    lines = text.splitlines()
    assert lines[0].strip() == "rnn: 100"
    assert any(line.split()[:2] == ["softmax", "(4)"] for line in lines)
    assert sum("only ba is not zero" in line and line.split()[-1] == "1" for line in lines) == 1
    for check in table.checks:
        assert check.title["en"] in text


def test_the_checks_can_be_read_in_both_languages():
    text, _ = printed("rnn", "--language", "zh")
    table = read_points(COURSE, "rnn")
    assert all(check.title["zh"] in text for check in table.checks)
    assert table.checks[0].title["en"] not in text
    both, _ = printed("rnn", "--language", "zh", "--language", "en")
    assert table.checks[0].title["en"] in both
    assert table.checks[0].title["zh"] in both


def test_without_a_name_every_assignment_is_shown():
    text, _ = printed()
    for name in assignments_of(COURSE):
        assert f"{name}: 100" in text


def test_an_unknown_assignment_is_named_with_those_that_there_are():
    with pytest.raises(NoHiddenTestsError, match=r"found no hidden tests; expected those of rmm"):
        read_points(COURSE, "rmm")
    text, code = printed("rmm")
    assert code == 1
    assert "rnn" in text
