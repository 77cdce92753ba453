"""The test of the tests: wrong programs lose points, correct ones none, whoever wrote them."""

import copy
import warnings
from pathlib import Path

import numpy as np
import pytest

from autograder.checks import Status
from autograder.judge.course import load_module
from autograder.judge.hidden import Student, load_tests, run_tests
from autograder.judge.mistakes import Mistake, patched

COURSE = Path(__file__).parents[1]
TESTS = load_tests(COURSE / "tests" / "hidden" / "test_rnn.py")
MISTAKES = load_module(COURSE / "tests" / "mistakes" / "rnn.py", COURSE).MISTAKES
SPELLINGS = load_module(COURSE / "tests" / "spellings" / "rnn.py", COURSE).SPELLINGS
LECTURE = load_module(COURSE / "tests" / "spellings" / "rnn.py", COURSE).LECTURE
SOURCE = (COURSE / "solutions" / "rnn.py").read_text(encoding="utf-8")
REFERENCE_CODE = compile(SOURCE, "solutions/rnn.py", "exec")

POINTS = {
    "softmax": 4,
    "rnn_cell_forward": 10,
    "rnn_forward": 10,
    "rnn_cell_backward": 15,
    "rnn_backward": 20,
    "one_hot": 4,
    "cross_entropy": 6,
    "output_backward": 8,
    "bptt": 10,
    "gradient_norms": 5,
    "clip_gradients": 4,
    "gradient_step": 4,
}
FEWEST_MISTAKES = {
    "rnn_cell_forward": 8,
    "rnn_forward": 8,
    "rnn_cell_backward": 15,
    "rnn_backward": 15,
    "output_backward": 8,
    "bptt": 8,
}
MOST_CALLS = 15
MOST_CALLS_OF_AN_EXERCISE = 30
BATCH_TITLE = "A batch of several examples (N > 1) works too (reported only, no points)."


def reference():
    namespace = {}
    exec(REFERENCE_CODE, namespace)
    return namespace


def graded(exercise, namespace):
    """The result of one exercise. A warning costs nothing, so none may decide here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return run_tests(TESTS[exercise], Student(namespace))


def with_function(exercise, function):
    """The result of one exercise when `function` stands in the reference's place."""
    return graded(exercise, {**reference(), exercise: function})


def failures(result):
    return [o.title["en"] for o in result.outcomes if o.status is not Status.PASSED]


# The suite itself


def test_the_points_are_those_of_the_course():
    assert {name: sum(t.points for t in tests) for name, tests in TESTS.items()} == POINTS
    assert sum(POINTS.values()) == 100


def test_the_reference_earns_every_point():
    for exercise in TESTS:
        assert failures(graded(exercise, reference())) == []


@pytest.mark.parametrize("exercise", POINTS)
def test_an_exercise_is_paid_for_alone(exercise):
    """None of the other eleven functions is ever run for its points: none can cost any."""
    namespace = reference()
    for other in POINTS:
        if other != exercise:
            namespace[other] = stub
    result = graded(exercise, namespace)
    assert result.earned == result.points == POINTS[exercise]


def test_every_sentence_exists_in_both_languages():
    for test in (test for tests in TESTS.values() for test in tests):
        assert test.title["en"].endswith(".")
        assert test.title["zh"].endswith("。")
        assert is_chinese(test.title["zh"])


def is_chinese(sentence):
    return any("\u4e00" <= character <= "\u9fff" for character in sentence)


class Logging(Student):
    """Logs the calls that a hidden test makes, not those of functions among themselves."""

    def __init__(self, namespace, calls):
        super().__init__(namespace)
        self._calls = calls

    def __getattr__(self, name):
        self._calls.append(name)
        return super().__getattr__(name)


@pytest.mark.parametrize("exercise", POINTS)
def test_no_hidden_test_calls_the_student_often(exercise):
    """A call costs a journey to the other room and back."""
    for test in TESTS[exercise]:
        calls = []
        test.function(Logging(reference(), calls))
        assert 1 <= len(calls) <= MOST_CALLS, test.name
        assert exercise in calls, test.name


@pytest.mark.parametrize("exercise", POINTS)
def test_the_tests_of_an_exercise_share_their_calls(exercise):
    calls = []
    student = Logging(reference(), calls)
    for test in TESTS[exercise]:
        test.function(student)
    assert len(calls) <= MOST_CALLS_OF_AN_EXERCISE


@pytest.mark.parametrize("exercise", ["rnn_cell_backward", "rnn_backward", "output_backward"])
def test_a_program_that_fills_the_same_arrays_again_and_again_earns_every_point(exercise):
    """What tests share is a copy: it stays as it was when the student's function returned."""
    function, buffers = reference()[exercise], {}

    def refilling(*arguments):
        for name, value in function(*arguments).items():
            key = (name, value.shape)
            buffers.setdefault(key, np.empty_like(value))[...] = value
        return {name: buffers[name, value.shape] for name, value in function(*arguments).items()}

    result = with_function(exercise, refilling)
    assert result.earned == result.points


# Wrong programs


def stub(*_arguments):
    raise NotImplementedError


@pytest.mark.parametrize("exercise", POINTS)
def test_a_stub_scores_zero(exercise):
    result = with_function(exercise, stub)
    assert result.earned == 0
    assert [o.status for o in result.outcomes][:2] == [Status.FAILED, Status.SKIPPED]


@pytest.mark.parametrize("exercise", POINTS)
def test_a_missing_function_scores_zero(exercise):
    namespace = reference()
    del namespace[exercise]
    assert graded(exercise, namespace).earned == 0


def as_zeros(value):
    """The same structure with every number zero: the right shapes, nothing computed."""
    if isinstance(value, dict):
        return {key: as_zeros(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(as_zeros(item) for item in value)
    return value * 0


def as_ones(value):
    if isinstance(value, dict):
        return {key: as_ones(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(as_ones(item) for item in value)
    return value * 0 + 1


TRIVIAL = {
    "zeros of the right shape": lambda function: lambda *a: as_zeros(function(*a)),
    "ones of the right shape": lambda function: lambda *a: as_ones(function(*a)),
    "None": lambda _: lambda *_a: None,
    "its first argument": lambda _: lambda *a: a[0],
    "its last argument": lambda _: lambda *a: a[-1],
    "all its arguments": lambda _: lambda *a: a,
    "an empty dict": lambda _: lambda *_a: {},
    "always a ValueError": lambda _: raises_value_error,
}


def raises_value_error(*_arguments):
    raise ValueError("outside the vocabulary")


@pytest.mark.parametrize("program", TRIVIAL)
@pytest.mark.parametrize("exercise", POINTS)
def test_a_trivial_program_earns_little(exercise, program):
    function = TRIVIAL[program](reference()[exercise])
    result = with_function(exercise, function)
    assert result.earned <= 0.25 * result.points, failures(result)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.key)
def test_a_known_mistake_is_caught(mistake):
    namespace = {}
    exec(compile(patched(mistake, SOURCE), mistake.key, "exec"), namespace)
    result = graded(mistake.exercise, namespace)
    assert result.earned < result.points
    assert not any(o.status is Status.GRADER_ERROR for o in result.outcomes)


def test_there_are_many_known_mistakes_for_every_exercise():
    found = [mistake.exercise for mistake in MISTAKES]
    for exercise in POINTS:
        assert found.count(exercise) >= FEWEST_MISTAKES.get(exercise, 3), exercise
    assert len(found) >= 75
    assert set(found) == set(POINTS)


def test_every_mistake_has_a_key_of_its_own_and_a_hint_in_both_languages():
    assert len({mistake.key for mistake in MISTAKES}) == len(MISTAKES)
    for mistake in MISTAKES:
        assert mistake.en.startswith("most likely ")
        assert len(mistake.en.split()) <= 20
        assert mistake.zh.startswith("很可能")


def test_no_two_mistakes_are_the_same_program():
    programs = {patched(mistake, SOURCE) for mistake in MISTAKES}
    assert len(programs) == len(MISTAKES)


# Near misses


def places(value, path=()):
    """The arrays and numbers in a result; of a list of caches only the last one."""
    if isinstance(value, dict):
        return [p for key, item in value.items() for p in places(item, (*path, key))]
    if isinstance(value, list):
        return places(value[-1], (*path, -1))
    if isinstance(value, tuple):
        return [p for i, item in enumerate(value) for p in places(item, (*path, i))]
    return [path]


def changed(value, path, change):
    """A copy of the result with `change` applied at one place."""
    if not path:
        return change(np.array(value))
    key, *rest = path
    if isinstance(value, dict):
        return {**value, key: changed(value[key], rest, change)}
    items = list(value)
    items[key] = changed(items[key], rest, change)
    return type(value)(items)


def scaled(array):
    return array * (1 + 1e-6)


def one_entry_wrong(array):
    flat = np.array(array, dtype=float).reshape(-1)
    flat[-1] += 1e-6 * np.max(np.abs(flat)) + 1e-11
    return flat.reshape(np.shape(array))


def float32(array):
    return np.float32(array)


SAMPLE_ARGUMENTS = {
    "softmax": "z",
    "rnn_cell_forward": "x_t s0 parameters",
    "rnn_forward": "x s0 parameters",
    "rnn_cell_backward": "ds_t cache",
    "rnn_backward": "ds caches",
    "one_hot": "tokens m",
    "cross_entropy": "y targets",
    "output_backward": "y targets s parameters",
    "bptt": "x targets s0 parameters",
    "gradient_norms": "ds_t caches",
    "clip_gradients": "gradients max_norm",
    "gradient_step": "parameters gradients rate",
}


def sample(exercise):
    """Some valid arguments of the exercise, to see what its result is made of."""
    code, draw = reference(), np.random.default_rng(0)
    shapes = {"U": (2, 3), "W": (2, 2), "V": (3, 2), "ba": (2, 1), "by": (3, 1)}
    given = {"parameters": {name: draw.standard_normal(shape) for name, shape in shapes.items()}}
    given |= {"x": draw.standard_normal((3, 1, 2)), "s0": np.zeros((2, 1)), "m": 3, "rate": 0.1}
    given |= {"tokens": np.array([[0, 2]]), "ds": np.ones((2, 1, 2)), "max_norm": 0.1}
    given["targets"] = code["one_hot"](given["tokens"], 3)
    given["s"], given["y"], given["caches"] = code["rnn_forward"](
        given["x"], given["s0"], given["parameters"]
    )
    given |= {"z": given["x"][:, :, 0], "x_t": given["x"][:, :, 0], "cache": given["caches"][0]}
    given |= {"ds_t": given["ds"][:, :, 0]}
    given["gradients"] = code["bptt"](
        given["x"], given["targets"], given["s0"], given["parameters"]
    )[1]
    return [given[name] for name in SAMPLE_ARGUMENTS[exercise].split()]


NEAR_MISSES = [
    pytest.param(exercise, path, change, id="-".join(map(str, (exercise, *path, change.__name__))))
    for exercise in POINTS
    for path in places(reference()[exercise](*sample(exercise)))
    for change in (scaled, one_entry_wrong, float32)
    if (exercise, change) != ("one_hot", float32)  # 0 and 1 are exact in float32
]


@pytest.mark.parametrize(("exercise", "path", "change"), NEAR_MISSES)
def test_a_near_miss_is_caught(exercise, path, change):
    function = reference()[exercise]
    result = with_function(exercise, lambda *a: changed(function(*a), path, change))
    assert result.earned < result.points


@pytest.mark.parametrize(
    ("exercise", "right", "wrong"),
    [
        ("rnn_cell_backward", "(1 - s_next**2)", "(1.0005 - s_next**2)"),
        ("rnn_backward", "+ ds_future,", "+ 1.0005 * ds_future,"),
        ("output_backward", "(y - targets)", "(1.0005 * y - targets)"),
        ("gradient_norms", 'cache)["ds_prev"]', 'cache)["ds_prev"] * 1.0005'),
    ],
)
def test_a_derivative_wrong_by_a_twentieth_of_a_percent_is_caught(exercise, right, wrong):
    near = Mistake(exercise, "near", right, wrong, "most likely", "很可能")
    namespace = {}
    exec(patched(near, SOURCE), namespace)
    result = graded(exercise, namespace)
    assert result.earned <= 0.5 * result.points


@pytest.mark.parametrize("exercise", POINTS)
def test_a_changed_argument_is_noticed(exercise):
    function = reference()[exercise]

    def careless(*arguments):
        value = copy.deepcopy(function(*arguments))
        spoil(arguments)
        return value

    result = with_function(exercise, careless)
    assert result.earned < result.points


def spoil(value):
    if isinstance(value, np.ndarray):
        value += value.dtype.type(1)
    elif isinstance(value, dict):
        for item in value.values():
            spoil(item)
    elif isinstance(value, (tuple, list)):
        for item in value:
            spoil(item)


@pytest.mark.parametrize("exercise", POINTS)
def test_a_program_that_remembers_its_first_result_is_noticed(exercise):
    function, memory = reference()[exercise], []

    def remembering(*arguments):
        memory.append(function(*arguments))
        return memory[0]

    result = with_function(exercise, remembering)
    assert result.earned <= 0.25 * result.points


# Right programs


@pytest.mark.parametrize(
    ("exercise", "definition"),
    [
        pytest.param(exercise, definition, id=f"{exercise}-{number}")
        for exercise, definitions in SPELLINGS.items()
        for number, definition in enumerate(definitions)
    ],
)
def test_another_spelling_earns_every_point(exercise, definition):
    namespace = reference()
    before = namespace[exercise]
    exec(definition, namespace)
    assert namespace[exercise] is not before
    assert failures(graded(exercise, namespace)) == []


def test_every_exercise_has_six_other_spellings():
    for exercise in POINTS:
        assert len(set(SPELLINGS[exercise])) >= 6, exercise


@pytest.mark.parametrize("exercise", POINTS)
def test_the_lecture_code_earns_full_marks(exercise):
    namespace = reference()
    for definition in LECTURE.values():
        exec(definition, namespace)
    result = graded(exercise, namespace)
    assert result.earned == result.points
    assert set(failures(result)) <= {BATCH_TITLE}


def test_the_lecture_code_is_told_of_its_limit():
    for exercise in ("rnn_forward", "rnn_backward"):
        namespace = reference()
        exec(LECTURE[exercise], namespace)
        assert failures(graded(exercise, namespace)) == [BATCH_TITLE]


def test_all_spellings_together_earn_every_point():
    """Whatever a class mixes, nobody pays for another exercise's spelling."""
    for number in range(6):
        namespace = reference()
        for definitions in SPELLINGS.values():
            exec(definitions[number], namespace)
        for exercise in POINTS:
            assert failures(graded(exercise, namespace)) == [], (exercise, number)
