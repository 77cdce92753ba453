"""The visible checks of every notebook: the reference passes, stubs and nonsense fail kindly."""

from pathlib import Path

import pytest
from visible import run_check

from autograder.build.slots import Kind, read_prose
from autograder.checks import CheckFailed
from autograder.judge.course import assignments_of

COURSE = Path(__file__).parents[2]
PROSE = {
    name: read_prose(COURSE / "source" / "en" / name / f"{name}.md")
    for name in assignments_of(COURSE)
}
REFERENCE = {
    name: (COURSE / "solutions" / f"{name}.py").read_text(encoding="utf-8") for name in PROSE
}
CHECKS = [
    pytest.param(name, exercise, id=f"{name}-{exercise}")
    for name, prose in PROSE.items()
    for exercise in prose.of(Kind.CHECK)
]
of_every_check = pytest.mark.parametrize(("name", "exercise"), CHECKS)


@of_every_check
def test_the_reference_passes(name, exercise):
    run_check(PROSE[name], exercise, REFERENCE[name])


@of_every_check
def test_a_stub_fails(name, exercise):
    stub = f"\n\ndef {exercise}(*arguments):\n    raise NotImplementedError()\n"
    with pytest.raises(CheckFailed):
        run_check(PROSE[name], exercise, REFERENCE[name] + stub)


@of_every_check
@pytest.mark.parametrize(
    "result", ["None", "[]", "{}", "1.0", "(None,) * 2", "(None,) * 3", "np.zeros(3)"]
)
def test_nonsense_is_told_as_a_failed_check_and_never_as_our_own_error(name, exercise, result):
    nonsense = f"\n\ndef {exercise}(*arguments):\n    return {result}\n"
    with pytest.raises(CheckFailed):
        run_check(PROSE[name], exercise, REFERENCE[name] + nonsense)


@of_every_check
def test_a_check_can_be_read_at_a_glance(name, exercise):
    assert len(PROSE[name].of(Kind.CHECK)[exercise].source.splitlines()) <= 30
