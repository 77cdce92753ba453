"""A look at the hidden tests of an exercise themselves, before any program is judged by them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from autograder.audit.assignment import Assignment
from autograder.audit.judging import Logging, failures, graded, judged, with_function
from autograder.audit.record import Findings, Row
from autograder.audit.wrong import TRIVIAL, careless, refilling, remembering, stub
from autograder.checks import Result

MOST_CALLS = 15
MOST_CALLS_OF_AN_EXERCISE = 30
MOST_FOR_NOTHING = 0.25


def look_at_the_suite(assignment: Assignment, exercise: str) -> Findings:
    """The reference, stubs, nonsense; how often the tests call; what careless programs earn."""
    tests = assignment.tests[exercise]
    complaints = [text for rule in RULES for text in rule(assignment, exercise)]
    points = assignment.points_of(exercise)
    return Findings(Row(exercise, points=points, tests=len(tests)), tuple(complaints))


def earns_everything(assignment: Assignment, exercise: str) -> Iterable[str]:
    for sentence in failures(graded(assignment, exercise, assignment.reference())):
        yield f"the reference fails: {sentence}"


def is_paid_alone(assignment: Assignment, exercise: str) -> Iterable[str]:
    """With stubs in the place of all other functions: none is run for this one's points."""
    namespace = assignment.reference()
    namespace |= {other: stub for other in assignment.exercises if other != exercise}
    result = graded(assignment, exercise, namespace)
    if result.earned < result.points:
        yield (
            f"it costs points that other functions are stubs: {'; '.join(failures(result))} "
            "(replace them with `correct`)"
        )


def stubs_earn_nothing(assignment: Assignment, exercise: str) -> Iterable[str]:
    for name, result in paid_for_nothing(assignment, exercise):
        yield f"{name} earns {result.earned:g} points"


def paid_for_nothing(assignment: Assignment, exercise: str) -> Iterator[tuple[str, Result]]:
    """What earns points although nothing is written, and its result."""
    missing = assignment.reference()
    missing.pop(exercise, None)
    programs = {"a stub": {**missing, exercise: stub}, "a missing function": missing}
    for name, namespace in programs.items():
        result = graded(assignment, exercise, namespace)
        if result.earned > 0:
            yield name, result


def nonsense_earns_little(assignment: Assignment, exercise: str) -> Iterable[str]:
    function = assignment.reference()[exercise]
    programs = {name: of(function) for name, of in TRIVIAL.items()}
    programs["whatever it returned first"] = remembering(function)
    for name, program in programs.items():
        result = with_function(assignment, exercise, program)
        if result.earned > MOST_FOR_NOTHING * result.points:
            yield f"a program that returns {name} earns {result.earned:g} of {result.points:g}"


def carelessness_is_seen(assignment: Assignment, exercise: str) -> Iterable[str]:
    function = careless(assignment.reference()[exercise])
    result = with_function(assignment, exercise, function)
    if result.earned == result.points:
        yield "no test notices that the arguments are changed (see `check.unchanged`)"


def buffers_cost_nothing(assignment: Assignment, exercise: str) -> Iterable[str]:
    """What tests share is a copy: it stays as it was when the student's function returned."""
    function = refilling(assignment.reference()[exercise])
    result = with_function(assignment, exercise, function)
    if result.earned < result.points:
        yield (
            "it costs points to fill the same arrays again and again: "
            f"{'; '.join(failures(result))} (compare before the next call)"
        )


def calls_are_few(assignment: Assignment, exercise: str) -> Iterable[str]:
    """A call costs a journey to the other room and back."""
    together = Logging(assignment.reference())
    for test in assignment.tests[exercise]:
        alone = Logging(assignment.reference())
        for student in (alone, together):
            judged([test], student)
        if len(alone.calls) > MOST_CALLS:
            yield f"{test.name} makes {len(alone.calls)} calls; at most {MOST_CALLS}"
        if exercise not in alone.calls:
            yield f"{test.name} never calls {exercise}"
    if len(together.calls) > MOST_CALLS_OF_AN_EXERCISE:
        yield (
            f"its tests make {len(together.calls)} calls together; at most "
            f"{MOST_CALLS_OF_AN_EXERCISE} (share them: see `suite.shared`)"
        )


RULES: tuple[Callable[[Assignment, str], Iterable[str]], ...] = (
    earns_everything,
    is_paid_alone,
    stubs_earn_nothing,
    nonsense_earns_little,
    carelessness_is_seen,
    buffers_cost_nothing,
    calls_are_few,
)
