"""All that may differ between a kernel and the student's room, and why: one place, as data."""

import base64
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Normalisation:
    """Text that changes from run to run, or names the process that ran it."""

    pattern: str
    replacement: str
    why: str


NORMALISATIONS = [
    Normalisation(r"0x[0-9a-f]{6,16}", "0xADDRESS", "addresses differ from process to process"),
    Normalisation(r"\x1b\[[0-9;]*m", "", "colours: the words are the same, feedback shows those"),
    Normalisation(
        r"\S*ipykernel_\d+/\d+\.py|<ipython-input-\d+-\w+>|\b\d{6,10}\.py",
        "CELL",
        "a cell's file: a kernel names it by its process, the room by the cell's number",
    ),
    Normalisation(
        r"(CPU times|Wall time|user).*|\S+ [mnμµ]?s ± .*", "TIMES", "times that were measured"
    ),
    Normalisation(r'File "?[~/]\S*?/(\w+/\w+\.py)"?', r"File \1", "where Python is installed"),
    Normalisation(r"'(Cell|Out)Stream'", "STREAM", "the name of the class of sys.stdout"),
    Normalisation(r"<dc:date>.*?</dc:date>", "DATE", "the time at which a picture was drawn"),
    Normalisation(r"\b([mp])[0-9a-f]{10}\b", r"\1ID", "random names of parts of an SVG picture"),
]


@dataclass(frozen=True)
class Difference:
    """Cells of the corpus that are meant to differ: `room` is a part of what the room shows."""

    notebook: str
    source: str
    room: str
    why: str


_FAST = "the kernel's cells are in no file, so IPython shows the line where a frame stands now "
_FAST += "and not the one that raised; the room shows the line that raised"
# Where a `def` and its only statement share a line, stack_data begins at either of the two (it
# takes one out of a set): the class around it is shown or not, in any process anew.
_ONE_LINE = "----> 2 "
_NO_COMMANDS = "no program is started from a student's notebook: said, and harmless"
DIFFERENCES = [
    Difference("errors", "from e", "line 2", _FAST),
    Difference("errors", "raise RuntimeError('during')", "line 2", _FAST),
    Difference("errors", "from None", "line 4", _FAST),
    Difference("errors", "lambda: undefined\n", "line 2", _FAST),
    Difference("errors", "def deep(n)", "skipping similar frames", _FAST),
    Difference("rich outputs", "raise ValueError('no html')", _ONE_LINE, _FAST),
    Difference("classes and functions", "raise ValueError('no repr')", _ONE_LINE, _FAST),
    Difference(
        "errors",
        "class NoStr",
        "its __str__ failed",
        "a kernel shows its own frames that failed to show the error; the room says what failed",
    ),
    Difference("shell", "!true", "not run", _NO_COMMANDS),
    Difference("shell", "!pip", "not run", _NO_COMMANDS),
    Difference("shell", "!exit", "not run", _NO_COMMANDS),
    Difference("shell", "%%bash", "no other program can be started", _NO_COMMANDS),
    Difference("shell", "subprocess.run", "no other program can be started", _NO_COMMANDS),
    Difference(
        "bytes on descriptors", "os.system", "no other program can be started", _NO_COMMANDS
    ),
    Difference(
        "errors",
        "raise ExceptionGroup(",
        "Exception Group Traceback",
        "Python prints all frames, the kernel's own among them, which are not the room's",
    ),
    Difference(
        "threads",
        "def boom()",
        "Exception in thread Boom",
        "Python prints all frames, ipykernel's own among them, which are not the room's",
    ),
    Difference(
        "magics",
        "%config InlineBackend.figure_format",
        "execute_result",
        "the room has the backend of plots loaded from the start, a kernel after the first plot",
    ),
    Difference(
        "input",
        "input(",
        "nobody answers while a notebook is graded",
        "the same error, in words that a student understands",
    ),
    Difference(
        "input",
        "getpass.getpass(",
        "nobody answers while a notebook is graded",
        "the same error, in words that a student understands",
    ),
    Difference(
        "updates",
        "handle = display('before'",
        "before",
        "a display is not changed by a later cell: the outputs of a cell are complete with it",
    ),
    Difference(
        "await",
        "asyncio.run(c)",
        "execute_result",
        "no event loop runs between the room's cells: what a kernel refuses works",
    ),
]


def meant_to_differ(notebook: str, source: str) -> Difference | None:
    for each in DIFFERENCES:
        if each.notebook == notebook and each.source in source:
            return each
    return None


def normal(text: str) -> str:
    for each in NORMALISATIONS:
        text = re.sub(each.pattern, each.replacement, text)
    return text


def comparable(outputs) -> list:
    """The outputs with all normalisations, each run of streams as one text for each stream.

    When a kernel sends which part of its streams is a matter of its timers.
    """
    made: list = []
    for output in outputs:
        plain = {key: _normal(value) for key, value in dict(output).items()}
        streams = _last_streams(made)
        same = [each for each in streams if each["name"] == plain.get("name")]
        if plain["output_type"] == "stream" and same:
            same[0]["text"] += plain["text"]
        else:
            made.append(plain)
    return [_in_order(each) for each in made]


def _in_order(output):
    return dict(sorted(output.items()))


def _last_streams(made) -> list:
    found = []
    for output in reversed(made):
        if output["output_type"] != "stream":
            break
        found.append(output)
    return found


def _normal(value):
    if isinstance(value, str):
        return normal(value)
    if isinstance(value, list):
        return [_normal(each) for each in value]
    if isinstance(value, dict):
        return {key: _of_mime(key, each) for key, each in value.items()}
    return value


def _of_mime(key, value):
    """A picture by its bytes; a widget's identity is random."""
    if key == "image/png" and isinstance(value, str):
        return base64.b64decode(value)
    return "ID" if key == "model_id" else _normal(value)
