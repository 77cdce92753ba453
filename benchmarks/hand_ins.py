"""The class that every contestant grades: an honest mix out of the course's own material."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path

from nbformat import NotebookNode

from autograder.build.handin import hand_in
from autograder.demo.material import Material, read_material
from autograder.judge.course import load_module

# The demo's class, without what plain nbgrader scores otherwise on purpose (a warning on stderr
# costs a whole exercise there): that would compare scores, not speeds.
MISTAKES = (
    "output_from_old_state",
    "every_step_from_s0",
    "tanh_of_a_tanh",
    "dba_not_summed",
    "no_path_through_time",
    "dw_overwritten",
    "ds0_zero",
    "loss_sign",
    "dv_transposed",
    "ds_prev_w_not_transposed",
    "loss_mean_over_time",
)


def answers_in_turn(root: Path, assignment: str) -> Iterator[dict[str, str]]:
    """Answers of one student after another, without end: right ones in many spellings, one known
    mistake each, the lecture's own functions, half done. Nothing hostile, nothing endless."""
    material = read_material(root, assignment)
    spellings = load_module(root / "tests" / "spellings" / f"{assignment}.py", root).SPELLINGS
    mistakes = cycle(MISTAKES)
    for turn in count():
        yield from (
            _spelled(material, spellings, turn),
            material.with_mistake(next(mistakes)),
            material.answers,
            material.with_mistake(next(mistakes)),
            _lecture(material) if turn % 2 else _half(material),
        )


def _spelled(
    material: Material, spellings: dict[str, tuple[str, ...]], turn: int
) -> dict[str, str]:
    """Every exercise in another spelling, another one each turn."""
    return {
        name: spellings[name][turn % len(spellings[name])].strip() if name in spellings else answer
        for name, answer in material.answers.items()
    }


def _lecture(material: Material) -> dict[str, str]:
    return {**material.lecture, "softmax": material.answers["softmax"]}


def _half(material: Material) -> dict[str, str]:
    return dict(list(material.answers.items())[: len(material.answers) // 2])


def notebooks(
    release: NotebookNode, root: Path, assignment: str, number: int
) -> Iterator[tuple[str, NotebookNode]]:
    """Student ids and notebooks, the same ones in every run and no two of them alike: a cache
    must not know one student's work from another's."""
    for index, answers in zip(range(number), answers_in_turn(root, assignment), strict=False):
        student = f"s{index:04}"
        signed = {name: f"# {student}\n{source}" for name, source in answers.items()}
        yield student, hand_in(release, signed)
