"""`autograder audit`: tables, complaints by name, and an exit code that CI can use."""

import pytest
from click.testing import CliRunner

from autograder.audit.record import PUBLISHED, AssignmentAudit, Audit, NoiseRun, Row, read_audit
from autograder.audit.render import noise_cells, readme_block, total
from autograder.cli.audit import audit

MARKED = "# A course\n\n<!-- audit -->\nold\n<!-- /audit -->\n\nThe end.\n"


def ran(root, *words):
    environment = {"COLUMNS": "80", "NO_COLOR": "1"}
    command = ["--course", str(root), "--workers", "1", "--no-noise", *words]
    done = CliRunner().invoke(audit, command, env=environment)
    return done.output, done.exit_code


def test_a_good_suite_ends_with_0_and_a_table(small_course):
    text, code = ran(small_course())
    assert code == 0
    assert text.splitlines()[0].strip() == "small"
    (line,) = [line for line in text.splitlines() if line.strip().startswith("line ")]
    assert line.split()[:4] == ["line", "100", "2", "1"]
    assert text.rstrip().endswith("nothing is wrong")


def test_a_hole_ends_with_1_and_its_name(small_course):
    text, code = ran(small_course({"tests/mistakes/small.py": [('"rise"', '"1 + rise"')]}), "small")
    assert code == 1
    assert "✗ small/line: the mistake no_one is not caught" in text
    assert "0 of 1" in text
    assert text.rstrip().endswith("1 complaints")


def test_an_unknown_assignment_is_named_with_those_that_there_are(small_course):
    text, code = ran(small_course(), "large")
    assert code == 1
    assert "found no assignment large; expected small" in text


def test_a_folder_that_is_no_course_is_named(tmp_path):
    text, code = ran(tmp_path)
    assert code == 1
    assert "found no tests/hidden/test_<assignment>.py" in text


def test_publishing_writes_the_record_and_the_block_between_the_markers(small_course):
    root = small_course()
    (root / "README.md").write_text(MARKED, encoding="utf-8")
    _, code = ran(root, "--publish")
    assert code == 0
    found = read_audit(root / PUBLISHED)
    assert [each.assignment for each in found.assignments] == ["small"]
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert readme == MARKED.replace("old", readme_block(found))


def test_a_readme_without_a_place_for_the_block_is_named(small_course):
    root = small_course()
    (root / "README.md").write_text("# A course\n", encoding="utf-8")
    text, code = ran(root, "--publish")
    assert code == 1
    assert "found no <!-- audit --> … <!-- /audit -->" in text


# Rendering


ROWS = [Row("one", 60, 2, 3, 3, 10, 9, 1, 8, 8, 6, 6), Row("two", 40, 1, 3, 2, 5, 5, 0, 8, 7, 4, 4)]
FOUND = Audit(
    date="2026-01-31",
    python="3.12.1",
    numpy="2.4.0",
    mutation_tool="mutmut 3.8.1",
    seconds=61.4,
    assignments=[AssignmentAudit("small", ROWS, ["small/two: the mistake x is not caught"])],
    noise=[NoiseRun("oldest numpy", skipped="no reason"), NoiseRun("none", failures=["refused"])],
)


def test_the_block_has_a_row_for_each_exercise_and_their_sums():
    block = readme_block(FOUND)
    assert "| one | 60 | 2 | 3 | 10 | 9 | 1 | 8 | 6 |" in block
    assert "| two | 40 | 1 | 2 of 3 | 5 | 5 | 0 | 7 of 8 | 4 |" in block
    assert "| all | 100 | 3 | 5 of 6 | 15 | 14 | 1 | 15 of 16 | 10 |" in block
    assert block.startswith("`make audit` finds this")
    assert block.endswith("2026-01-31, Python 3.12.1, numpy 2.4.0, mutmut 3.8.1, 61 s")
    assert total(FOUND.assignments[0]).points == 100


@pytest.mark.parametrize(
    ("run", "cells"),
    [
        (FOUND.noise[0], ("oldest numpy", "", "", "not run: no reason")),
        (FOUND.noise[1], ("none", "1 complaints", "", "")),
        (
            NoiseRun("newest numpy", "2.4", "3.12", "Haswell", 9, 5),
            ("newest numpy", "9", "5", "Python 3.12, numpy 2.4, kernel Haswell"),
        ),
    ],
)
def test_a_run_on_other_arithmetic_says_what_it_ran_on_or_why_not(run, cells):
    assert noise_cells(run) == cells


def test_complaints_of_suites_and_of_arithmetic_are_one_list():
    assert FOUND.complaints == ["small/two: the mistake x is not caught", "none: refused"]
