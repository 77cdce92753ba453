"""In the notebook at once: known mistakes are named by their fingerprints, and nothing else is."""

import numpy as np
import pytest
from naming import (
    ASSIGNMENTS,
    COURSE,
    mistakes_of,
    other_spellings,
    prose_of,
    reference_of,
    run_of,
    run_once,
    spellings_of,
    told,
    wrong_program,
)

from autograder.build import fingerprints
from autograder.checks import Status, text
from autograder.checks.lessons import lesson_of
from autograder.checks.naming import (
    ZERO,
    candidates,
    directions,
    fingerprint,
    named,
    plain,
    projections,
)
from autograder.checks.result import Certainty
from autograder.judge import hidden
from autograder.judge.mistakes import hint

# A mistake that its visible check catches has no fingerprint where there is too little to go by:
# an exception, a missing key, a few numbers.
LEAST_SHARE = 0.81
EXERCISES = [
    pytest.param(name, exercise, id=f"{name}-{exercise}")
    for name in ASSIGNMENTS
    for exercise in lesson_of(name).exercises
]
of_every_exercise = pytest.mark.parametrize(("name", "exercise"), EXERCISES)


@pytest.fixture(autouse=True)
def live(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


def keys_of(lesson, exercise):
    return {key for keys in lesson.fingerprints.get(exercise, {}).values() for key in keys}


def with_fingerprint(name, exercise):
    named = keys_of(lesson_of(name), exercise)
    return [each for each in mistakes_of(name) if each.exercise == exercise and each.key in named]


def is_named(name, run, exercise):
    known = lesson_of(name).fingerprints.get(exercise, {})
    return any(each in known for each in candidates(run.failure, run.seen))


@of_every_exercise
def test_a_known_mistake_is_named_with_the_reference_around_it(name, exercise):
    lesson, missed = lesson_of(name), []
    for mistake in with_fingerprint(name, exercise):
        run = run_of(name, mistake)
        diagnosis = named(lesson, exercise, run.failure, run.seen)
        if diagnosis is None or mistake.key not in diagnosis.keys:
            missed.append(mistake.key)
        else:
            assert diagnosis.certainty is Certainty.NAMED
            assert hint(mistake) in diagnosis.causes
    assert missed == []


@of_every_exercise
@pytest.mark.parametrize("spelling", [0, -1])
def test_a_known_mistake_is_named_in_the_notebook(monkeypatch, name, exercise, spelling):
    """With other right functions around it, in their first and in their last spelling."""
    others = other_spellings(name, exercise, spelling)
    missed = []
    for mistake in with_fingerprint(name, exercise):
        verdict = told(monkeypatch, name, exercise, wrong_program(name, mistake), others)
        diagnosis = verdict.diagnosis
        if diagnosis is None or mistake.key not in diagnosis.keys:
            missed.append(mistake.key)
        else:
            assert diagnosis.certainty is Certainty.NAMED
            assert hint(mistake) in diagnosis.causes
            assert verdict.advice is None
    assert missed == []


def test_most_mistakes_that_a_visible_check_catches_have_a_fingerprint():
    caught = named = 0
    for name in ASSIGNMENTS:
        for mistake in mistakes_of(name):
            run = run_of(name, mistake)
            caught += run is None or run.failure is not None
            named += mistake.key in keys_of(lesson_of(name), mistake.exercise)
    print(f"{named} of {caught} known mistakes are named in the notebook")
    assert named / caught >= LEAST_SHARE


@of_every_exercise
def test_no_correct_program_gets_a_diagnosis(monkeypatch, name, exercise):
    for definition in ("", *spellings_of(name).get(exercise, ())):
        verdict = told(monkeypatch, name, exercise, reference_of(name), definition)
        assert verdict.status is Status.PASSED
        assert verdict.diagnosis is None


@of_every_exercise
def test_a_near_miss_is_not_named(name, exercise):
    """One entry of one array is off by 1e-5 of itself."""
    tried = 0
    for mistake in with_fingerprint(name, exercise):
        run = run_of(name, mistake)
        assert is_named(name, run, exercise)
        for place, (title, value) in enumerate(run.seen):
            array = plain(value)
            if not projections(value) or not ZERO < np.max(np.abs(array)) < np.inf:
                continue
            moved = array.copy()
            moved.flat[np.argmax(np.abs(array))] *= 1 + 1e-5
            seen = [*run.seen[:place], (title, moved), *run.seen[place + 1 :]]
            assert not set(candidates(run.failure, seen)) & set(
                lesson_of(name).fingerprints[exercise]
            ), f"{mistake.key}: {title}"
            tried += 1
    assert tried or not with_fingerprint(name, exercise)


@of_every_exercise
@pytest.mark.parametrize("noise", [1e-15, 1e-13])
def test_rounding_never_matters(name, exercise, noise):
    draw = np.random.default_rng(0).standard_normal
    for mistake in with_fingerprint(name, exercise):
        run = run_of(name, mistake)
        seen = []
        for title, value in run.seen:
            array = plain(value)
            is_noisy = array is not None and array.size > 1 and np.isfinite(array).all()
            size = np.max(np.abs(array), initial=0.0) if is_noisy else 0.0
            seen.append((title, array + noise * size * draw(array.shape) if is_noisy else value))
        keys = [
            key
            for print_ in candidates(run.failure, seen)
            for key in lesson_of(name).fingerprints[exercise].get(print_, ())
        ]
        assert mistake.key in keys


def test_what_a_visible_check_does_not_catch_has_no_fingerprint():
    for name in ASSIGNMENTS:
        for mistake in mistakes_of(name):
            run = run_of(name, mistake)
            if run is not None and run.failure is None:
                assert mistake.key not in lesson_of(name).mistakes


def test_a_group_is_of_mistakes_that_give_the_same_numbers():
    for name in ASSIGNMENTS:
        known = {(each.exercise, each.key): each for each in mistakes_of(name)}
        for exercise, prints in lesson_of(name).fingerprints.items():
            for keys in (keys for keys in prints.values() if len(keys) > 1):
                runs = [run_of(name, known[exercise, key]) for key in keys]
                for other in runs[1:]:
                    assert [title for title, _ in other.seen] == [t for t, _ in runs[0].seen]
                    for (title, mine), (_, theirs) in zip(runs[0].seen, other.seen, strict=True):
                        np.testing.assert_allclose(
                            plain(mine), plain(theirs), rtol=1e-9, atol=1e-10, err_msg=title
                        )


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_lesson_holds_the_fingerprints_of_today(monkeypatch, name):
    monkeypatch.setattr(fingerprints, "run_visible", run_once)
    found = fingerprints.fingerprints_of(prose_of(name), reference_of(name), mistakes_of(name))
    assert lesson_of(name).fingerprints == found


def test_directions_are_the_same_for_all_and_on_every_machine():
    ways = directions("dW", (5, 5), 3)
    np.testing.assert_array_equal(ways, directions("dW", (5, 5), 3))
    assert np.all((np.abs(ways) >= 0.5) & (np.abs(ways) < 1.5))
    assert ways[0, :3].round(6).tolist() == FIRST_DIRECTIONS


def test_single_precision_and_exceptions_have_no_fingerprint():
    (name, *_) = ASSIGNMENTS
    mistake = with_fingerprint(name, lesson_of(name).exercises[-1])[0]
    run = run_of(name, mistake)
    assert fingerprint(run.failure, run.seen)
    short = [(title, np.asarray(value, dtype=np.float32)) for title, value in run.seen]
    assert fingerprint(run.failure, short) is None


FIRST_DIRECTIONS = [0.54876, 1.115108, 1.054722]


def test_the_words_are_those_of_the_diagnosis_after_the_hidden_tests(monkeypatch):
    name, key = "rnn", "no_path_through_time"
    (mistake,) = (each for each in mistakes_of(name) if each.key == key)
    program = wrong_program(name, mistake)
    here = told(monkeypatch, name, mistake.exercise, program).diagnosis
    shown = []
    monkeypatch.setattr(hidden, "show", lambda result, language: shown.append(result))
    monkeypatch.setenv("AUTOGRADER_COURSE", str(COURSE))
    namespace = {}
    exec(compile(program, "<In[1]>", "exec"), namespace)
    hidden.hidden_tests(name, mistake.exercise, namespace)
    there = shown[0].diagnosis
    assert (here.certainty, here.keys) == (there.certainty, there.keys)
    for language in ("en", "zh"):
        for mine, theirs in ((here.facts, there.facts), (here.causes, there.causes)):
            assert [text(each, language) for each in mine] == [
                text(each, language) for each in theirs
            ]
