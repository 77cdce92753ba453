"""Where the pages lie, and what becomes of those of an earlier report."""

import pytest
from sample_class import sample_class
from sample_findings import sample_findings

from autograder.report.anonymous import hide_names
from autograder.report.overview import findings_of
from autograder.report.page.files import MARK, page_name, pages_folder, write_report

IDS = (
    *("ada", "Ada", "ADA", "a-b", "a b", "a/b", "a\\b", "../../etc/passwd", "..", ".", "", "-rf"),
    *(
        "con",
        "nul",
        "com1",
        "张三",
        "李四",
        "é",
        "a" * 300,
        "a" * 301,
        "x\0y",
        "<script>",
        "a.html",
    ),
)


@pytest.mark.parametrize("student", IDS)
def test_a_file_name_is_safe_on_every_system(student):
    name = page_name(student)
    assert name.endswith(".html")
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-.")
    assert name.count(".") == 1
    assert not name.startswith(("-", "."))
    assert len(name) < 80
    assert name.split(".")[0] not in ("con", "nul", "com1")


def test_no_two_students_share_a_file():
    assert len({page_name(student).lower() for student in IDS}) == len(IDS)


def test_a_plain_id_is_its_own_file_name():
    assert page_name("ada_2") == "ada_2.html"


def test_the_pages_lie_beside_the_report(tmp_path):
    path = tmp_path / "out" / "report.html"
    assert write_report(path, sample_findings(), "en") == 30
    folder = pages_folder(path)
    assert sorted(page.name for page in folder.iterdir()) == [f"s{n:04d}.html" for n in range(30)]
    text = path.read_text(encoding="utf-8")
    assert f'./{folder.name}/s0001.html"' in text
    assert '"../report.html"' in (folder / "s0001.html").read_text(encoding="utf-8")
    assert list(tmp_path.rglob("*.part")) == []


def test_every_page_begins_with_the_mark_by_which_it_is_known(tmp_path):
    path = tmp_path / "rnn.html"
    write_report(path, sample_findings(), "zh")
    for page in (path, *pages_folder(path).iterdir()):
        assert page.read_bytes().startswith(MARK)


def test_a_report_without_names_takes_away_the_pages_that_have_them(tmp_path):
    path, results = tmp_path / "rnn.html", sample_class(12)
    write_report(path, findings_of(results), "en")
    others = pages_folder(path) / "notes.html"
    others.write_text("<p>the instructor's own", encoding="utf-8")
    write_report(path, findings_of(hide_names(results)), "en")
    names = {page.name for page in others.parent.iterdir()}
    assert len(names) == 13
    assert not any(page_name(each.student.id) in names for each in results.students)
    assert others.read_text(encoding="utf-8") == "<p>the instructor's own"


def test_without_pages_there_is_no_folder_and_no_link(tmp_path):
    path = tmp_path / "rnn.html"
    write_report(path, sample_findings(), "en")
    assert write_report(path, sample_findings(), "en", with_pages=False) == 0
    assert [each.name for each in tmp_path.iterdir()] == ["rnn.html"]
    assert "rnn-students" not in path.read_text(encoding="utf-8")


def test_another_report_of_the_same_class_leaves_the_first_one_whole(tmp_path):
    first, second = tmp_path / "rnn.html", tmp_path / "rnn-anonymous.html"
    write_report(first, sample_findings(), "en")
    write_report(second, findings_of(hide_names(sample_class(12))), "zh")
    assert (pages_folder(first) / "s0001.html").is_file()
    assert not (pages_folder(second) / "s0001.html").exists()
