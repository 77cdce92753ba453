"""Every suite of the course can be trusted: wrong programs lose points, right ones none."""

from pathlib import Path

import pytest

from autograder.audit.assignment import find_assignments, load_assignment
from autograder.audit.judging import failures, graded, namespace_of, with_function
from autograder.audit.known_look import look_at_mistakes, look_at_spellings
from autograder.audit.mutant_look import look_at_mutants, look_at_near_misses
from autograder.audit.run import audit_assignments
from autograder.audit.suite_look import look_at_the_suite
from autograder.audit.wrong import stub
from autograder.checks import Status
from autograder.judge.mistakes import patched

COURSE = Path(__file__).parents[2]
ASSIGNMENTS = {name: load_assignment(COURSE, name) for name in find_assignments(COURSE)}
EXERCISES = [
    pytest.param(assignment, exercise, id=f"{name}-{exercise}")
    for name, assignment in ASSIGNMENTS.items()
    for exercise in assignment.exercises
]

of_every_assignment = pytest.mark.parametrize(
    "assignment", ASSIGNMENTS.values(), ids=list(ASSIGNMENTS)
)
of_every_exercise = pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)

FEWEST_MISTAKES, FEWEST_MISTAKES_OF_AN_EXERCISE = 60, 3
FEWEST_SPELLINGS = 8


@of_every_exercise
def test_the_reference_earns_everything_and_nothing_earns_nothing(assignment, exercise):
    assert look_at_the_suite(assignment, exercise).complaints == ()


@of_every_exercise
def test_of_a_stub_it_is_said_once_that_nothing_is_written(assignment, exercise):
    result = with_function(assignment, exercise, stub)
    statuses = [outcome.status for outcome in result.outcomes]
    assert statuses == [Status.FAILED] + [Status.SKIPPED] * (len(statuses) - 1)


@of_every_exercise
def test_known_mistakes_lose_points(assignment, exercise):
    assert look_at_mistakes(assignment, exercise).complaints == ()


@of_every_exercise
def test_other_spellings_earn_every_point(assignment, exercise):
    assert look_at_spellings(assignment, exercise).complaints == ()


@of_every_exercise
def test_near_misses_are_caught(assignment, exercise):
    found = look_at_near_misses(assignment, exercise)
    assert found.complaints == ()
    assert found.row.near_misses > 0


@of_every_assignment
def test_the_points_add_up_to_100(assignment):
    tests = [test for tests in assignment.tests.values() for test in tests]
    assert sum(test.points for test in tests) == 100


@of_every_assignment
def test_every_function_of_the_reference_is_an_exercise(assignment):
    namespace = assignment.reference()
    functions = [name for name, value in namespace.items() if callable(value)]
    assert [name for name in functions if name in assignment.tests] == assignment.exercises


@of_every_assignment
def test_every_sentence_exists_in_both_languages(assignment):
    for test in (test for tests in assignment.tests.values() for test in tests):
        assert test.title["en"].endswith(".")
        assert test.title["zh"].endswith("。")
        assert is_chinese(test.title["zh"])


def is_chinese(sentence):
    return any("\u4e00" <= character <= "\u9fff" for character in sentence)


@of_every_assignment
def test_there_are_many_known_mistakes_for_every_exercise(assignment):
    for exercise in assignment.exercises:
        assert len(assignment.mistakes_of(exercise)) >= FEWEST_MISTAKES_OF_AN_EXERCISE, exercise
    assert len(assignment.mistakes) >= FEWEST_MISTAKES


@of_every_assignment
def test_every_mistake_has_a_key_of_its_own_and_a_hint_in_both_languages(assignment):
    mistakes = assignment.mistakes
    assert len({mistake.key for mistake in mistakes}) == len(mistakes)
    for mistake in mistakes:
        assert mistake.en.startswith("most likely ")
        assert len(mistake.en.split()) <= 20
        assert mistake.zh.startswith("很可能")


@of_every_assignment
def test_no_two_mistakes_are_the_same_program(assignment):
    programs = {patched(mistake, assignment.source) for mistake in assignment.mistakes}
    assert len(programs) == len(assignment.mistakes)


@of_every_assignment
def test_every_exercise_has_eight_other_spellings(assignment):
    for exercise in assignment.exercises:
        assert len(set(assignment.spellings[exercise])) >= FEWEST_SPELLINGS, exercise


@of_every_assignment
def test_all_spellings_together_earn_every_point(assignment):
    """Whatever a class mixes, nobody pays for another exercise's spelling."""
    for number in range(FEWEST_SPELLINGS):
        namespace = assignment.reference()
        for definitions in assignment.spellings.values():
            namespace_of(definitions[number], onto=namespace)
        for exercise in assignment.exercises:
            assert failures(graded(assignment, exercise, namespace)) == [], (exercise, number)


@of_every_assignment
def test_every_equivalent_has_a_reason(assignment):
    for equivalent in assignment.equivalents:
        assert len(equivalent.reason.split()) >= 4, equivalent


@pytest.mark.parametrize("exercise", ["softmax", "gradient_step"])
def test_mutants_of_a_small_function_are_killed_or_equivalent(exercise):
    """`make audit` and the slow test below try them all."""
    found = look_at_mutants(ASSIGNMENTS["rnn"], exercise)
    assert found.complaints == ()
    assert found.row.killed + found.row.equivalent == found.row.mutants > 20


@pytest.mark.slow
def test_every_mutant_is_killed_or_a_proved_equivalent():
    audits = audit_assignments(COURSE, list(ASSIGNMENTS), workers=2, looks=["mutants"])
    assert [text for audit in audits for text in audit.complaints] == []
    assert all(row.killed > row.equivalent for audit in audits for row in audit.rows)
