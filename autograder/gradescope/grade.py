"""Grade the one submission of a Gradescope container, in two rooms."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.batch.jobs import (
    AssignmentData,
    Shared,
    pack_job,
    unpack_graded,
    unpack_shared,
)
from autograder.batch.worker import Worker
from autograder.gradescope.bundle import Settings, given_files, read_assignment, read_settings
from autograder.gradescope.graded import student_result
from autograder.gradescope.handin import HandInError, find_hand_in
from autograder.judge.errors import GraderError
from autograder.judge.versions import hash_of
from autograder.nbgrader.submission import BadSubmissionError
from autograder.report.gradescope.refusal import refusal_of, refused
from autograder.report.gradescope.results import gradescope_results
from autograder.sandbox.tiers import Tier, Walls

ONE_ROOM = "it can't be graded in two rooms, and on Gradescope there is no other way: {}"


@dataclass(frozen=True)
class Bundle:
    """The zip as it lies in its folder."""

    folder: Path
    settings: Settings
    shared: Shared
    data: AssignmentData


def read_bundle(folder: Path) -> Bundle:
    """Raises `BadBundleError`."""
    payload = read_assignment(folder)
    return Bundle(
        folder, read_settings(folder), Shared(hash_of(payload), payload), unpack_shared(payload)
    )


def grade(folder: Path, bundle: Bundle, walls: Walls | None = None) -> dict[str, Any]:
    """The `results.json` of what lies in `folder`. `walls`: those of the settings if None.

    Raises `GraderError` and `NoScoreError`: the grader's failures, of which no score may come.
    """
    settings = bundle.settings
    try:
        submission = find_hand_in(
            folder, list(bundle.data.notebooks), given_files(bundle.folder), settings.most_bytes
        )
        job = pack_job(submission.read(settings.most_bytes), bundle.shared)
    except HandInError as error:
        return refused(error.told)
    except BadSubmissionError as error:
        message = refusal_of(str(error))
        assert message is not None
        return refused(message)
    with closing(Worker(walls or walls_of(settings))) as worker:
        graded = unpack_graded(worker.run(job).payload)
    if graded.one_room:
        raise GraderError(ONE_ROOM.format(graded.one_room))
    return gradescope_results(student_result(bundle.data, job, graded), settings.visibility)


def walls_of(settings: Settings) -> Walls:
    return Walls(minimum=settings.minimum_tier)


def tier_here(settings: Settings) -> Tier:
    """How well a student's code is isolated on this machine. Raises `GraderError`."""
    with closing(Worker(walls_of(settings))) as worker:
        return worker.tier
