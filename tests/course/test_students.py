"""The class list, as spreadsheets and school systems write it."""

import pytest

from autograder.course.errors import CourseError
from autograder.course.student import Student
from autograder.course.students import read_students


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "class.csv"
    path.write_bytes(text.encode(encoding))
    return read_students(path)


def test_nbgraders_own_columns_are_read(tmp_path):
    (ada,) = read(tmp_path, "id,first_name,last_name,email,lms_user_id\nada,Ada,Lovelace,a@b.c,7\n")
    assert ada == Student("ada", "Ada", "Lovelace", "a@b.c", "7")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_names_and_headings_are_read_in_any_encoding(tmp_path, encoding):
    (ming,) = read(tmp_path, "学号,姓名,邮箱\r\n2027001,王小明,m@b.c\r\n", encoding)
    assert ming == Student("2027001", last_name="王小明", email="m@b.c")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_the_one_of_the_headings(tmp_path, separator):
    text = separator.join(("ID", "Last_Name")) + "\n" + separator.join(("bo", '"O\'Neill"'))
    assert read(tmp_path, text) == (Student("bo", last_name="O'Neill"),)


def test_quoted_commas_unknown_columns_and_empty_lines_do_no_harm(tmp_path):
    text = 'seat,id,last_name\n1, ada ,"Lovelace, Countess"\n\n,,\n2,bo,\n'
    assert read(tmp_path, text) == (
        Student("ada", last_name="Lovelace, Countess"),
        Student("bo"),
    )


def test_a_student_twice_is_refused_with_both_lines(tmp_path):
    with pytest.raises(CourseError, match=r"line 4: found the id 'ada', which stands on line 2"):
        read(tmp_path, "id\nada\nbo\nada\n")


def test_a_file_without_ids_is_refused_with_the_columns_it_has(tmp_path):
    with pytest.raises(CourseError, match=r"line 1: found the columns first, last; expected a col"):
        read(tmp_path, "first,last\nAda,Lovelace\n")
    with pytest.raises(CourseError, match="an empty file"):
        read(tmp_path, "")


def test_two_columns_of_one_meaning_are_refused(tmp_path):
    with pytest.raises(CourseError, match="columns id and 学号, which both mean id"):
        read(tmp_path, "id,学号\nada,1\n")


@pytest.mark.parametrize("name", ["a+b", "a b", "../x", "a/b", "*", "-rf", ".ssh", "a,b"])
def test_an_id_that_can_be_no_folder_is_refused(tmp_path, name):
    with pytest.raises(CourseError, match="line 2: found the id"):
        read(tmp_path, f'id\n"{name}"\n')


def test_a_line_without_an_id_is_refused(tmp_path):
    with pytest.raises(CourseError, match="line 3: found no id"):
        read(tmp_path, "id,email\nada,a@b.c\n,b@b.c\n")


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "class.csv"
    path.write_bytes(b"id\n\xff\xff\xff\n")
    with pytest.raises(CourseError, match="neither UTF-8 nor GB 18030"):
        read_students(path)
