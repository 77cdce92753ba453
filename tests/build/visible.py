"""Running a visible check as a notebook would."""

import contextlib
import functools
import io

from autograder.build.slots import Kind
from autograder.judge import mistakes

code_of = functools.cache(compile)


def run_check(prose, exercise, *cells):
    """Run a student's cells, the given ones and one check in one namespace. Raises what they
    raise."""
    namespace = {}
    for source in cells:
        exec(code_of(source, "<In[1]>", "exec"), namespace)
    for cell in prose.of(Kind.GIVEN).values():
        exec(code_of(cell.source, "<In[2]>", "exec"), namespace)
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code_of(prose.of(Kind.CHECK)[exercise].source, "<In[3]>", "exec"), namespace)


def patched(reference, exercise, find, replace):
    """The reference with one text of one function replaced, which must be there once."""
    change = mistakes.Mistake(exercise, "near miss", find, replace, en="", zh="")
    return mistakes.patched(change, reference)
