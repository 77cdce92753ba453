"""The history and a regrade's preview in the terminal, without a course."""

from dataclasses import replace

import pytest
from click.testing import CliRunner
from rich.console import Console

from autograder.batch.history import Grading, History, Versions
from autograder.batch.outcomes import OtherOutcome, other_outcomes
from autograder.batch.regrade import Change, Preview
from autograder.checks import Outcome, Result, Status
from autograder.cli.grade import stay_line
from autograder.cli.main import main
from autograder.report.changes import changes_table, reason_lines, sum_lines
from autograder.report.gradings import changed_scores, class_table, student_table

FIRST = Grading(
    "ada",
    "2026-11-02T10:00:00+00:00",
    "k1",
    Versions("aaaaaaaaaa", "", "cccccccc", "numpy 2"),
    tier="A",
    scores={"rnn/test_softmax": 4.0, "rnn/essay": None},
    hand_in="h1",
)
SECOND = replace(
    FIRST,
    written="2026-11-03T11:30:00+00:00",
    versions=Versions("bbbbbbbbbb", "5ec2e7", "cccccccc", "numpy 3"),
    scores={"rnn/test_softmax": 3.5, "rnn/essay": None},
)
RESENT = replace(SECOND, hand_in="h2", scores={**SECOND.scores, "rnn/test_bptt": 10.0})
FAILED = replace(SECOND, problem="submitted/ada: found\nno notebook", scores={})


def drawn(renderable, width=80) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as caught:
        console.print(renderable)
    return caught.get()


def test_a_students_gradings_say_when_by_what_and_what_changed():
    text = drawn(student_table("rnn", "ada", [FIRST, SECOND, RESENT, FAILED]))
    for words in (
        "1 2026-11-02 10:00 aaaaaa –      cccccc",
        "2 2026-11-03 11:30 bbbbbb 5ec2e7 cccccc",
        "2: 1 score changed\n   rnn/test_softmax: 4 → 3.5\n",
        "3: another hand-in, 1 score changed\n   rnn/test_bptt: – → 10\n",
        "4: no result: no notebook",
        ": numpy 2\n",
        ": numpy 3\n",
    ):
        assert words in text.replace(" \n", "\n"), words


def test_the_class_shows_the_newest_of_each_within_80_columns():
    text = drawn(class_table("rnn", {"ada": [FIRST, SECOND], "小明[red]": [FIRST]}))
    (ada,) = (line for line in text.splitlines() if line.strip().startswith("ada"))
    assert ada.split()[:2] == ["ada", "2"]
    assert "3.5 1 score" in ada
    assert "小明[red]" in text
    assert "…" not in text


def test_long_ids_are_broken_and_cost_no_other_column():
    ids = ("z" * 120, "s20260001@uni.example.edu", "陈小明")
    text = drawn(class_table("rnn", {each: [FIRST, SECOND] for each in ids}))
    assert "…" not in text
    assert text.count("2026-11-03 11:30 bbbbbb 5ec2e7 cccccc") == len(ids)
    assert text.count("z") == 120
    assert max(map(len, text.splitlines())) <= 80


def test_a_narrow_terminal_loses_nothing(course):
    run = CliRunner().invoke(
        main, ["history", "rnn", "--course", str(course)], env={"COLUMNS": "50"}
    )
    assert "2026-11-03 11:30 bbbbbb 5ec2e7 cccccc" in run.output
    assert "…" not in run.output


def test_a_score_that_stayed_is_said_not_to_have_changed():
    same = replace(FIRST, written="2026-11-04T10:00:00+00:00")
    assert "2: no change" in drawn(student_table("rnn", "ada", [FIRST, same]))


def test_why_many_have_no_result_is_told_once_below_the_table():
    broken = replace(FAILED, problem="hidden_tests.py:12\nImportError: no module x")
    bo = replace(broken, student="bo")
    text = drawn(class_table("rnn", {"ada": [FIRST, broken], "bo": [bo]}))
    assert text.count("no module x") == 1
    assert "no result: ImportError: no module x: ada, bo" in text
    for name in ("ada", "bo"):
        (row,) = [line for line in text.splitlines() if line.split()[:1] == [name]]
        assert row.rstrip().endswith("no result")


def test_scores_of_a_failure_are_compared_with_nothing():
    assert changed_scores(None, FIRST) == []
    assert changed_scores(FIRST, FAILED) == []
    assert changed_scores(FIRST, FIRST) == []


def change(student, old, new, **more):
    return Change(student, "rnn", "test_softmax", old, new, None, **more)


def test_a_preview_says_why_what_and_how_many():
    changes = (
        change("ada", 4.0, 3.5, outcomes=(OtherOutcome("Rows [sum] to 1.", 1.0, 0.5),)),
        change("bo", None, 2.0, outcomes=(OtherOutcome("New.", None, 2.0),)),
        change("chen", 1.0, 0.0, outcomes=(OtherOutcome("Gone.", 1.0, None),)),
    )
    reasons = {"ada": ("tests",), "chen": ("tests", "kit"), "dora": ()}
    preview = Preview(changes, (("emil", "no notebook"),), 6, reasons, unknown=1, new=1)
    text = drawn(changes_table(preview), width=120)
    for words in (
        "1 → 0.5: Rows [sum] to 1.",
        "new test, 2: New.",
        "no more, 1: Gone.",
        "test_softmax: 1 up, 2 down",
        "3 of 6 submissions would change",
        "no new result: emil: no notebook",
    ):
        assert words in text
    assert sorted(reason_lines(preview)) == [
        "1 standing result graded by other versions; since then changed: the tests",
        "1 standing result graded by other versions; since then changed: the tests, the kit",
        "1 standing result graded by the same tests, kit and libraries as now",
        "1 standing result not on record: what graded them is not known",
        "without a result so far: 1",
    ]
    assert sum_lines(changes[:1]) == ["test_softmax: 0 up, 1 down"]


def result(*outcomes):
    return Result(
        "softmax",
        tuple(
            Outcome({"en": title}, Status.PASSED if earned else Status.FAILED, 1.0, earned)
            for title, earned in outcomes
        ),
    )


def test_outcomes_are_matched_by_their_sentence_and_equal_sentences_by_their_order():
    before = result(("same", 1.0), ("twice", 1.0), ("twice", 1.0), ("gone", 1.0))
    after = result(("twice", 1.0), ("twice", 0.0), ("same", 1.0), ("new", 1.0))
    assert other_outcomes(before, after) == (
        OtherOutcome("twice", 1.0, 0.0),
        OtherOutcome("new", None, 1.0),
        OtherOutcome("gone", 1.0, None),
    )
    assert other_outcomes(None, after) == other_outcomes(before, None) == ()


def test_what_stays_is_told_with_what_has_changed_since():
    assert "2 results" in stay_line([("tests",), ("tests", "secret")], "rnn")
    assert "changed: the tests; the tests, the course's secret." in stay_line(
        [("tests",), ("tests", "secret"), None], "rnn"
    )
    assert "changed: not on record." in stay_line([None], "rnn")
    assert "changed: settings of the course." in stay_line([()], "rnn")


@pytest.fixture
def course(tmp_path):
    opened = History(tmp_path / "history.db")
    opened.add("rnn", [FIRST, SECOND])
    opened.close()
    return tmp_path


def history(course, *words):
    return CliRunner().invoke(main, ["history", *words, "--course", str(course)])


def test_the_command_names_what_it_does_not_find(course, tmp_path_factory):
    assert history(course, "rnn").exit_code == 0
    assert "no grading of assignment 'gru'" in history(course, "gru").output
    assert "no grading of 'bo' of assignment 'rnn'" in history(course, "rnn", "bo").output
    run = history(course, "rnn", "ada", "--restore-notebook", "1")
    assert run.exit_code == 2
    assert "needs STUDENT and --out FOLDER" in run.output
    empty = tmp_path_factory.mktemp("empty")
    run = history(empty, "rnn")
    assert run.exit_code == 1
    assert "history.db: found no history" in run.output
    assert list(empty.iterdir()) == []


def test_a_notebook_that_was_never_kept_is_told(course, tmp_path):
    out = tmp_path / "out"
    run = history(course, "rnn", "ada", "--restore-notebook", "1", "--out", str(out))
    assert run.exit_code == 1
    assert "found no notebook of grading 1" in run.output
    assert not out.exists()
