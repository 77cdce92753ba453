"""`autograder feedback` leaves what `nbgrader generate_feedback` leaves, to the byte."""

import nbformat
import ordinary
import pytest
from classroom import PROJECT, Course, without_the_kit
from command import autograder, files_below
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.build.handin import hand_in

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("workers_stay")]

CONFIG = """
c.LateSubmissionPlugin.penalty_method = "zero"
"""
ODD_HTML = """\
from IPython.display import HTML, display
display(HTML("<p>not <b>closed"), HTML("1 < 2 & 3 <img src=x> </div>"))
display(HTML("<table border=1><tr><td>a<td>b</table><script>if (1 < 2) {}</script>"))
"""
PLAIN_HTML = """\
from IPython.display import HTML, display
display(HTML('<img src="a.png"><table border="1" class="b  a"><tr><td> &nbsp; </td></tr></table>'))
display(HTML('<pre>  \\n </pre>  <style scoped>td > b {}</style><p title="&quot;">文 &hearts;</p>'))
"""
COLOURS = """\
import sys
print("\\x1b[31mred\\x1b[0m", "<&>")
print("a warning", file=sys.stderr)
%time x = 1
"""
PICTURE = """\
import matplotlib.pyplot as plt
plt.plot([1, 4, 9]);
"""
PROSE = """# Héading & <em>more</em>
A formula $a < b$, `code`, [a link](x.html), <div>raw</div>

```python
print("x")
```
| a | b |
|---|---|
| 1 | 2 |
"""
# Ways in which a course may be configured, and the students whose pages are compared.
COURSES = {
    "the kit": ("", "*"),
    "plain nbgrader": ("", "*"),
    "plain, JupyterLab's page": ("c.HTMLExporter.template_name = 'lab'", "[ag]*"),
    "plain, with options": (
        "c.HTMLExporter.exclude_input_prompt = True\n"
        "c.HTMLExporter.anchor_link_text = '#'\n"
        "c.HTMLExporter.embed_images = True\n"
        "c.GenerateFeedback.permissions = 640\n"
        "c.CourseDirectory.groupshared = True\n"
        "c.CourseDirectory.student_id_exclude = 'bo'\n"
        "c.GenerateFeedback.preprocessors = ["
        "'nbgrader.preprocessors.GetGrades',"
        "'nbconvert.preprocessors.ExtractOutputPreprocessor',"
        "'nbconvert.preprocessors.CSSHTMLHeaderPreprocessor']\n",
        "[bg]*",
    ),
}


def hand_in_ordinary(course: Course) -> None:
    writer = course.student()
    course.hand_in("ada", writer.notebook())
    course.hand_in("bo", writer.notebook(square="def square(x):\n    return 2 * x"))
    course.hand_in("chen", writer.only())
    course.hand_in("emil", writer.notebook(essay="Many **words**, <b>and"))
    course.submitted("emil", "timestamp.txt").write_text("2026-11-20 12:00:00 UTC", "utf-8")
    noisy = writer.notebook()
    noisy.cells += [new_code_cell(source) for source in (PLAIN_HTML, COLOURS, PICTURE)]
    noisy.cells.append(new_markdown_cell(PROSE))
    course.hand_in("gus", noisy)
    odd = writer.notebook()
    odd.cells += [new_code_cell(ODD_HTML), new_markdown_cell("<textarea> <p>")]
    course.hand_in("hana", odd)
    course.submitted("ada", "notes.txt").write_text("a file of hers", encoding="utf-8")
    (course.submitted("ada").parent / "more").mkdir()
    course.submitted("ada", "more/data.txt").write_text("1 2", encoding="utf-8")


def hand_in_rnn(course: Course) -> None:
    writer = course.student()
    course.hand_in("ada", writer.notebook())
    course.hand_in("bo", writer.only("softmax", "rnn_cell_forward"))
    chinese = nbformat.read(PROJECT / "assignments" / "zh" / "rnn" / "rnn.ipynb", as_version=4)
    course.hand_in("chen", hand_in(chinese, {**writer.answers, "softmax": "softmax = None"}))


def hand_in_two_notebooks(course: Course) -> None:
    folder = course.root / "source" / "en" / "ps2"
    folder.mkdir()
    for name in ("a", "b"):
        nbformat.write(ordinary.source_notebook(), folder / f"{name}.ipynb")
    assert course.run("generate_assignment", "ps2").code == 0
    course = course.about("ps2", "a")
    for name in ("a.ipynb", "b.ipynb"):
        course.hand_in("ada", course.student().notebook(), name=name)
    course.hand_in("bo", course.student().only("square"), name="a.ipynb")


def mark_by_hand(course: Course) -> None:
    """A score, extra credit and comments, also on a task and with markup."""
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("test_square", "p1", "ps1", "bo")
        grade.manual_score, grade.extra_credit = 1.5, 0.5
        gradebook.find_grade("task", "p1", "ps1", "bo").manual_score = 1
        gradebook.find_comment("square", "p1", "ps1", "bo").manual_comment = "nearly, 差一点 <b>&"
        gradebook.find_comment("task", "p1", "ps1", "bo").manual_comment = "good"
        gradebook.find_grade("essay", "p1", "ps1", "gus").manual_score = 2.25
        gradebook.db.commit()


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory) -> Course:
    """Three assignments, graded, partly by hand, one student late."""
    course = released.copy(tmp_path_factory.mktemp("class") / "course")
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(CONFIG)
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("ps1", duedate="2026-11-18 12:00:00 UTC")
    hand_in_ordinary(course.about("ps1", "p1"))
    hand_in_rnn(course.about("rnn", "rnn"))
    hand_in_two_notebooks(course)
    for assignment in ("ps1", "ps2", "rnn"):
        autograder("grade", assignment, course=course.root)
    mark_by_hand(course)
    return course


def tree(course: Course) -> dict[str, object]:
    """Files with contents and permissions, folders with permissions."""
    folder = course.root / "feedback"
    modes = {
        f"{path.relative_to(folder)}/": path.stat().st_mode & 0o7777
        for path in sorted(folder.rglob("*"))
        if path.is_dir()
    }
    return {**files_below(folder), **modes}


def same(theirs: Course, ours: Course) -> dict[str, object]:
    expected, found = tree(theirs), tree(ours)
    assert list(found) == list(expected)
    for name, file in expected.items():
        assert found[name] == file, name
    return expected


@pytest.mark.parametrize("kind", COURSES)
def test_the_pages_are_the_same_file_by_file(kind, graded, tmp_path):
    theirs = graded.copy(tmp_path / "course")
    more, students = COURSES[kind]
    if "plain" in kind:
        without_the_kit(theirs)
    with open(theirs.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(more)
    assignments = ("ps1", "ps2", "rnn") if students == "*" else ("ps1",)
    for assignment in assignments:
        run = theirs.run("generate_feedback", assignment, "--student", students)
        assert run.code == 0, run.text
    ours = theirs.copy(tmp_path / "ours")
    (ours.root / "feedback").rename(tmp_path / "none")
    for assignment in assignments:
        run = autograder("feedback", assignment, "--student", students, course=ours.root)
        assert run.code == 0, run.text
    files = same(theirs, ours)
    assert "gus/ps1/p1.html" in files
    if students == "*":
        assert {"ada/ps2/a.html", "ada/ps2/b.html", "ada/ps1/more/data.txt"} <= set(files)
        assert "差一点".encode() in files["bo/ps1/p1.html"][0]
        assert "梯度".encode() in files["chen/rnn/rnn.html"][0]


def test_the_class_holds_what_the_comparison_is_about(graded):
    assert graded.about("ps1", "p1").scores("bo")["test_square"] == 0
    with graded.gradebook() as gradebook:
        late = gradebook.find_submission_notebook("p1", "ps1", "emil")
        assert late.late_submission_penalty == late.score > 0
    outputs = str(graded.about("ps1", "p1").autograded("gus"))
    assert "image/png" in outputs
    assert "image/png" in str(graded.about("rnn", "rnn").autograded("ada"))


def test_the_kits_page_is_the_same_where_nbgrader_writes_it_quickly(graded, tmp_path):
    """The kit's own exporter is quick in nbgrader's command too."""
    course = graded.copy(tmp_path / "course")
    assert autograder("feedback", "rnn", course=course.root).code == 0
    before = tree(course)
    assert course.run("generate_feedback", "rnn", "--force").code == 0
    assert tree(course) == before
