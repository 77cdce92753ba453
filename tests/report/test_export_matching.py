"""Who is who: by one column for each of a student's names, and never by guess."""

from autograder.report.export.matching import Person, match
from autograder.report.results import Student

ADA = Student("ada", "Ada", "Lovelace", "ada@example.org", "501")
BO = Student("bo", "Bo", "Smith", "bo@example.org", "502")
CHEN = Student("chen", "小明", "陈")


def people(*rows):
    return [Person(number, f"row {number}", keys) for number, keys in enumerate(rows, start=1)]


def test_any_of_a_students_names_will_do():
    rows = people({"Login": "ada", "ID": "1"}, {"Login": "BO@example.org ", "ID": "2"})
    assert match(rows, [ADA, BO]).students == {1: "ada", 2: "bo"}
    assert match(people({"ID": "502"}), [ADA, BO]).students == {1: "bo"}


def test_a_student_number_is_not_taken_for_somebody_elses_canvas_id():
    """Most rows have the numbers under SIS User ID: under ID they mean something else."""
    students = [Student("1001"), Student("1002"), Student("77")]
    rows = people(
        {"ID": "5", "SIS": "1001"}, {"ID": "77", "SIS": "1002"}, {"ID": "6", "SIS": "9999"}
    )
    matches = match(rows, students)
    assert matches.students == {1: "1001", 2: "1002"}
    assert matches.doubtful == {}


def test_a_row_that_could_be_two_students_is_nobodys():
    rows = people({"Login": "ada", "Mail": "bo@example.org"}, {"Login": "x", "Mail": "y"})
    matches = match(rows, [ADA, BO])
    assert matches.students == {}
    assert matches.doubtful == {1: ("ada", "bo")}


def test_two_rows_that_could_be_one_student_are_nobodys():
    matches = match(people({"Login": "ada"}, {"Login": "Ada"}, {"Login": "bo"}), [ADA, BO])
    assert matches.students == {3: "bo"}
    assert matches.doubtful == {1: ("ada",), 2: ("ada",)}


def test_two_students_with_one_address_are_not_told_apart_by_it():
    twin = Student("twin", email="ada@example.org")
    assert match(people({"Mail": "ada@example.org"}), [ADA, twin]).doubtful == {1: ("ada", "twin")}


def test_names_count_only_when_they_are_asked_for():
    rows = people({"Full name": "陈小明"}, {"Full name": "bo  smith"}, {"Full name": "Who"})
    assert match(rows, [ADA, BO, CHEN]).students == {}
    assert match(rows, [ADA, BO, CHEN], by_name=True).students == {1: "chen", 2: "bo"}


def test_students_without_names_match_no_empty_cell():
    rows = people({"Login": "", "Mail": ""}, {"Login": "x", "Mail": ""})
    nobody = match(rows, [Student("x2"), Student("y2")], by_name=True)
    assert (nobody.students, nobody.doubtful) == ({}, {})


def test_an_accent_is_the_same_in_one_sign_and_in_two():
    rows = people({"Full name": "Zoe\u0301 Noe\u0308l"})
    zoe = Student("zoe", first_name="Zoé", last_name="Noël")
    assert match(rows, [zoe], by_name=True).students == {1: "zoe"}
