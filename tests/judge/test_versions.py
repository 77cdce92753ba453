"""What a graded notebook says about who graded it, and what it never says."""

from pathlib import Path

from autograder.judge import kit
from autograder.judge.versions import (
    UNKNOWN,
    Versions,
    differences,
    hash_of_files,
    in_words,
    stamp,
    stamped,
    unstamp,
)
from autograder.nbgrader.stamps import versions_of

FILES = {"tests/hidden/test_rnn.py": b"one", "tests/hidden/course_secret.txt": b"5ec2e7"}
CELL = {
    "grade_id": "test_square",
    "cell_type": "code",
    "source": "assert square(2) == 4",
    "checksum": "0",
    "is_grade": True,
    "is_solution": False,
    "is_task": False,
    "is_locked": True,
    "points": 2.0,
}
ANSWER = {**CELL, "grade_id": "square", "is_solution": True, "is_grade": False, "is_locked": False}
NOW = versions_of(FILES, {"p1": [CELL, ANSWER]})


def changed(files=FILES, **cell):
    return differences(NOW, versions_of(files, {"p1": [{**CELL, **cell}, ANSWER]}))


def test_each_thing_that_changes_is_told_apart():
    assert changed() == ()
    assert changed({**FILES, "tests/hidden/test_rnn.py": b"two"}) == ("tests",)
    assert changed({**FILES, "tests/hidden/course_secret.txt": b"other"}) == ("secret",)
    assert changed(source="assert square(3) == 9") == ("tests",)
    assert changed(points=3.0) == ("tests",)


def test_what_students_write_into_and_the_order_of_cells_are_no_tests():
    other = {**ANSWER, "source": "def square(x): ..."}
    assert versions_of(FILES, {"p1": [other, CELL]}) == NOW


def test_what_is_unknown_differs_from_nothing():
    assert differences(UNKNOWN, NOW) == ()
    assert differences(NOW, UNKNOWN) == ()
    assert not UNKNOWN
    assert NOW


def test_the_difference_is_told_in_an_instructors_words():
    assert in_words(("kit", "tests")) == "the tests, the kit"
    assert in_words(()) == "settings of the course"


def test_a_secret_is_not_in_its_hash_and_none_has_none():
    _, secret = hash_of_files(FILES)
    assert len(secret) == 64
    assert hash_of_files({"tests/hidden/test_rnn.py": b"one"})[1] == ""


def test_stamps_win_over_what_a_student_wrote_and_can_be_read_back():
    metadata = {"autograder": {"language": "zh", "tier": "A", "tests": "forged", "kit": 7}}
    stamp(metadata, "B", NOW)
    assert stamped(metadata) == NOW
    assert metadata["autograder"]["tier"] == "B"
    assert metadata["autograder"]["language"] == "zh"
    unstamp(metadata)
    assert metadata == {"autograder": {"language": "zh"}}


def test_odd_metadata_is_read_as_nothing_and_can_be_stamped():
    for odd in ({}, {"autograder": None}, {"autograder": [1]}, {"autograder": {"tests": {}}}):
        assert stamped(odd) == UNKNOWN
        unstamp(odd)
        stamp(odd, "A", NOW)
        assert stamped(odd) == NOW
    assert len(stamped({"autograder": {"tests": "x" * 10_000}}).tests) <= 500


def test_the_kits_fingerprint_holds_its_code_and_its_libraries_and_no_path():
    assert len(kit.code()) == 64
    assert kit.fingerprint() != kit.code()
    assert "numpy" in kit.environment()
    assert "/" not in kit.environment()
    assert isinstance(Versions(kit=kit.code()), Versions)
    assert all((kit.PACKAGE / folder).is_dir() for folder in kit.FOLDERS)
    assert all((kit.PACKAGE / module).is_file() for module in map(Path, kit.MODULES))
