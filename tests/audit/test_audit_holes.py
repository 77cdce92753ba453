"""The audit of the audit: a good suite passes, and every kind of hole in one is reported."""

import pytest

from autograder.audit.assignment import (
    IncompleteAssignmentError,
    find_assignments,
    load_assignment,
)
from autograder.audit.known_look import look_at_mistakes, look_at_spellings
from autograder.audit.looks import LOOKS
from autograder.audit.mutant_look import look_at_mutants, look_at_near_misses
from autograder.audit.run import audit_assignments
from autograder.audit.suite_look import look_at_the_suite

HIDDEN = "tests/hidden/test_small.py"
MISTAKES = "tests/mistakes/small.py"
SPELLINGS = "tests/spellings/small.py"
EQUIVALENTS = "tests/equivalent/small.py"
SOLUTION = "solutions/small.py"


# A suite whose inputs hide what the slope is for.
SLOPE_ONE = [
    ("(2.0, -0.5)", "(1.0,)"),
    ("student.line(x, 3.0)", "student.line(x, 1.0)"),
    ("expected = 3.0 * x", "expected = 1.0 * x"),
]
# A suite that lets a hundredth pass.
WIDE = [
    ("student.line(x, slope), expected", "student.line(x, slope), expected, rtol=1e-2"),
    ("student.line(x, 3.0), expected", "student.line(x, 3.0), expected, rtol=1e-2"),
]


def complaints(look, assignment):
    return "\n".join(look(assignment, "line").complaints)


def test_a_good_suite_has_no_complaints_and_full_counts(small_course):
    (audit,) = audit_assignments(small_course(), ["small"])
    assert audit.complaints == []
    (row,) = audit.rows
    assert (row.points, row.tests) == (100, 2)
    assert (row.mistakes_caught, row.mistakes) == (1, 1)
    assert (row.accepted, row.spellings) == (1, 1)
    assert row.near_misses_caught == row.near_misses == 5
    assert row.killed + row.equivalent == row.mutants > 15
    assert row.equivalent == 1


def test_several_processes_find_what_one_finds(small_course):
    changes = {HIDDEN: WIDE}
    root = small_course(changes)
    alone = audit_assignments(root, ["small"], workers=1)
    assert audit_assignments(root, ["small"], workers=2) == alone
    assert alone[0].complaints != []


@pytest.mark.parametrize(
    ("look", "changes", "told"),
    [
        pytest.param(
            look_at_the_suite,
            {HIDDEN: [("slope * x + 1", "slope * x + 2")]},
            "the reference fails: The line is right.",
            id="a test that is wrong",
        ),
        pytest.param(
            look_at_the_suite,
            {
                HIDDEN: [
                    (
                        "        x = np.array([0.25",
                        "        student.other\n        x = np.array([0.25",
                    )
                ]
            },
            "the reference fails: The line is right.",
            id="a test that needs what no exercise asks for",
        ),
        pytest.param(
            look_at_the_suite,
            {HIDDEN: [("    with check.unchanged(x=x):", "    if True:")]},
            "no test notices that the arguments are changed",
            id="a suite blind to changed arguments",
        ),
        pytest.param(
            look_at_the_suite,
            {
                HIDDEN: [
                    (
                        "student.line(x, slope), expected",
                        "student.line(x, slope) * 0, 0 * expected",
                    )
                ]
            },
            "a program that returns zeros of the right shape earns 90 of 100",
            id="a test that looks at the shape alone",
        ),
        pytest.param(
            look_at_the_suite,
            {
                HIDDEN: [
                    ("    x = np.array([1.5, 0.5])", "    return\n    x = np.array([1.5, 0.5])")
                ]
            },
            "test_line_is_clean never calls line",
            id="a test that calls nothing",
        ),
        pytest.param(
            look_at_the_suite,
            {HIDDEN: [("(2.0, -0.5)", "(2.0, -0.5) * 8")]},
            "test_line makes 16 calls; at most 15",
            id="a test that calls too often",
        ),
        pytest.param(
            look_at_mistakes,
            {MISTAKES: [('"rise"', '"rise + 1.0"')]},
            "the mistake no_one is not caught",
            id="a mistake that loses nothing",
        ),
        pytest.param(
            look_at_mistakes,
            {MISTAKES: [('"rise + 1"', '"rise + 2"')]},
            "line/no_one: expected 'rise + 2' once in the function, found it 0×",
            id="a mistake that does not fit the reference",
        ),
        pytest.param(
            look_at_spellings,
            {SPELLINGS: [(" + 1\\n", " + 1.001\\n")]},
            "spelling 1 is refused: The line is right.",
            id="a spelling that is wrong",
        ),
        pytest.param(
            look_at_spellings,
            {SPELLINGS: [("def line", "def lime")]},
            "spelling 1 does not define line",
            id="a spelling of something else",
        ),
        pytest.param(
            look_at_spellings,
            {SPELLINGS: [("def line", "1 / 0\\n\\ndef line")]},
            "spelling 1 ends with ZeroDivisionError: division by zero",
            id="a spelling that does not start",
        ),
        pytest.param(
            look_at_near_misses,
            {HIDDEN: WIDE},
            "a near miss is not caught: result scaled",
            id="a tolerance that is too wide",
        ),
        pytest.param(
            look_at_near_misses,
            {HIDDEN: WIDE},
            "a near miss is not caught: return rise + 1 → return (1.0005 * (rise + 1))",
            id="a tolerance wider than a twentieth of a percent",
        ),
        pytest.param(
            look_at_mutants,
            {HIDDEN: SLOPE_ONE},
            "a mutant survives: rise = slope * x.real → rise = (x.real)",
            id="inputs that hide an operator",
        ),
        pytest.param(
            look_at_mutants,
            {
                EQUIVALENTS: [
                    ('Equivalent("line", "x.real", "x", "the tests hand in real numbers"),', "")
                ]
            },
            "a mutant survives: rise = slope * x.real → rise = slope * x",
            id="an equivalent that is not listed",
        ),
        pytest.param(
            look_at_mutants,
            {EQUIVALENTS: [('"x.real", "x"', '"slope * x.real", "2 * slope * x.real"')]},
            "is no mutant; take it off the list",
            id="an equivalent that no operator makes",
        ),
        pytest.param(
            look_at_mutants,
            {EQUIVALENTS: [('"x.real", "x"', '"slope * x.real", "slope / x.real"')]},
            "'slope * x.real' → 'slope / x.real' is killed; take it off the list",
            id="an equivalent that is caught",
        ),
        pytest.param(
            look_at_mutants,
            {EQUIVALENTS: [('"x.real", "x"', '"x.imag", "x"')]},
            "does not fit",
            id="an equivalent of another reference",
        ),
    ],
)
def test_a_hole_is_reported(look, changes, told, small):
    assert told in complaints(look, small(changes))


def test_a_wrong_program_on_the_list_is_reported_even_where_no_test_kills_it(small):
    """The suite hands in slope 1 alone: to forget the slope is a hole, and no equivalent."""
    forgotten = ('"x.real", "x"', '"slope * x.real", "x.real"')
    told = complaints(look_at_mutants, small({HIDDEN: SLOPE_ONE, EQUIVALENTS: [forgotten]}))
    assert "'slope * x.real' → 'x.real' is not equivalent: other results for ((3,), 1.0)" in told


def test_an_equivalent_that_other_numpys_refuse_may_be_killed(small):
    refused = (
        '"x.real", "x", "the tests hand in real numbers"',
        '"rise + 1", "rise + 2", "no", True',
    )
    told = complaints(look_at_mutants, small({EQUIVALENTS: [refused]}))
    assert told == "a mutant survives: rise = slope * x.real → rise = slope * x"


def test_points_that_do_not_add_up_to_a_round_number_are_reported(small_course):
    (audit,) = audit_assignments(small_course({HIDDEN: [("points=10", "points=5")]}), ["small"])
    assert "small: the points add up to 95; expected a round number" in audit.complaints


def test_a_program_that_never_ends_is_caught_by_the_clock(small, monkeypatch):
    monkeypatch.setattr("autograder.audit.mutant_look.SECONDS", 0.2)
    assignment = small(
        {
            SOLUTION: [
                (
                    "    return rise + 1",
                    "    while slope == None:\n        pass\n    return rise + 1",
                )
            ]
        }
    )
    found = look_at_mutants(assignment, "line")
    assert found.row.killed > 0
    assert not any("while slope != None" in text for text in found.complaints)


@pytest.mark.parametrize("changed", ["1 / 0", "next(i for i in iter(int, 1) if i)"])
def test_a_mistake_that_fails_or_never_ends_is_caught(changed, small, monkeypatch):
    monkeypatch.setattr("autograder.audit.judging.MAX_SECONDS", 0.2)
    found = look_at_mistakes(small({MISTAKES: [('"rise"', f'"{changed}"')]}), "line")
    assert found.complaints == ()
    assert found.row.mistakes_caught == 1


def test_a_mistake_that_does_not_start_is_caught(small):
    start = ('"rise + 1", "rise"', '"x, slope):", "x, slope=gone):"')
    assert complaints(look_at_mistakes, small({MISTAKES: [start]})) == ""


@pytest.mark.parametrize("missing", [MISTAKES, SPELLINGS, SOLUTION])
def test_a_file_that_is_missing_is_named(missing, small_course):
    root = small_course(without=[missing])
    with pytest.raises(IncompleteAssignmentError, match=rf"{missing}: found no such file"):
        load_assignment(root, "small")


def test_an_exercise_that_no_test_names_is_named(small_course):
    root = small_course({MISTAKES: [('"line"', '"curve"')]})
    with pytest.raises(IncompleteAssignmentError, match="mistakes has curve, which no hidden test"):
        load_assignment(root, "small")


def test_a_folder_without_hidden_tests_is_no_course(tmp_path):
    with pytest.raises(IncompleteAssignmentError, match=r"found no tests/hidden/test_<assignment>"):
        find_assignments(tmp_path)


def test_without_a_list_of_equivalents_every_survivor_is_a_complaint(small_course):
    root = small_course(without=[EQUIVALENTS])
    (audit,) = audit_assignments(root, ["small"])
    assert [text for text in audit.complaints if "a mutant survives" in text] == audit.complaints
    assert audit.rows[0].equivalent == 0


def test_there_is_a_look_for_each_kind_of_program():
    programs = {"mistakes", "diagnoses", "blame", "spellings", "near misses", "mutants"}
    assert set(LOOKS) == {"suite", *programs}
