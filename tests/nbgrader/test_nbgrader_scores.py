"""The course's own assignment, graded by the kit and by plain nbgrader."""

import re

import numpy as np
import pytest
from classroom import PROJECT, Student, without_the_kit

from autograder.judge.cells import is_test
from autograder.judge.course import load_module
from autograder.judge.hidden import Student as Functions
from autograder.judge.hidden import load_tests

pytestmark = pytest.mark.slow

MISTAKES = load_module(PROJECT / "tests" / "mistakes" / "rnn.py", PROJECT).MISTAKES
# Some of the first ones raise warnings, which cost all points in plain nbgrader.
QUIET = ("softmax_sum_over_rows",)
NOISY = """
_quiet = {name}
def {name}(*arguments, **named):
    import sys, warnings
    print("PRINTED", arguments)
    print("WRITTEN", arguments, file=sys.stderr)
    warnings.warn("careful")
    from IPython.display import display
    display(arguments)
    return _quiet(*arguments, **named)
"""
# A kernel on a busy machine may be silent for more than nbclient's four seconds.
PATIENT = ("--Execute.iopub_timeout=120", "--Execute.timeout=120")
DIGITS = re.compile(r"-?\d+\.\d{4,}(?:[eE][-+]?\d+)?")


def with_mistakes(student, exercises):
    """The answers with the first known mistake of each of these exercises."""
    answers = {}
    for name in exercises:
        known = [each for each in MISTAKES if each.exercise == name]
        mistake = next((each for each in known if each.key in QUIET), known[0])
        answer = student.answers[name]
        assert answer.count(mistake.find) == 1
        answers[name] = answer.replace(mistake.find, mistake.replace)
    return student.notebook(**answers)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory, released):
    """Writes hand-ins of the Chinese version."""
    course = released.copy(tmp_path_factory.mktemp("zh") / "course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_LANGUAGE", "zh")
        run = course.run("generate_assignment", "rnn")
    assert run.code == 0, run.text
    return Student(course.notebook("assignments/zh"), course.notebook("source/zh"))


@pytest.fixture(scope="module")
def honest(student, chinese):
    """Hand-ins that plain nbgrader can grade: no warnings, no crashes, nothing endless."""
    return {
        "full": student.notebook(),
        "stub": student.only(),
        "several": with_mistakes(student, ("softmax", "rnn_backward", "cross_entropy", "bptt")),
        "chinese": with_mistakes(chinese, ("one_hot", "rnn_forward")),
    }


@pytest.fixture(scope="module")
def graded(released, student, honest, tmp_path_factory):
    """Everybody, graded by the kit."""
    course = released.copy(tmp_path_factory.mktemp("kit") / "course")
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("\nc.Execute.timeout = 2\n")
    for name, notebook in honest.items():
        course.hand_in(name, notebook)
    noisy = {name: text + NOISY.format(name=name) for name, text in student.answers.items()}
    course.hand_in("noisy", student.notebook(**noisy))
    endless = "def clip_gradients(gradients, max_norm):\n    while True:\n        pass"
    crash = "import os\ndef rnn_cell_backward(*arguments):\n    os._exit(0)"
    course.hand_in("unlucky", student.notebook(clip_gradients=endless, rnn_cell_backward=crash))
    for command in ("autograde", "generate_feedback"):
        run = course.run(command, "rnn")
        assert run.code == 0, run.text
    return course


@pytest.fixture(scope="module")
def plain(released, honest, tmp_path_factory):
    """The honest ones, graded by nbgrader with our preprocessors taken out."""
    course = without_the_kit(released.copy(tmp_path_factory.mktemp("plain") / "course"))
    for name, notebook in honest.items():
        course.hand_in(name, notebook)
    run = course.run("autograde", "rnn", *PATIENT)
    assert run.code == 0, run.text
    return course


@pytest.mark.parametrize("name", ["full", "stub", "several", "chinese"])
def test_plain_nbgrader_gives_honest_work_the_same_scores(graded, plain, name):
    assert graded.scores(name) == plain.scores(name)


def test_the_scores_are_not_all_the_same(graded):
    assert graded.total("full") == 100
    assert graded.total("stub") == 0
    assert 0 < graded.total("several") < 100
    assert 0 < graded.total("chinese") < 100


def test_a_mistake_loses_points_of_its_exercise_only(graded):
    assert lost_by(graded, "several") == {
        "test_softmax",
        "test_rnn_backward",
        "test_cross_entropy",
        "test_bptt",
    }


def test_warnings_and_prints_cost_no_points(graded):
    assert graded.total("noisy") == 100


def lost_by(course, name):
    full, scores = course.scores("full"), course.scores(name)
    return {exercise for exercise, score in scores.items() if score != full[exercise]}


def test_a_crash_or_an_endless_function_loses_its_own_points(graded):
    assert {"test_clip_gradients", "test_rnn_cell_backward"} <= lost_by(graded, "unlucky")


def test_a_crash_or_an_endless_function_loses_no_other_points(graded):
    assert lost_by(graded, "unlucky") <= {"test_clip_gradients", "test_rnn_cell_backward"}


def test_either_language_can_be_handed_in(graded):
    """The course released the English one."""
    assert lost_by(graded, "chinese") == {"test_one_hot", "test_rnn_forward"}


def test_feedback_is_in_the_language_of_the_hand_in(graded):
    tests = load_tests(PROJECT / "tests" / "hidden" / "test_rnn.py")["one_hot"]
    title = tests[0].title
    assert title["zh"] in graded.feedback("chinese")
    assert title["en"] not in graded.feedback("chinese")
    assert title["en"] in graded.feedback("several")


@pytest.mark.parametrize("name", ["full", "stub", "several", "chinese", "noisy", "unlucky"])
def test_feedback_shows_no_hidden_test(graded, name):
    page = graded.feedback(name)
    for word in ("HIDDEN TESTS", "hidden_tests", "autograder.judge"):
        assert word not in page
    for shown in outputs_of_tests(graded, name):
        assert "Traceback" not in shown
        assert "site-packages" not in shown


def outputs_of_tests(course, name):
    tests = [test for test in course.autograded(name).cells if is_test(test)]
    assert len(tests) == 12
    return [str(test.outputs) for test in tests]


def hidden_numbers():
    """Every number of the inputs and the expected values of the hidden tests, 6 digits long."""
    seen = []

    def remember(value):
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, (list, tuple)):
            for each in value:
                remember(each)
        elif isinstance(value, (float, np.ndarray)):
            seen.extend(np.asarray(value).ravel().tolist())

    def watched(function):
        def call(*arguments, **named):
            remember([arguments, named])
            result = function(*arguments, **named)
            remember(result)
            return result

        return call

    reference = load_module(PROJECT / "solutions" / "rnn.py", PROJECT)
    functions = {name: value for name, value in vars(reference).items() if callable(value)}
    student = Functions({name: watched(function) for name, function in functions.items()})
    for tests in load_tests(PROJECT / "tests" / "hidden" / "test_rnn.py").values():
        for test in tests:
            test.function(student)
    real = (number.real for number in seen if isinstance(number, (float, complex)))
    return {digits(number) for number in real if has_many_digits(number)}


def digits(number: float) -> str:
    return f"{abs(number):.4e}"


def has_many_digits(number: float) -> bool:
    return bool(np.isfinite(number)) and abs(float(f"{number:.3g}") - number) > 1e-5 * abs(number)


@pytest.fixture(scope="module")
def secret():
    numbers = hidden_numbers()
    assert len(numbers) > 1000
    return numbers


@pytest.mark.parametrize("name", ["stub", "several", "chinese", "noisy", "unlucky"])
def test_no_hidden_number_is_in_the_feedback(graded, secret, name):
    """Of what the test cells show: elsewhere students may print what they like."""
    for shown in outputs_of_tests(graded, name):
        assert not {digits(float(found)) for found in DIGITS.findall(shown)} & secret
        assert "PRINTED" not in shown
        assert "WRITTEN" not in shown


def test_the_search_finds_a_hidden_number_and_no_other(secret):
    number = next(value for value in map(float, sorted(secret)) if 0.1 < value < 0.9)
    shown = f"expected array([[{number:.8f}]])"
    assert {digits(float(found)) for found in DIGITS.findall(shown)} <= secret
    near = f"expected array([[{number + 0.00012:.8f}]])"
    assert digits(float(DIGITS.findall(near)[0])) != digits(number)


def test_what_a_student_sees_in_feedback_is_the_facts(graded):
    page = graded.feedback("several")
    assert "softmax" in page
    assert "✗" in page
    assert "✓" in page


def test_validate_shows_a_student_our_messages(course, student):
    """Stock nbgrader, on the student's own machine: no kit configured, no hidden tests there."""
    path = course.hand_in("ada", with_mistakes(student, ("softmax",)))
    without_the_kit(course)
    run = course.run("validate", str(path))
    assert "VALIDATION FAILED ON" in run.text
    assert "✗ softmax" in run.text
    assert "Traceback" not in run.text


def test_validate_says_so_when_all_is_well(course, student):
    path = course.hand_in("ada", student.notebook())
    run = course.run("validate", str(path))
    assert "Success! Your notebook passes all the tests." in run.text


def broken_hidden_tests(course, line):
    """The first hidden test, which is one of softmax, does this before all else."""
    path = course.root / "tests" / "hidden" / "test_rnn.py"
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if line.endswith("(student):"))
    lines.insert(first + 2, f"    {line}")  # behind the docstring
    path.write_text("\n".join(lines), encoding="utf-8")


def test_a_grader_error_costs_nothing_and_is_told(course, student):
    broken_hidden_tests(course, "raise_a_name_error")
    course.hand_in("ada", student.only("softmax"))
    run = course.run("autograde", "rnn")
    assert run.code == 0, run.text
    assert course.total("ada") == 4
    assert run.lines("ERROR", "ada/rnn", "grader error", "raise_a_name_error", "manual look")
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("test_softmax", "rnn", "rnn", "ada")
        assert grade.needs_manual_grade
        other = gradebook.find_grade("test_bptt", "rnn", "rnn", "ada")
        assert not other.needs_manual_grade


def test_a_judge_that_ends_is_told_and_changes_no_score(course, student):
    course.hand_in("ada", student.only("softmax"))
    assert course.run("autograde", "rnn").code == 0
    broken_hidden_tests(course, "__import__('os')._exit(3)")
    course.hand_in("zoe", student.only("softmax"))
    run = course.run("autograde", "rnn", "--force")
    assert run.code == 1
    for name in ("ada", "zoe"):
        assert run.lines("ERROR", f"{name}/rnn: grader error, not the student's", "exit status 3")
    assert course.total("ada") == 4
    assert course.total("zoe") == 0


def test_hidden_tests_that_cannot_be_loaded_are_a_grader_error(course, student):
    path = course.root / "tests" / "hidden" / "test_rnn.py"
    path.write_text("import no_such_module\n", encoding="utf-8")
    course.hand_in("ada", student.only("softmax"))
    run = course.run("autograde", "rnn")
    assert run.lines("ERROR", "ada/rnn", "grader error", "no_such_module")
