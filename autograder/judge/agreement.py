"""A backward pass and the student's own forward pass: which of the two is wrong?

Both can be wrong in the same way: then the backward pass is the true derivative of what the
student computes, and fails its tests because the forward pass does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from autograder.checks import Message, Outcome, Result, Status
from autograder.checks.result import Certainty, Diagnosis
from autograder.judge.hidden import HiddenTest

RunForward = Callable[[str], Result]


def with_agreement(result: Result, tests: Sequence[HiddenTest], run: RunForward) -> Result:
    """The result, with what the test against the own forward pass says of the two.

    `run` runs the hidden tests of an exercise on the student's code. It is asked for only where
    forward and backward agree and the backward fails its tests.
    """
    for place, test in enumerate(tests):
        if not test.forward:
            continue
        outcome = result.outcomes[place]
        if result.status is Status.PASSED and outcome.status is Status.FAILED:
            return _explained(result, place, test)
        agrees = outcome.status is Status.PASSED and result.status is Status.FAILED
        if agrees and run(test.forward).status is Status.FAILED:
            return replace(result, diagnosis=_both(result.diagnosis, test))
    return result


def _explained(result: Result, place: int, test: HiddenTest) -> Result:
    """The backward passes its own tests: it is the forward that differs."""
    outcomes: list[Outcome] = list(result.outcomes)
    advice = Message("advice.forward_first", {"forward": test.forward})
    outcomes[place] = replace(outcomes[place], advice=advice)
    return replace(result, outcomes=tuple(outcomes))


def _both(found: Diagnosis | None, test: HiddenTest) -> Diagnosis:
    fact = Message("diagnosis.consistent", {"forward": test.forward, "exercise": test.exercise})
    if found is None or found.certainty is Certainty.UNKNOWN:
        return Diagnosis(
            Certainty.PATTERN, (fact,), (Message("advice.forward_first", fact.values),)
        )
    return replace(found, facts=(fact, *found.facts))
