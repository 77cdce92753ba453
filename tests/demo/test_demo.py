"""The demo, as `make demo` runs it: the real nbgrader commands on the whole sample class."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from sample_students import PATIENT_STUDENTS
from terminal import InThisProcess

from autograder.cli.main import main
from autograder.demo.course import NotACourseError, make_course
from autograder.demo.material import read_material
from autograder.demo.students import STUDENTS
from autograder.report.reading import read_class
from autograder.report.results import Standing

ROOT = Path(__file__).parent.parent.parent

# What each student must end with: the total, and the exercises that lose points.
ALL = {"ada", "bai", "uma"}
LOSES = {
    "emil": "softmax",
    "fang": "rnn_cell_forward",
    "gus": "rnn_forward",
    "hana": "rnn_cell_backward",
    "ivan": "rnn_cell_backward",
    "jin": "rnn_backward",
    "kim": "rnn_backward",
    "lea": "rnn_backward",
    "mei": "cross_entropy",
    "nils": "output_backward",
    "olga": "rnn_cell_backward",
    "ping": "cross_entropy",
    "quin": "one_hot",
    "rosa": "gradient_norms",
    "sven": "rnn_backward",
    "vera": "softmax",
}


# Each program is started once as the demo starts it; the others run in this process.
STARTED = ("nbgrader generate_assignment", "autograder report")


@pytest.fixture(scope="module")
def graded(tmp_path_factory, workers_stay):  # noqa: ARG001
    folder = tmp_path_factory.mktemp("demo") / "course"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setattr("autograder.cli.demo.subprocess", InThisProcess(*STARTED))
        patch.setattr("autograder.cli.demo.STUDENTS", PATIENT_STUDENTS)
        result = CliRunner().invoke(main, ["demo", "--folder", str(folder)])
    assert result.exit_code == 0, result.output
    return folder, read_class(folder, "rnn"), result.output


@pytest.mark.slow
def test_every_student_of_the_class_gets_what_was_earned(graded):
    _, results, _ = graded
    assert [each.student.id for each in results.students] == sorted(s.name for s in STUDENTS)
    assert {each.standing for each in results.students} == {Standing.GRADED}
    for row in results.students:
        student = row.student.id
        assert len(row.exercises) == len(results.exercises)
        lost = {each.exercise.name for each in row.exercises if each.score < each.exercise.points}
        if student in ALL:
            assert lost == set(), student
        elif student in LOSES:
            assert lost == {LOSES[student]}, student


@pytest.mark.slow
def test_the_lectures_code_earns_full_marks_on_its_exercises_and_blank_work_nothing(graded):
    _, results, _ = graded
    rows = {row.student.id: row for row in results.students}
    scores = {each.exercise.name: each.score for each in rows["bo"].exercises}
    points = {exercise.name: exercise.points for exercise in results.exercises}
    lecture = ["rnn_cell_forward", "rnn_forward", "rnn_cell_backward", "rnn_backward", "softmax"]
    assert [scores[name] for name in lecture] == [points[name] for name in lecture]
    assert rows["chen"].score == rows["tao"].score == 0
    assert rows["dora"].score == sum(list(points.values())[:6])


@pytest.mark.slow
def test_everybody_gets_a_feedback_page_without_hidden_tests(graded):
    folder, _, output = graded
    for student in STUDENTS:
        page = (folder / "feedback" / student.name / "rnn" / "rnn.html").read_text("utf-8")
        assert "hidden_tests" not in page
        assert "BEGIN HIDDEN" not in page
    assert "feedback/<student>/rnn/rnn.html" in output
    assert "jupyter lab, menu Nbgrader → Formgrader" in output


@pytest.mark.slow
def test_the_table_is_printed_with_every_students_total(graded):
    _, results, output = graded
    for row in results.students:
        assert any(
            line.split()[:1] == [row.student.id] and f" {row.score:g} " in line
            for line in output.splitlines()
        ), row.student.id


@pytest.mark.slow
def test_the_report_tells_what_went_wrong_in_the_class(graded):
    folder, *_ = graded
    text = (folder / "reports" / "rnn.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    assert len(page.find(id="everybody-table").tbody.find_all("tr")) == len(STUDENTS)
    causes = page.find(id="misconceptions-table").get_text()
    assert "the gradient from step t+1 does not reach step t" in causes
    called = {row.th.get_text() for row in page.find(id="calls-table").tbody.find_all("tr")}
    assert {"chen", "tao", "bo", "dora"} <= called
    assert not called & ALL
    pages = {path.stem for path in (folder / "reports" / "rnn-students").iterdir()}
    assert pages == {student.name for student in STUDENTS}


def test_the_class_is_large_and_its_mistakes_are_known():
    material = read_material(ROOT, "rnn")
    answers = [student.answers(material) for student in STUDENTS]
    assert len(STUDENTS) >= 16
    assert sum(a != material.answers for a in answers) >= 16
    assert len({student.name for student in STUDENTS}) == len(STUDENTS)


def test_a_folder_that_is_no_course_is_refused_by_name(tmp_path):
    with pytest.raises(NotACourseError, match=r"found no source.*expected the course's folder"):
        make_course(tmp_path, tmp_path / "demo")


def test_a_folder_with_other_files_is_never_emptied(tmp_path):
    thesis = tmp_path / "thesis.tex"
    thesis.write_text("three years of work")
    with pytest.raises(NotACourseError, match=r"no demo's; expected a new folder"):
        make_course(ROOT, tmp_path)
    assert thesis.read_text() == "three years of work"


def test_an_earlier_demo_is_replaced(tmp_path):
    folder = tmp_path / "demo"
    make_course(ROOT, folder)
    left_over = folder / "gradebook.db"
    left_over.touch()
    make_course(ROOT, folder)
    assert not left_over.exists()
    assert (folder / "nbgrader_config.py").is_file()
