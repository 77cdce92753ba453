"""Running a visible check as a notebook would."""

import contextlib
import io

from autograder.build.slots import Kind
from autograder.judge import mistakes


def run_check(prose, exercise, program):
    """Run the program, the given cells and one check: one namespace. Raises what they raise."""
    namespace = {}
    exec(compile(program, "<In[1]>", "exec"), namespace)
    for cell in prose.of(Kind.GIVEN).values():
        exec(compile(cell.source, "<In[2]>", "exec"), namespace)
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(prose.of(Kind.CHECK)[exercise].source, "<In[3]>", "exec"), namespace)


def patched(reference, exercise, find, replace):
    """The reference with one text of one function replaced, which must be there once."""
    change = mistakes.Mistake(exercise, "near miss", find, replace, en="", zh="")
    return mistakes.patched(change, reference)
