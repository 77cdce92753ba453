"""Each known mistake is named, right programs are left alone, and near misses are no mistakes.

Every exercise of the course, every mistake and every spelling of its lists.
"""

import functools
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from autograder.audit.assignment import find_assignments, load_assignment
from autograder.audit.diagnosis_look import Bench, groups, right_programs, sample
from autograder.audit.judging import recorded_calls
from autograder.audit.near import near_misses, one_entry_wrong
from autograder.checks import Status, text
from autograder.checks.result import Certainty
from autograder.diagnose.decide import Case, matches
from autograder.judge.hidden import run_attempts
from autograder.judge.student import Student
from autograder.judge.unnoticed import unnoticed

COURSE = Path(__file__).parents[2]
EXERCISES = [
    pytest.param(name, exercise, id=f"{name}-{exercise}")
    for name in find_assignments(COURSE)
    for exercise in load_assignment(COURSE, name).exercises
]
every_exercise = pytest.mark.parametrize(("name", "exercise"), EXERCISES)

# What no test can tell apart, and why: they are one mistake to a student.
KNOWN_GROUPS = {
    frozenset({"softmax_not_normalised", "softmax_divided_by_maximum"}),  # the maximum is exp(0)
    frozenset({"negative_tokens_accepted", "outside_tokens_clipped"}),  # neither raises
    frozenset({"no_check_of_the_vocabulary", "first_token_beyond_accepted"}),  # the same IndexError
}
SURE = (Certainty.NAMED, Certainty.SEVERAL)


@functools.cache
def bench(name, exercise):
    return Bench(load_assignment(COURSE, name), exercise)


def suite_of(bench):
    return bench.assignment.tests[bench.exercise]


@every_exercise
def test_every_known_mistake_is_named_first_or_its_group_is(name, exercise):
    known = bench(name, exercise)
    assert known.mistakes
    by_key = {key: group for group in groups(known.profiles) for key in group}
    for mistake in known.mistakes:
        attempts = known.attempts(mistake)
        assert Status.GRADER_ERROR not in [attempt.outcome.status for attempt in attempts]
        found = known.diagnosis(attempts)
        assert found.certainty is Certainty.NAMED
        assert set(found.keys) == by_key.get(mistake.key, {mistake.key})
        assert mistake.en.endswith(tuple(text(cause, "en") for cause in found.causes))


def test_hardly_any_mistakes_give_equal_numbers():
    benches = [bench(*each.values) for each in EXERCISES]
    assert {group for each in benches for group in groups(each.profiles)} == KNOWN_GROUPS


@every_exercise
def test_right_programs_get_no_diagnosis(name, exercise):
    known = bench(name, exercise)
    programs = dict(right_programs(known))
    assert len(programs) == 1 + len(known.assignment.spellings[exercise])
    assert {key: said for key, said in programs.items() if said is not None} == {}


@every_exercise
def test_a_mistakes_numbers_with_one_entry_off_by_a_millionth_are_not_named(name, exercise):
    known = bench(name, exercise)
    names = [test.name for test in suite_of(known)]
    for key, profile in known.profiles.items():
        spoilt = with_one_entry_off(profile)
        if spoilt is not None:
            assert key in matches(Case(profile, names, ()), known.profiles)
            assert matches(Case(spoilt, names, ()), known.profiles) == ()


def with_one_entry_off(profile):
    """The profile with the last entry of its first wrong array off by 1e-6; None without any."""
    for test, failure in profile.items():
        for place, shown in enumerate(failure.arrays):
            if not shown.is_close and shown.actual.size:
                actual = shown.actual.copy()
                actual.flat[-1] += 1e-6 * max(np.max(np.abs(actual)), shown.off)
                arrays = list(failure.arrays)
                arrays[place] = replace(shown, actual=actual)
                return {**profile, test: replace(failure, arrays=tuple(arrays))}
    return None


@every_exercise
def test_a_right_result_with_one_entry_off_is_no_known_mistake(name, exercise):
    known = bench(name, exercise)
    function = known.assignment.reference()[exercise]
    calls = recorded_calls(known.assignment, exercise)
    misses = [m for m in near_misses([r for _, r in calls]) if m.change is one_entry_wrong]
    for miss in misses:
        student = Student({**known.assignment.reference(), exercise: miss.of(function)})
        with unnoticed():
            found = known.diagnosis(run_attempts(suite_of(known), student))
        assert found is None or found.certainty not in SURE, miss.name


@functools.cache
def pairs(name, exercise):
    """What is said of a few pairs of mistakes."""
    known = bench(name, exercise)
    return [known.diagnosis(known.attempts(*pair)) for pair in islice(sample(known), 4)]


def sure(found):
    return found is not None and found.certainty in SURE


@every_exercise
def test_what_mistakes_are_said_to_give_together_they_give(name, exercise):
    """Where one hides the other, it alone is named: its numbers are exactly those of the two."""
    known = bench(name, exercise)
    for found in filter(sure, pairs(name, exercise)):
        together = found.certainty is Certainty.SEVERAL
        keys = found.keys if together else found.keys[:1]
        said = [mistake for mistake in known.mistakes if mistake.key in keys]
        assert known.diagnosis(known.attempts(*said)) == found


def test_nearly_all_pairs_of_mistakes_are_recognised():
    told = [found for each in EXERCISES for found in pairs(*each.values)]
    assert len(told) > 100
    assert len(list(filter(sure, told))) >= 0.85 * len(told)


@every_exercise
def test_the_arrays_that_a_known_mistake_gets_wrong_are_kept_with_the_sizes_of_the_tests(
    name, exercise
):
    """A profile speaks of what the tests saw: nothing in it is empty, and wrong means wrong."""
    for profile in bench(name, exercise).profiles.values():
        for failure in profile.values():
            assert failure.fact or any(not shown.is_close for shown in failure.arrays)
            assert all(np.isfinite(shown.actual).all() for shown in failure.arrays)
