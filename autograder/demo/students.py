"""The students of the sample class, and what each of them hands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nbformat import NotebookNode

from autograder.build.handin import hand_in
from autograder.demo.material import Material

Answers = Callable[[Material], dict[str, str]]
Change = Callable[[NotebookNode], None]


def _unchanged(_: NotebookNode) -> None:
    pass


@dataclass(frozen=True)
class SampleStudent:
    """`answers` fills the stubs; `change` is what else is done to the notebook."""

    name: str
    remark: str
    answers: Answers
    change: Change = _unchanged
    language: str = "en"

    def notebook(self, release: NotebookNode, material: Material) -> NotebookNode:
        """The notebook that this student hands in."""
        notebook = hand_in(release, self.answers(material))
        self.change(notebook)
        return notebook


def _all(material: Material) -> dict[str, str]:
    return material.answers


def _none(_: Material) -> dict[str, str]:
    return {}


def _lecture(material: Material) -> dict[str, str]:
    """The lecture's four functions, with a softmax beside them."""
    return {**material.lecture, "softmax": material.answers["softmax"]}


def _first_half(material: Material) -> dict[str, str]:
    return dict(list(material.answers.items())[: len(material.answers) // 2])


def _mistake(key: str) -> Answers:
    return lambda material: material.with_mistake(key)


def _with(exercise: str, source: str) -> Answers:
    return lambda material: {**material.answers, exercise: source}


def _delete_test_cells(notebook: NotebookNode) -> None:
    notebook.cells = [
        cell for cell in notebook.cells if not cell.metadata.get("nbgrader", {}).get("grade")
    ]


def _skip_test_cells(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata["tags"] = ["skip-execution"]


def _without_a_colon(material: Material) -> dict[str, str]:
    source = material.answers["one_hot"]
    return {**material.answers, "one_hot": source.replace("):", ")", 1)}


def _noisy(material: Material) -> dict[str, str]:
    """The right answer, wrapped in prints that were forgotten."""
    source = material.answers["clip_gradients"] + PRINTS_MEGABYTES
    return {**material.answers, "clip_gradients": source}


ENDLESS = """def gradient_norms(ds_last, caches):
    t = len(caches)
    while t > 0:
        caches[t - 1]  # t never gets smaller
    return ds_last"""

PRINTS_MEGABYTES = """

quiet_clip_gradients = clip_gradients

def clip_gradients(gradients, max_norm):
    for i in range(20_000):
        print("debugging: still here, in round", i)
    return quiet_clip_gradients(gradients, max_norm)

clip_gradients({"dW": np.ones((2, 2))}, 1.0)"""

READS_ANSWERS = """def softmax(z):
    import gc, glob, os, sys
    frame = sys._getframe()
    while frame is not None:
        for name, value in list(frame.f_locals.items()):
            if "expected" in name:
                return value
        frame = frame.f_back
    if not hasattr(softmax, "looked"):  # one look at everything takes long enough
        softmax.looked = True
        places = ["../solutions/rnn.py", "../../solutions/rnn.py", "../../../solutions/rnn.py"]
        places += glob.glob("/*/*/solutions/rnn.py") + glob.glob("/home/*/*/solutions/rnn.py")
        for place in places:
            if os.path.exists(place):
                exec(open(place).read(), globals())
                return globals()["softmax"](z)
        for thing in gc.get_objects():
            if isinstance(thing, dict) and "expected" in thing:
                return thing["expected"]
    return np.ones_like(z) / len(z)"""

STUDENTS: tuple[SampleStudent, ...] = (
    SampleStudent("ada", "everything right", _all),
    SampleStudent("bai", "everything right, in the Chinese notebook", _all, language="zh"),
    SampleStudent("bo", "the lecture's own four functions", _lecture),
    SampleStudent("chen", "handed in blank", _none),
    SampleStudent("dora", "half done", _first_half),
    SampleStudent("emil", "softmax without a shift", _mistake("softmax_no_shift")),
    SampleStudent("fang", "V applied to the old state", _mistake("output_from_old_state")),
    SampleStudent("gus", "every step starts from s0", _mistake("every_step_from_s0")),
    SampleStudent("hana", "tanh of a tanh", _mistake("tanh_of_a_tanh")),
    SampleStudent("ivan", "dba not summed over the batch", _mistake("dba_not_summed")),
    SampleStudent("jin", "no path through time", _mistake("no_path_through_time")),
    SampleStudent("kim", "dW overwritten", _mistake("dw_overwritten")),
    SampleStudent("lea", "ds0 left at zero", _mistake("ds0_zero")),
    SampleStudent("mei", "the loss's sign", _mistake("loss_sign")),
    SampleStudent("nils", "dV transposed", _mistake("dv_transposed")),
    SampleStudent("olga", "W not transposed", _mistake("ds_prev_w_not_transposed")),
    SampleStudent("ping", "loss averaged over time", _mistake("loss_mean_over_time")),
    SampleStudent("quin", "a syntax error in one cell", _without_a_colon),
    SampleStudent("rosa", "an endless loop", _with("gradient_norms", ENDLESS)),
    SampleStudent(
        "sven", "deleted the test cells", _mistake("no_path_through_time"), _delete_test_cells
    ),
    SampleStudent("tao", "tagged the test cells to be skipped", _none, _skip_test_cells),
    SampleStudent("uma", "prints megabytes", _noisy),
    SampleStudent("vera", "tries to read the answers", _with("softmax", READS_ANSWERS)),
)
