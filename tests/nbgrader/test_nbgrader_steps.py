"""The kit's quick versions of nbgrader's steps: the same words and rows, and no stale answer."""

import shutil

import nbformat
import pytest
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import autograde
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import CheckCellMetadata, latesubmissions

from autograder.nbgrader.gradebook import QuickGradebook, open_gradebooks_quickly
from autograder.nbgrader.metadata import CheckMetadata, QuickValidator
from autograder.nbgrader.record import NotebookRecord

PLACE = ("p1", "ps1", "somebody")


@pytest.fixture
def db_url(ordinary_course):
    return f"sqlite:///{ordinary_course.root}/gradebook.db"


@pytest.fixture
def submitted(db_url):
    """A gradebook with one submission of the ordinary assignment."""
    with Gradebook(db_url) as gradebook:
        gradebook.add_student("somebody")
        gradebook.add_submission("ps1", "somebody")
    return db_url


def test_a_gradebook_is_opened_again_with_the_same_engine(db_url):
    with QuickGradebook(db_url) as first, QuickGradebook(db_url) as second:
        assert first.engine is second.engine
        assert [found.name for found in second.assignments] == ["ps1", "rnn"]


def test_a_gradebook_that_was_replaced_is_read_anew(db_url, ordinary_course, tmp_path):
    file = ordinary_course.root / "gradebook.db"
    shutil.copy(file, tmp_path / "before.db")
    with QuickGradebook(db_url) as gradebook:
        gradebook.add_student("somebody")
    file.unlink()
    shutil.copy(tmp_path / "before.db", file)
    with QuickGradebook(db_url) as gradebook:
        assert gradebook.students == []


def test_a_gradebook_that_was_deleted_is_made_anew(db_url, ordinary_course):
    with QuickGradebook(db_url):
        pass
    (ordinary_course.root / "gradebook.db").unlink()
    with QuickGradebook(db_url) as gradebook:
        assert gradebook.assignments == []
        assert gradebook.add_student("somebody").id == "somebody"


def test_a_relative_url_means_the_folder_of_the_moment(ordinary_course, tmp_path, monkeypatch):
    monkeypatch.chdir(ordinary_course.root)
    with QuickGradebook("sqlite:///gradebook.db") as gradebook:
        assert len(gradebook.assignments) == 2
    shutil.copy(ordinary_course.root / "gradebook.db", tmp_path / "other.db")
    monkeypatch.chdir(tmp_path)
    with QuickGradebook("sqlite:///gradebook.db") as gradebook:
        assert gradebook.assignments == []


def test_a_course_is_recorded_as_nbgrader_does(db_url):
    with QuickGradebook(db_url, "a_course") as gradebook:
        assert gradebook.course_id == "a_course"
        assert gradebook.check_course("a_course").id == "a_course"


def test_nbgraders_own_steps_open_their_gradebook_quickly():
    open_gradebooks_quickly()
    assert autograde.Gradebook is latesubmissions.Gradebook is QuickGradebook


def test_a_record_writes_nothing_before_the_end(submitted):
    with QuickGradebook(submitted) as gradebook, Gradebook(submitted) as other:
        record = NotebookRecord(gradebook, *PLACE)
        record.find_grade("test_square").auto_score = 2.0
        record.find_comment("essay").auto_comment = "No response."
        record.db.commit()
        assert other.find_grade("test_square", *PLACE).auto_score is None
        other.db.remove()
        record.write()
        assert other.find_grade("test_square", *PLACE).auto_score == 2.0
        assert other.find_comment("essay", *PLACE).auto_comment == "No response."


def test_a_record_has_the_rows_of_task_cells(submitted):
    with QuickGradebook(submitted) as gradebook:
        record = NotebookRecord(gradebook, *PLACE)
        assert record.find_grade("task").max_score == 1
        assert record.find_comment("task").auto_comment is None


@pytest.mark.parametrize("find", ["find_grade", "find_comment"])
def test_a_record_does_not_know_other_cells(submitted, find):
    with QuickGradebook(submitted) as gradebook:
        record = NotebookRecord(gradebook, *PLACE)
        with pytest.raises(MissingEntry, match="ps1/p1/unknown for somebody"):
            getattr(record, find)("unknown")


def test_there_is_no_record_of_what_was_not_submitted(db_url):
    with QuickGradebook(db_url) as gradebook, pytest.raises(MissingEntry):
        NotebookRecord(gradebook, *PLACE)


def _change(key, value):
    def change(notebook):
        notebook.cells[3].metadata.nbgrader[key] = value

    return change


def _remove(key):
    return lambda notebook: notebook.cells[3].metadata.nbgrader.pop(key)


def _duplicate(notebook):
    notebook.cells.append(nbformat.from_dict(notebook.cells[3]))


CORRUPTED = {
    "an older schema": _change("schema_version", 1),
    "a newer schema": _change("schema_version", 4),
    "no schema": _remove("schema_version"),
    "a flag that is no flag": _change("grade", "yes"),
    "points that are no number": _change("points", "many"),
    "negative points": _change("points", -1),
    "no grade id": _remove("grade_id"),
    "no points": _remove("points"),
    "an unknown key": _change("surprise", 1),
    "the same grade id twice": _duplicate,
}


@pytest.mark.parametrize("name", CORRUPTED)
def test_metadata_is_refused_in_nbgraders_words(somebody, name):
    notebook = nbformat.from_dict(somebody.notebook())
    CORRUPTED[name](notebook)
    outcomes = []
    for check in (MetadataValidator().validate_nb, QuickValidator().validate_nb):
        try:
            check(notebook)
        except Exception as error:
            outcomes.append((type(error), str(error)))
        else:
            outcomes.append(None)
    assert outcomes[0] == outcomes[1]


def test_corrupted_metadata_is_told_by_nbgraders_own_step(somebody):
    notebook = nbformat.from_dict(somebody.notebook())
    _duplicate(notebook)
    said = []
    for step in (CheckCellMetadata(), CheckMetadata()):
        with pytest.raises(Exception, match="the nbgrader metadata may be corrupted") as raised:
            step.preprocess(notebook, {})
        said.append(type(raised.value))
    assert said[0] is said[1]


def test_good_metadata_passes(somebody):
    notebook = somebody.notebook()
    assert CheckMetadata().preprocess(notebook, {})[0] is notebook
