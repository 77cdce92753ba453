"""`autograder report`, on a course on disk."""

import pytest
from click.testing import CliRunner
from graded_course import CLASS, make_course

from autograder.cli.main import main


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("course"))


def reported(course, *words: str):
    return CliRunner().invoke(main, ["report", "rnn", "--course", str(course), *words])


def test_the_page_lies_in_the_courses_own_folder_with_one_for_each_student(course):
    done = reported(course)
    assert done.exit_code == 0, done.output
    page = course / "reports" / "rnn.html"
    assert done.output.startswith(f"{page}: graded 4 of 5 · ")
    assert "pages of students 5" in done.output
    assert "Ada Lovelace" in page.read_text(encoding="utf-8")
    pages = {path.stem for path in (course / "reports" / "rnn-students").iterdir()}
    assert pages == {student.id for student in CLASS}


def test_it_is_written_where_it_is_wanted_and_in_chinese(course, tmp_path):
    page = tmp_path / "new" / "page.html"
    done = reported(course, "--out", str(page), "--language", "zh", "--no-pages")
    assert done.exit_code == 0, done.output
    assert 'lang="zh-CN"' in page.read_text(encoding="utf-8")
    assert [path.name for path in page.parent.iterdir()] == ["page.html"]


def test_without_names_neither_pages_nor_their_files_have_any(course, tmp_path):
    done = reported(course, "--out", str(tmp_path / "page.html"), "--hide-names")
    assert done.exit_code == 0, done.output
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 1 + len(CLASS)
    for path in files:
        text = path.name + path.read_text(encoding="utf-8")
        for each in CLASS:
            for secret in filter(None, (each.email, each.last_name, f">{each.id}<", f"{each.id}.")):
                assert secret not in text


def test_an_unknown_assignment_is_told_with_its_cure(course):
    done = CliRunner().invoke(main, ["report", "nope", "--course", str(course)])
    assert done.exit_code == 1
    assert "nope" in done.output
    assert "nbgrader generate_assignment nope" in done.output
    assert not (course / "reports" / "nope.html").exists()


def test_a_place_that_cannot_be_written_is_told_by_name(course, tmp_path):
    taken = tmp_path / "file"
    taken.write_text("", encoding="utf-8")
    done = reported(course, "--out", str(taken / "page.html"))
    assert done.exit_code == 1
    assert str(taken) in done.output
    assert "Traceback" not in done.output
