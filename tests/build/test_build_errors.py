"""Every way in which prose, solution and hidden tests can disagree is a BuildError that helps."""

import pytest

from autograder.build import BuildError, build_course

THIRD = '\n```python {key}="{name}"\n```\n'


def append(path, text):
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def failure(course):
    with pytest.raises(BuildError) as caught:
        build_course(course.root)
    assert not course.notebook("en").exists()
    assert not course.notebook("zh").exists()
    return caught.value


def test_a_slot_with_an_unknown_key_is_told_the_near_one(course):
    course.change(course.prose(), 'exercise="double"', 'exercize="double"')
    error = failure(course)
    assert error.path == course.prose()
    assert error.place == "line 9"
    assert "exercize" in error.found
    assert "did you mean 'exercise'?" in error.cure


def test_a_slot_with_two_keys_is_refused(course):
    course.change(course.prose(), 'exercise="double"', 'exercise="double" check="double"')
    assert "exercise, check" in failure(course).found


def test_a_slot_whose_name_is_no_python_name_is_refused(course):
    course.change(course.prose(), 'given="setup"', 'given="set up"')
    error = failure(course)
    assert error.place == "line 3"
    assert 'given="set up"' in error.found


def test_a_slot_that_occurs_twice_names_both_lines(course):
    append(course.prose(), THIRD.format(key="exercise", name="double"))
    error = failure(course)
    assert error.place == 'exercise="double"'
    assert "lines 9, 44" in error.found


def test_an_unknown_exercise_is_told_the_near_function(course):
    course.change(course.prose(), 'exercise="double"', 'exercise="dubble"')
    course.change(course.prose(), 'check="double"', 'check="dubble"')
    error = failure(course)
    assert error.place == 'line 9, exercise="dubble"'
    assert "did you mean 'double'?" in error.cure


def test_an_exercise_without_a_check_is_refused(course):
    course.change(course.prose(), '```python check="double"', "```python")
    error = failure(course)
    assert error.place == 'line 9, exercise="double"'
    assert error.found == "an exercise without a check"


def test_a_check_without_an_exercise_is_refused(course):
    course.change(course.prose(), '```python exercise="double"', "```python")
    error = failure(course)
    assert error.place == 'line 12, check="double"'
    assert error.found == "a check with no exercise before it"


def test_a_check_above_its_exercise_is_refused(course):
    append(course.prose(), THIRD.format(key="exercise", name="third"))
    course.change(course.prose(), '```python given="setup"', '```python check="third"')
    assert failure(course).place == 'line 3, check="third"'


def test_a_function_missing_in_the_solution_is_named(course):
    course.change(course.solution, "def shifted(", "def shiftet(")
    error = failure(course)
    assert error.place == 'line 18, exercise="shifted"'
    assert "no function shifted" in error.found
    assert "did you mean 'shiftet'?" in error.cure


def test_a_function_without_hidden_tests_is_named(course):
    course.change(course.hidden, '@exercise("shifted"', '@exercise("double"')
    error = failure(course)
    assert error.place == 'line 18, exercise="shifted"'
    assert "no hidden test of shifted" in error.found


def test_a_function_that_no_slot_shows_is_named(course):
    append(course.solution, '\n\ndef third(x):\n    """x."""\n    return x\n')
    error = failure(course)
    assert error.path == course.solution
    assert error.place == "line 21, third"
    assert "no slot" in error.found


def test_hidden_tests_that_no_slot_shows_are_named(course):
    append(
        course.hidden,
        '\n\n@exercise("third", points=1, zh="三。")\ndef test_third(student):\n    """It."""\n',
    )
    error = failure(course)
    assert error.path == course.hidden
    assert "third" in error.place


def test_a_function_without_a_docstring_is_named(course):
    course.change(course.solution, '    """Twice x: x (n,) → (n,)."""\n', "")
    error = failure(course)
    assert error.place == "line 6, double"
    assert "without a docstring" in error.found


def test_a_function_without_a_body_is_named(course):
    course.change(course.solution, "    two = np.array(2.0)\n    return two * x\n", "")
    assert "without a body" in failure(course).found


def test_a_constant_of_the_solution_would_be_missing_in_the_notebook(course):
    course.change(course.solution, "import numpy as np\n", "import numpy as np\n\nTWO = 2\n")
    error = failure(course)
    assert error.place == "line 5"
    assert "Assign" in error.found


def test_an_import_that_no_given_cell_has_is_named(course):
    course.change_both("import numpy as np\n", "import math\n")
    error = failure(course)
    assert error.path == course.solution
    assert "np, which no given cell" in error.found


def test_code_in_the_slot_of_an_exercise_is_refused(course):
    course.change(course.prose(), 'exercise="double"\n', 'exercise="double"\nreturn 2 * x\n')
    error = failure(course)
    assert error.place == 'line 9, exercise="double"'
    assert error.found == "code in the slot of an exercise"


def test_languages_with_slots_in_another_order_are_refused(course):
    text = course.prose("zh").read_text(encoding="utf-8")
    swapped = text.replace("double", "third").replace("shifted", "double")
    course.prose("zh").write_text(swapped.replace("third", "shifted"), encoding="utf-8")
    error = failure(course)
    assert error.path == course.prose("zh")
    assert error.found == 'exercise="shifted"'
    assert error.expected.startswith('exercise="double", as in')


def test_a_language_that_lacks_a_slot_is_named(course):
    append(course.prose("en"), '\n```python given="more"\nz = 1\n```\n')
    error = failure(course)
    assert error.path == course.prose("zh")
    assert "given='more'" in error.expected


@pytest.mark.parametrize(
    ("find", "replace", "place"),
    [
        ("import numpy as np", "import numpy as  np", 'given="setup"'),
        ("assert double(1) == 2", "assert double(1) == 3", 'check="double"'),
        ("assert double(1) == 2", "assert double(1) == 2\nassert 1", 'check="double"'),
    ],
)
def test_languages_with_different_locked_code_are_refused(course, find, replace, place):
    course.change(course.prose("zh"), find, replace)
    error = failure(course)
    assert error.path == course.prose("zh")
    assert place in error.place
    assert error.found == repr(replace.splitlines()[-1])


@pytest.mark.parametrize("name", ["solution", "hidden"])
def test_an_assignment_without_solution_or_tests_is_told_which_file_to_write(course, name):
    path = getattr(course, name)
    path.unlink()
    error = failure(course)
    assert str(path) in error.found
    assert path.name in error.cure


@pytest.mark.parametrize("name", ["lost.png", "lost.svg", "lost.tiff"])
def test_a_picture_that_cannot_be_attached_is_named(course, name):
    append(course.prose(), f"\n![A picture.](attachment:{name})\n")
    error = failure(course)
    assert error.path == course.prose()
    assert "lost" in error.place


def test_the_message_holds_place_finding_expectation_and_cure(course):
    course.change(course.prose(), '```python check="double"', "```python")
    error = failure(course)
    first, found, expected, cure = str(error).splitlines()
    assert first == f"{course.prose()}, {error.place}"
    assert found.split(maxsplit=1) == ["found", error.found]
    assert expected.split(maxsplit=1) == ["expected", error.expected]
    assert cure.split(maxsplit=1) == ["cure", error.cure]
