"""A submitted folder holds what a student put there: it stops nobody else's grading, and leads
nowhere."""

import os
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory

from autograder.batch.submissions import Submission, find_submissions
from autograder.nbgrader.submission import MIB, UnreadableSubmissionError


@pytest.fixture
def folder(tmp_path) -> Path:
    """What ada handed in. Another student handed in properly."""
    for student in ("ada", "bo"):
        path = tmp_path / "submitted" / student / "rnn"
        path.mkdir(parents=True)
        (path / "rnn.ipynb").write_text(student)
        (path / "timestamp.txt").write_text("2026-01-01 10:00:00 UTC")
    return tmp_path / "submitted" / "ada" / "rnn"


def found(folder: Path) -> Submission:
    """Ada's submission, after bo's was found to be all right."""
    course = CourseDirectory(root=str(folder.parents[2]))
    course.assignment_id = "rnn"
    ada, bo = find_submissions(course, ["rnn"], [])
    assert bo.read(MIB).notebooks == {"rnn": b"bo"}
    assert bo.timestamp is not None
    return ada


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"yesterday",
        b"99999999999999999999-13-45",
        b"2026-01-01 00:00:00 UTC" + b" " * 2000,
    ],
    ids=["no text", "words", "too large", "too long"],
)
def test_a_time_stamp_that_cannot_be_read_is_its_students_alone(folder, content):
    (folder / "timestamp.txt").write_bytes(content)
    with pytest.raises(UnreadableSubmissionError) as told:
        found(folder).read(MIB)
    words = str(told.value)
    assert words.startswith(f"{folder}/timestamp.txt: found no time in it that can be read")
    assert "Write there when it was handed in" in words


def test_a_time_stamp_that_is_no_file_is_its_students_alone(folder):
    (folder / "timestamp.txt").unlink()
    (folder / "timestamp.txt").mkdir()
    with pytest.raises(UnreadableSubmissionError, match="no time in it"):
        found(folder).read(MIB)


def test_a_link_is_read_neither_as_a_notebook_nor_as_a_file(folder, tmp_path):
    for name in ("rnn.ipynb", "secret.txt"):
        (tmp_path / name).write_text("the instructor's")
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(tmp_path / name)
    submission = found(folder)
    data = submission.read(MIB)
    assert data.notebooks == {}
    assert set(data.files) == {"timestamp.txt"}
    assert any(f"{folder}/rnn.ipynb: found a link" in line for line in submission.complaints)


def test_a_pipe_does_not_block_a_class(folder):
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "other.ipynb")
    submission = found(folder)
    assert set(submission.read(MIB).files) == {"timestamp.txt"}
    assert submission.unknown == ()
