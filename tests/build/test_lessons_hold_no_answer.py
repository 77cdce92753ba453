"""Neither a mistake's code nor the right result can be recovered from what students get."""

import json
import math
import re

import numpy as np
import pytest
from naming import ASSIGNMENTS, COURSE, mistakes_of, prose_of, right_run_of, run_of

from autograder.build.course import find_sources
from autograder.build.slots import Kind
from autograder.checks.lessons import FOLDER, lesson_of
from autograder.checks.naming import (
    DIGITS,
    ENTRIES_EACH,
    LEAST,
    ROUNDS,
    candidates,
    directions,
    plain,
    projections,
    repeated,
)
from autograder.doctor.folder import find_assignments
from autograder.doctor.hints import check_hints
from autograder.doctor.leaks import answers_of
from autograder.judge.course import hidden_tests_path
from autograder.judge.hidden import load_tests

of_every_assignment = pytest.mark.parametrize("name", ASSIGNMENTS)
HASH = re.compile(r"[0-9a-f]{32}")


def file_of(name):
    return (FOLDER / f"{name}.json").read_text(encoding="utf-8")


def fingerprinted(name):
    """(mistake, what its check saw, what the check saw of the solution)."""
    known = lesson_of(name).mistakes
    for mistake in (each for each in mistakes_of(name) if each.key in known):
        yield mistake, run_of(name, mistake), right_run_of(name, mistake.exercise)


def different(run):
    """(place, title, value) of what a check saw, each array once."""
    for place, before in enumerate(repeated(run.seen)):
        if before is None:
            yield place, *run.seen[place]


def wrong_values(run, right):
    """The arrays of a run that are not those of the solution."""
    expected = dict(enumerate(right.seen))
    for place, title, value in different(run):
        other = expected.get(place, ("", None))
        mine, theirs = plain(value), plain(other[1])
        same = title == other[0] and mine is not None and theirs is not None
        if not (same and mine.shape == theirs.shape and np.allclose(mine, theirs, 1e-9, 1e-12)):
            yield title, mine


def free(array):
    """The different numbers of an array that nobody can guess: no 0, no 1, no nan."""
    if array is None:
        return 0
    entries = np.abs(array[np.isfinite(array)])
    return len(set(np.round(entries, DIGITS)) - {0.0, 1.0})


@of_every_assignment
def test_of_mistakes_there_are_hashes_and_keys_and_no_more(name):
    record = json.loads(file_of(name))
    assert set(record) == {
        "assignment", "exercises", "hints", "sections", "mistakes", "fingerprints",
    }  # fmt: skip
    keys = {mistake.key for mistake in mistakes_of(name)}
    for prints in record["fingerprints"].values():
        assert all(HASH.fullmatch(each) for each in prints)
        assert {key for group in prints.values() for key in group} <= keys
    assert set(record["mistakes"]) == {
        key for prints in record["fingerprints"].values() for group in prints.values()
        for key in group
    }  # fmt: skip


@of_every_assignment
def test_the_file_holds_no_code_of_a_mistake_or_of_the_solution(name):
    text = " ".join(HASH.sub("", file_of(name)).split())
    for mistake in mistakes_of(name):
        for code in (mistake.find, mistake.replace):
            words = " ".join(code.split())
            assert len(words) < 12 or words not in text, mistake.key
    (assignment,) = find_assignments(COURSE, [name])
    assert list(check_hints(assignment, answers_of(assignment, ()))) == []


@of_every_assignment
def test_the_file_holds_no_number_of_a_result(name):
    assert re.findall(r"\d+\.\d+", HASH.sub("", file_of(name))) == []


@of_every_assignment
def test_the_file_says_nothing_of_hidden_tests(name):
    text = file_of(name)
    tests = load_tests(hidden_tests_path(COURSE, name))
    for test in (test for group in tests.values() for test in group):
        assert test.name not in text
        assert not any(title in text for title in test.title.values())
    caught = {mistake.key for mistake, run, _ in fingerprinted(name) if run.failure is not None}
    assert set(lesson_of(name).mistakes) == caught


@of_every_assignment
def test_there_are_far_fewer_equations_than_entries(name):
    """All mistakes share the directions of an array: even whoever inverts every hash knows that
    few projections of each array, and no more."""
    ways = {}
    for _, run, _ in fingerprinted(name):
        for _, title, value in different(run):
            array, count = plain(value), projections(value)
            if count:
                ways.setdefault((title, array.shape), []).append(
                    directions(title, array.shape, count)
                )
    assert ways
    for (_, shape), all_of_it in ways.items():
        rank = np.linalg.matrix_rank(np.vstack([each[:LEAST] for each in all_of_it[:2]]))
        assert all(np.array_equal(all_of_it[0], each) for each in all_of_it)
        assert rank <= len(all_of_it[0]) <= math.prod(shape) / ENTRIES_EACH


@of_every_assignment
def test_another_result_gives_the_same_fingerprint(name):
    """So a fingerprint does not determine a result: what no direction sees can be anything."""
    draw = np.random.default_rng(1).standard_normal
    for mistake, run, _ in list(fingerprinted(name))[::5]:
        seen, before = [], repeated(run.seen)
        for place, (title, value) in enumerate(run.seen):
            array, count = plain(value), projections(value)
            if before[place] is not None:
                array = seen[before[place]][1]
            elif count and np.isfinite(array).all() and array.any():
                unseen = np.linalg.svd(directions(title, array.shape, count))[2][count:]
                step = (draw(len(unseen)) @ unseen).reshape(array.shape)
                array = array + 1e-3 * np.max(np.abs(array)) * step
            seen.append((title, value if not count else array))
        prints = candidates(run.failure, run.seen), candidates(run.failure, seen)
        assert set(prints[0]) & set(prints[1]), mistake.key


@of_every_assignment
def test_trying_all_numbers_takes_ages(name):
    """Also for whoever has everything else right: of what differs, 18 digits at least are hashed,
    or nothing that a result could be learned from."""
    smallest = []
    for mistake, run, right in fingerprinted(name):
        wrong = [array for _, array in wrong_values(run, right) if array is not None]
        unknown = sum(min(projections(array), free(array)) for array in wrong)
        everything = sum(
            min(projections(value), free(plain(value))) for *_, value in different(run)
        )
        assert everything >= LEAST, mistake.key
        assert unknown >= LEAST or not any(map(free, wrong)), mistake.key
        smallest.append(everything)
    graphics_card, year = 1e10, 3.15e7  # hashes a second; seconds
    assert 10.0 ** (DIGITS * min(LEAST, *smallest)) * ROUNDS / graphics_card > 1_000 * year


@of_every_assignment
def test_hints_are_there_for_every_exercise_in_both_languages(name):
    lesson = lesson_of(name)
    sources = [source for source in find_sources(COURSE) if source.assignment == name]
    assert list(lesson.exercises) == list(prose_of(name).of(Kind.EXERCISE))
    assert {source.language for source in sources} == {"en", "zh"}
    for exercise in lesson.exercises:
        assert 3 <= len(lesson.hints[exercise]) <= 5
        assert exercise in lesson.sections


@of_every_assignment
def test_hints_are_short_sentences(name):
    for rungs in lesson_of(name).hints.values():
        for rung in rungs:
            sentences = re.split(r"(?<=[.?!:])\s", str(rung.values["en"]))
            assert all(len(sentence.split()) <= 20 for sentence in sentences), rung
            assert len(str(rung.values["zh"])) <= 60
