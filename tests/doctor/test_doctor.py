"""A healthy course passes; a course that is broken in one place gets just that complaint."""

import subprocess

import nbformat
import pytest
from click.testing import CliRunner
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions

from autograder.audit.assignment import read_assignment
from autograder.cli.main import main
from autograder.doctor import NoSuchAssignmentError, as_text, examine
from autograder.doctor.apart import look, look_into
from autograder.doctor.numbers import hidden_numbers, is_long


def release(course, language="en"):
    """What nbgrader makes of the notebook, without the four seconds of its command."""
    notebook = nbformat.read(course.notebook(language), as_version=4)
    for preprocessor in (ClearSolutions(), ClearHiddenTests()):
        notebook, _ = preprocessor.preprocess(notebook, {})
    course.release(language).parent.mkdir(parents=True)
    nbformat.write(notebook, course.release(language))
    return notebook


def run_doctor(course, *words):
    return CliRunner().invoke(main, ["doctor", *words, "--folder", str(course.root)])


def test_a_healthy_course_has_no_complaint(course):
    release(course)
    release(course, "zh")
    diagnosis = course.examine()
    assert diagnosis.complaints == ()
    assert diagnosis.is_healthy
    (examined,) = diagnosis.examined
    assert (examined.exercises, examined.tests, examined.points, examined.mistakes) == (1, 5, 10, 4)


def test_the_command_says_what_it_looked_at_and_ends_well(course):
    run = run_doctor(course)
    assert run.exit_code == 0, run.output
    assert "fading: 1 exercises · 5 hidden tests · 10 points · 4 known mistakes" in run.output
    assert "errors 0 · hints 0" in run.output


def test_the_command_fails_on_an_error_and_tells_the_cure(course):
    course.change(course.prose(), "| `leaky_memory` | 10 |", "| `leaky_memory` | 11 |")
    course.build()
    run = run_doctor(course, "fading")
    assert run.exit_code == 1
    first, found, expected, cure, *_ = run.output.splitlines()
    assert first.startswith("error: source/en/fading/fading.md, ")
    assert found.split(maxsplit=1) == ["found", "11"]
    assert expected.split(maxsplit=1) == ["expected", "10, as the hidden tests give"]
    assert cure.startswith("  cure ")
    assert "errors 1 · hints 0" in run.output


def test_an_unknown_assignment_is_named_with_those_there_are(course):
    with pytest.raises(NoSuchAssignmentError, match=r"found no assignment gone; expected fading"):
        examine(course.root, ["gone"])
    run = run_doctor(course, "gone")
    assert run.exit_code == 1
    assert "expected fading" in run.output


def test_a_folder_without_assignments_is_no_course(tmp_path):
    with pytest.raises(NoSuchAssignmentError, match="source/<language>"):
        examine(tmp_path)


def test_paths_are_those_of_the_courses_folder(course):
    course.notebook().unlink()
    text = as_text(course.complaint(), course.root)
    assert str(course.root) not in text
    assert "source/en/fading/fading.ipynb" in text


# Solution, stubs, mistakes, spellings


def test_a_solution_that_loses_points_is_told_with_the_test(course):
    course.change(course.hidden, "(1 - keep) * x, axes", "keep * x, axes")
    complaint = course.complaint_about(course.solution)
    assert "fails a hidden test: The first step starts from zero." in complaint.found
    assert complaint.expected == "all 10 points"
    assert str(course.hidden) in complaint.cure


def test_a_stub_that_earns_points_is_told_with_the_test(course):
    asked = 'check.shape("s", student.leaky_memory(sequence(m, N, T), 0.5), m=m, N=N, T=T)'
    course.change(course.hidden, asked, "assert m")
    complaint = course.complaint()
    assert complaint.path == course.hidden
    assert "a stub earns 1 points: There is a state for each step" in complaint.found


def test_a_known_mistake_that_earns_everything_is_told(course):
    harmless = 'find="np.stack(s, axis=2)",\n        replace="np.stack(list(s), axis=2)"'
    course.change(
        course.mistakes,
        'find="return np.stack(s, axis=2)",\n        replace="return state"',
        harmless,
    )
    complaint = course.complaint()
    assert complaint.path == course.mistakes
    assert complaint.place == "leaky_memory, 'only_the_last_state'"
    assert "earns all 10 points" in complaint.found


def test_a_known_mistake_that_does_not_fit_the_solution_is_told(course):
    course.change(course.mistakes, 'find="np.zeros_like(x[:, :, 0])"', 'find="np.ones(3)"')
    complaint = course.complaint()
    assert "expected 'np.ones(3)' once in the function, found it 0×" in complaint.found


@pytest.fixture
def impatient(monkeypatch):
    """What never ends is ended soon: in a hidden test, and in a visible check."""
    for module in ("audit.judging", "build.visible"):
        monkeypatch.setattr(f"autograder.{module}.MAX_SECONDS", 0.5)


@pytest.mark.usefixtures("impatient")
def test_a_mistake_that_never_ends_is_caught(course):
    course.change(course.mistakes, 'replace="return state"', 'replace="while True: pass"')
    assert course.examine().complaints == ()


def test_a_mistake_without_a_hint_in_one_language_is_told(course):
    text = course.mistakes.read_text(encoding="utf-8")
    hint = text.partition('zh="')[2].partition('"')[0]
    course.change(course.mistakes, hint, " ")
    complaint = course.complaint()
    assert complaint.place == "leaky_memory, 'shares_swapped'"
    assert complaint.found == "no hint in the language 'zh'"


def test_an_exercise_without_a_known_mistake_is_told(course):
    course.mistakes.unlink()
    complaint = course.complaint()
    assert (complaint.path, complaint.place) == (course.mistakes, "leaky_memory")
    assert complaint.found == "no known mistake of this exercise"


def test_a_right_program_that_is_refused_is_told(course):
    course.change(course.spellings, "before = 0.0", "before = 1.0")
    complaint = course.complaint()
    assert (complaint.path, complaint.place) == (course.spellings, "leaky_memory, number 1")
    assert "a right program that a hidden test refuses: " in complaint.found


@pytest.mark.parametrize(
    ("definition", "found"),
    [
        ("other = 1", "a spelling that does not define leaky_memory"),
        ("1 / 0", "a spelling that ends with ZeroDivisionError: division by zero"),
        ("while True: pass", "a spelling that ends with JudgeTimeoutError: "),
    ],
)
def test_a_spelling_that_cannot_be_judged_is_told(course, monkeypatch, definition, found):
    monkeypatch.setattr("autograder.audit.judging.MAX_SECONDS", 0.5)
    course.append(course.spellings, f'\nSPELLINGS = {{"leaky_memory": ("{definition}",)}}\n')
    complaint = course.complaint()
    assert (complaint.path, complaint.place) == (course.spellings, "leaky_memory, number 1")
    assert complaint.found.startswith(found)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("mistakes", 'MISTAKES += (Mistake("gone", "key", "x", "y", "most likely", "很可能"),)'),
        ("spellings", 'SPELLINGS["gone"] = ("def gone(): pass",)'),
    ],
)
def test_an_exercise_that_no_hidden_test_names_is_told(course, name, more):
    course.append(getattr(course, name), f"\n{more}\n")
    complaint = course.complaint()
    assert (complaint.path, complaint.place) == (getattr(course, name), "gone")
    assert complaint.expected == "one of leaky_memory"


@pytest.mark.usefixtures("impatient")
def test_a_solution_that_never_ends_is_told_once(course):
    end = "return np.stack(s, axis=2)"
    course.change(course.solution, end, "while True: pass")
    found = [each.found for each in course.examine().complaints if each.path == course.solution]
    assert found == ["the solution fails a hidden test: The tests end within 0.5 s."]


def test_a_test_without_a_sentence_in_one_language_is_told(course):
    course.change(course.hidden, 'zh="第一步从零开始。"', 'zh=""')
    complaint = course.complaint()
    assert complaint.place == "test_leaky_memory_begins_with_zero"
    assert complaint.found == "no sentence in the language 'zh'"


def test_a_visible_check_that_fails_on_the_solution_is_told(course):
    for language in ("en", "zh"):
        course.change(course.prose(language), "[0.5, 0.25, 0.125]", "[0.5, 0.25, 0.5]")
    course.build()
    complaint = course.complaint()
    assert complaint.path == course.prose()
    assert 'check="leaky_memory"' in complaint.place
    assert "a check that fails on the solution: CheckFailed" in complaint.found


def test_a_visible_check_that_passes_on_a_stub_is_told(course):
    for language in ("en", "zh"):
        text = course.prose(language).read_text(encoding="utf-8")
        code = text[text.index("    x = np.array") : text.rindex("```")]
        course.change(course.prose(language), code, "    check.equal('one', 1, 1)\n")
    course.build()
    assert course.complaint().found == "a check that passes on a stub"


@pytest.mark.parametrize("name", ["hidden", "solution"])
def test_a_missing_solution_or_test_module_is_told(course, name):
    path = getattr(course, name)
    path.unlink()
    found = [complaint.found for complaint in course.examine().complaints]
    assert f"no file {path}" in found


@pytest.mark.usefixtures("impatient")
def test_a_check_that_never_ends_is_told(course):
    for language in ("en", "zh"):
        course.change(
            course.prose(language), "    x = np.array", "    while True: pass\n    x = np.array"
        )
    course.build()
    assert "JudgeTimeoutError" in course.complaint().found


@pytest.mark.parametrize(
    ("code", "word"),
    [("import nothing_of_the_kind", "ModuleNotFoundError"), ("import os; os._exit(3)", "(3)")],
)
def test_tests_that_cannot_be_run_are_told(course, code, word):
    course.append(course.hidden, f"\nif __name__ != 'test': {code}\n")
    if "_exit" in code:  # for the process of the suite only: the builder loads tests, too
        course.change(course.hidden, "import os; os._exit(3)", EXIT_APART)
    found = [complaint.found for complaint in course.examine(look_into).complaints]
    assert any(word in each for each in found)


EXIT_APART = "import os, sys; 'pytest' in sys.modules or os._exit(3)"


# Releases


def test_an_answer_in_a_release_is_told_with_its_cell(course):
    notebook = release(course)
    cell = next(cell for cell in notebook.cells if cell.id == "exercise-leaky_memory")
    cell.source += "\n    s, state = [], np.zeros_like( x[:, :, 0] )"
    nbformat.write(notebook, course.release())
    complaint = course.complaint()
    assert (complaint.path, complaint.place) == (course.release(), "cell exercise-leaky_memory")
    assert "a line of the solution of leaky_memory: `" in complaint.found
    assert "state) = ([], np.zeros_like" in complaint.found.replace("s, state =", "(s, state) =")


def test_a_long_answer_in_the_middle_of_a_sentence_is_told(course):
    notebook = release(course)
    notebook.cells[0].source += "\nWrite `state = keep * state + (1 - keep) * x[:, :, t]` there."
    nbformat.write(notebook, course.release())
    assert "a line of the solution" in course.complaint().found


@pytest.mark.parametrize("rounded", ["{:.8f}", "{:.10e}", "[[{}]]"])
def test_a_hidden_number_in_a_release_is_told(course, rounded):
    number = hidden_numbers(read_assignment(course.root, "fading"))[-1]
    notebook = release(course)
    output = nbformat.v4.new_output("stream", text=f"expected {rounded.format(number)}")
    notebook.cells[-1].outputs = [output]
    nbformat.write(notebook, course.release())
    complaint = course.complaint()
    assert complaint.place.endswith(", outputs")
    assert "a number of a hidden test" in complaint.found


def test_a_number_near_a_hidden_one_is_none(course):
    number = hidden_numbers(read_assignment(course.root, "fading"))[-1]
    notebook = release(course)
    notebook.cells[0].source += f"\n{number * 1.00001:.8f} and {number:.3f}"
    nbformat.write(notebook, course.release())
    assert course.examine().complaints == ()


def test_short_numbers_are_no_secrets():
    assert [
        number for number in (0.5, 1000.0, 0.123456, 0.0, float("inf")) if is_long(number)
    ] == []
    assert is_long(0.12345678)


@pytest.mark.parametrize(
    "mark", ["### BEGIN SOLUTION", "### BEGIN HIDDEN TESTS", "from autograder.judge import hidden"]
)
def test_a_mark_of_hidden_code_in_a_release_is_told(course, mark):
    release(course)
    (course.release().parent / "notes.txt").write_text(f"a\n{mark}\nb", encoding="utf-8")
    assert course.complaint().path.name == "notes.txt"


def test_an_answer_in_a_file_beside_all_assignments_is_told(course):
    path = course.root / "assignments" / "en" / "old" / "key.py"
    path.parent.mkdir(parents=True)
    path.write_text("s, state = [], np.zeros_like(x[:, :, 0])\n", encoding="utf-8")
    assert course.complaint().path == path


# Sources


def test_a_notebook_that_is_not_fresh_is_told(course):
    course.change(course.prose("zh"), "最简单的记忆", "最简单的一种记忆")
    complaint = course.complaint()
    assert complaint.path == course.notebook("zh")
    assert "older than its sources" in complaint.found
    assert "make build" in complaint.cure


def test_a_missing_notebook_is_told(course):
    course.notebook().unlink()
    assert course.complaint().found == "no notebook"


def test_what_the_builder_refuses_is_told(course):
    course.change(course.prose("zh"), '```python exercise="leaky_memory"', "```python")
    complaint = course.complaint()
    assert complaint.path == course.prose("zh")
    assert "a check with no exercise before it" in complaint.found


def test_a_language_that_is_missing_is_told(course):
    other = course.root / "source" / "de" / "other"
    other.mkdir(parents=True)
    (other / "other.md").write_text("# Nichts", encoding="utf-8")
    (complaint,) = examine(course.root, ["fading"], look).complaints
    assert complaint.path == course.root / "source" / "de" / "fading" / "fading.md"
    assert complaint.found == "no prose in the language 'de'"


@pytest.mark.parametrize("name", ["notes.txt", "draft.ipynb", "fading.py"])
def test_a_file_that_would_be_handed_out_is_told(course, name):
    path = course.notebook().parent / name
    path.write_text("{}", encoding="utf-8")
    complaint = course.complaint()
    assert complaint.path == path
    assert "handed to every student" in complaint.found


def test_a_file_in_a_folder_beside_the_notebook_is_told(course):
    path = course.notebook().parent / "old" / "plan.txt"
    path.parent.mkdir()
    path.write_text("to do", encoding="utf-8")
    assert course.complaint().path == path


def test_prose_that_the_configuration_would_release_is_told(course):
    config = course.root / "nbgrader_config.py"
    course.change(config, ', "*.md"]', "]")
    found = [complaint.found for complaint in course.examine().complaints]
    assert len(found) == 2
    assert all("the prose that the notebook is built from" in each for each in found)


def test_data_that_the_prose_names_may_be_handed_out_if_it_holds_no_answer(course):
    course.append(course.prose(), "\nThe weather is in `weather.csv`.\n")
    course.build()
    path = course.notebook().parent / "weather.csv"
    path.write_text("day,rain\n1,0.5\n", encoding="utf-8")
    assert course.examine().complaints == ()
    path.write_text("state = keep * state + (1 - keep) * x[:, :, t]\n", encoding="utf-8")
    assert "a line of the solution" in course.complaint().found


def test_a_configuration_that_cannot_be_loaded_is_told(course):
    course.append(course.root / "nbgrader_config.py", "\n1 / 0\n")
    assert "ZeroDivisionError" in course.complaint().found


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("[the end](#The-end)", "a heading of this name"),
        ("[the table](table.csv)", "a file at "),
        ("[the table][1]\n\n[1]: table.csv", "a file at "),
        ('<img src="rain.png">', "a file at "),
        ("[the solution](../../../solutions/fading.py)", "a file in the notebook's own folder"),
    ],
)
def test_a_link_that_leads_nowhere_is_told(course, link, expected):
    course.append(course.prose(), f"\nSee {link}.\n")
    course.build()
    complaint = course.complaint()
    assert complaint.path == course.prose()
    assert complaint.place.startswith("line ")
    assert "which leads nowhere" in complaint.found
    assert complaint.expected.startswith(expected)


def test_a_picture_that_is_not_there_is_told(course):
    course.append(course.prose(), "\n![A memory that fades.](attachment:fading.png)\n")
    complaints = course.examine().complaints
    assert {complaint.path for complaint in complaints} == {course.prose()}
    assert any("a link to attachment:fading.png" in complaint.found for complaint in complaints)


@pytest.mark.parametrize(
    "link",
    [
        "[up](#Exercise:-leaky_memory)",
        '<a id="here"></a> [here](#here)',
        "[paper](https://example.org/a.pdf) [mail](mailto:a@example.org)",
        "`a[0](b)` and $s[t](x)$",
    ],
)
def test_a_living_link_is_no_complaint(course, link):
    course.append(course.prose(), f"\nSee {link}.\n")
    course.build()
    assert course.examine().complaints == ()


# Points


def test_points_that_do_not_add_up_to_a_round_number_are_told(course):
    course.change(course.hidden, 'points=4, zh="整个序列正确。"', 'points=4.5, zh="整个序列正确。"')
    for language in ("en", "zh"):
        course.change(course.prose(language), "| 10 |", "| 10.5 |")
    course.build()
    complaint = course.complaint()
    assert complaint.found == "10.5 points in all"
    assert "multiple of 10" in complaint.expected


def test_an_exercise_that_is_worth_nothing_is_told(course):
    text = course.hidden.read_text(encoding="utf-8")
    for points in (1, 2, 4):
        text = text.replace(f"points={points},", "points=0,")
    course.hidden.write_text(text, encoding="utf-8")
    for language in ("en", "zh"):
        course.change(course.prose(language), "| 10 |", "| 0 |")
    course.build()
    found = [complaint.found for complaint in course.examine().complaints]
    assert "points 0 + 0 + 0 + 0 + 0 = 0" in found


def test_a_test_with_less_than_no_points_is_told(course):
    course.change(course.hidden, 'points=1, zh="keep', 'points=-1, zh="keep')
    course.change(course.hidden, "points=4", "points=6")
    course.build()
    assert "-1" in course.complaint().found


# The secret


def test_a_course_without_a_secret_gets_a_hint_and_no_error(course):
    course.secret.unlink()
    diagnosis = course.examine()
    (complaint,) = diagnosis.complaints
    assert complaint.path == course.secret
    assert complaint.is_hint
    assert diagnosis.is_healthy
    run = run_doctor(course)
    assert run.exit_code == 0
    assert "hint: tests/hidden/course_secret.txt" in run.output


def test_a_secret_that_is_too_short_is_told(course):
    course.secret.write_text("hush\n", encoding="utf-8")
    assert course.complaint().found == "a secret of 4 characters"


def test_a_secret_that_others_can_read_gets_a_hint(course):
    course.secret.chmod(0o644)
    complaint = course.complaint()
    assert complaint.is_hint
    assert "644" in complaint.found


@pytest.mark.parametrize("is_added", [True, False])
def test_a_secret_that_git_would_keep_is_told(course, is_added):
    subprocess.run(["git", "init", "-q", str(course.root)], check=True)
    if is_added:
        subprocess.run(["git", "-C", str(course.root), "add", "-A"], check=True)
    assert course.complaint().found == "a secret that git keeps, or would keep"


def test_a_secret_that_git_ignores_is_no_complaint(course):
    subprocess.run(["git", "init", "-q", str(course.root)], check=True)
    ignore = course.root / ".gitignore"
    ignore.write_text("/tests/hidden/course_secret.txt\n", encoding="utf-8")
    assert course.examine().complaints == ()


def test_a_secret_in_a_release_is_told(course):
    path = course.root / "assignments" / "en" / "fading" / "notes.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"psst: " + course.secret.read_bytes())
    complaint = course.complaint()
    assert (complaint.path, complaint.found) == (path, "the course's secret")


def test_the_doctor_changes_nothing(course):
    before = {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}
    course.examine()
    after = {
        path: path.read_bytes()
        for path in course.root.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert after == {path: text for path, text in before.items() if path.suffix != ".pyc"}


def test_what_was_changed_since_the_last_time_is_seen(course):
    assert course.examine().complaints == ()
    course.change(course.hidden, "points=4", "points=14")
    assert {complaint.path for complaint in course.examine().complaints} >= {course.notebook()}
