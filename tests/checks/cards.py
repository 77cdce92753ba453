"""Cards that say everything there is to say, for golden files and for looking at."""

import numpy as np

from autograder.checks import CheckFailed, Message, Outcome, Result, Status, check, literal
from autograder.checks.comparison import array_errors
from autograder.checks.drawings import drawing_of
from autograder.checks.result import Certainty, Diagnosis, Progress, Verdict

AXES = {"dx": "m N T", "ds0": "n N", "dU": "n m", "dW": "n n", "dba": "n 1"}
SHAPES = {"dx": (3, 1, 6), "ds0": (5, 1), "dU": (5, 3), "dW": (5, 5), "dba": (5, 1)}

TAKEN = literal(
    "most likely the gradient from step t+1 does not reach step t: look at what you add to "
    "`ds[:, :, t]`",
    "很可能第 t+1 步的梯度没有传到第 t 步：看看你往 `ds[:, :, t]` 上加了什么",
)
SUMMED = literal("most likely `dba` is not summed over the batch", "很可能 `dba` 没有对整批求和")
GUESS = literal(
    "what step t+1 sends back does not reach step t", "第 t+1 步往回传的梯度没有传到第 t 步"
)
FACT = literal("`dx` is right at t=5 and wrong before it", "`dx` 在 t=5 正确，之前都不对")
NOTE = literal(
    "overflow in `exp`: the value is right; split on the sign to avoid it",
    "`exp` 溢出：数值正确；按符号分开写可以避免",
)


def failure():
    """A backward pass in which no gradient crosses time."""
    draw = np.random.default_rng(3)
    expected = {name: draw.standard_normal(shape) for name, shape in SHAPES.items()}
    actual = {name: array.copy() for name, array in expected.items()}
    actual["dx"][:, :, :5] *= 0.3
    actual["dx"][0, 0, 1] = 2.5
    actual["dW"] *= 0.5
    try:
        check.all_close(actual, expected, AXES)
    except CheckFailed as failed:
        return failed
    raise AssertionError("the check should have failed")


def gates():
    """A GRU's states, wrong from t=2 on, and its gates."""
    h, z, r = np.full((4, 2, 5), 0.3), np.full((4, 2, 5), 0.75), np.full((4, 2, 5), 0.5)
    actual = {"h": h.copy(), "r": r, "z": z.copy()}
    actual["h"][1:3, :, 2:] += 0.4
    actual["h"][0, 1, 4] -= 0.1
    actual["z"][:, :, 2:] = 0.1
    try:
        check.all_close(actual, {"h": h, "r": r, "z": z}, dict.fromkeys("hrz", "n N T"))
    except CheckFailed as failed:
        return failed
    raise AssertionError("the check should have failed")


def verdict(diagnosis=None, failed=None, title="rnn_backward"):
    failed = failed or failure()
    return Verdict(
        title=title,
        status=Status.FAILED,
        checks=3,
        fact=failed.fact,
        advice=GUESS,
        errors=array_errors(failed.comparisons),
        drawing=drawing_of(failed.comparisons),
        diagnosis=diagnosis,
        notes=(NOTE,),
        progress=Progress("rnn", 6, 8, "rnn_backward"),
    )


DIAGNOSES = {
    "none": None,
    "named": Diagnosis(Certainty.NAMED, (), (TAKEN,), ("no_path",)),
    "one_of": Diagnosis(Certainty.NAMED, (FACT,), (TAKEN, SUMMED), ("no_path", "batch")),
    "several": Diagnosis(Certainty.SEVERAL, (), (TAKEN, SUMMED), ("no_path", "batch")),
    "pattern": Diagnosis(Certainty.PATTERN, (FACT, FACT)),
    "unknown": Diagnosis(Certainty.UNKNOWN, (FACT,)),
}


def result(diagnosis=DIAGNOSES["named"]):
    """A graded exercise: what is right, two failures alike, and what was not run."""
    failed = failure()
    told = {
        "fact": failed.fact,
        "advice": GUESS,
        "errors": array_errors(failed.comparisons),
        "drawing": drawing_of(failed.comparisons),
    }
    titles = [
        ({"en": "Every gradient has its shape.", "zh": "每个梯度的形状正确。"}, 2),
        ({"en": "The gradient travels back through time.", "zh": "梯度沿时间往回传。"}, 4),
        ({"en": "dx is right at every time step.", "zh": "每个时间步的 dx 都正确。"}, 2),
        ({"en": "A batch works, too.", "zh": "一批多个样本也正确。"}, 0),
    ]
    status = (Status.PASSED, Status.FAILED, Status.FAILED, Status.SKIPPED)
    outcomes = [
        Outcome(title, one, points, points if one is Status.PASSED else 0)
        if one is not Status.FAILED
        else Outcome(title, one, points, 0, **told)
        for (title, points), one in zip(titles, status, strict=True)
    ]
    return Result("rnn_backward", tuple(outcomes), diagnosis)


PASSED = Verdict("softmax", Status.PASSED, 6, progress=Progress("rnn", 8, 8))
GRADER = Verdict("softmax", Status.GRADER_ERROR, 0, Message("grader_error", {"error": "OSError"}))
