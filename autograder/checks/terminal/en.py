"""English texts of the commands `check`, `watch` and `ready`."""

CATALOGUE: dict[str, str] = {
    # Input that can't be used
    "bad.missing": (
        "{file}: found no such file; expected a notebook. Look at the name and at the folder"
    ),
    "bad.suffix": (
        "{file}: found a name that ends in '{suffix}'; expected .ipynb or .py. "
        "Give the notebook that you work in"
    ),
    "bad.not_text": (
        "{file}: found bytes that are no text; expected a notebook. "
        "Save it again from JupyterLab, or fetch it again"
    ),
    "bad.unreadable": "{file}: found a file that can't be read ({error}); expected a notebook",
    "bad.no_notebook": (
        "{file}: found no notebook ({found}); expected JSON as JupyterLab writes it. "
        "Save it again from JupyterLab, or fetch it again"
    ),
    "bad.no_checks": (
        '{file}: found no cell with `with check("…"):`; expected the checks of an assignment. '
        "Give the notebook that you fetched"
    ),
    "bad.kernel": (
        "the notebook's kernel: found none that is called {name}; expected one of {known}. "
        "Choose another one in JupyterLab (Kernel, Change Kernel) and save"
    ),
    "bad.kernel_start": (
        "the kernel {name}: found that it does not start ({error}); expected a running Python. "
        "Run `pip install ipykernel` in the same environment"
    ),
    "bad.exercise": "{file}: found no check of {name}; expected one of: {known}",
    "bad.exercise_near": (
        "{file}: found no check of {name}; expected one of: {known}. Did you mean {near}?"
    ),
    "bad.ready_script": (
        "{file}: found a script; expected the notebook that you hand in. "
        "Run `jupytext --to ipynb {file}` first"
    ),
    "bad.changing": "{file} is not complete yet; waiting until it is saved",
    "bad.waiting": "Waiting until it is saved again.",
    # Running cells
    "card.not_written": "not written yet",
    "card.waits": "waits for {function}",
    "ran.raised": "cell {cell} raised {error}",
    "ran.stopped": "cell {cell} ran longer than {seconds:.0f} seconds and was stopped",
    "ran.killed": (
        "cell {cell} ran longer than {seconds:.0f} seconds and could not be stopped; "
        "its kernel was ended"
    ),
    "ran.died": "the kernel ended while cell {cell} ran",
    "ran.not_run": "cell {cell} was not run, because the kernel had ended",
    "ran.nothing": "cell {cell} ran without showing this check",
    # Watching
    "watch.running": "running {count} of {total} cells …",
    "watch.nothing": "saved; no cell with code changed",
    "watch.again": "a cell is gone or moved: all cells run in a new kernel",
    "watch.keys": "h hint   l list   n next   q quit",
    "watch.no_keys": "no keyboard here; the file is watched until this is ended (Ctrl-C)",
    "watch.more": "press h for the next one",
    "watch.no_hint": "there are no hints for {exercise}",
    "watch.all_done": "all checks pass; now run `autograder ready {file}`",
    "watch.not_yet": "not run yet",
    "watch.end": "no longer watching {file}",
    # Before hand-in: what to mend
    "ready.name": "the file is called {found}; expected {expected}. Rename it",
    "ready.size": (
        "the file has {found:.0f} MB; at most {most:.0f} MB are taken. Clear large outputs and save"
    ),
    "ready.folder": (
        "the folder has {found:.0f} MB; at most {most:.0f} MB are taken. "
        "Move what does not belong to the notebook"
    ),
    "ready.kernel": (
        "the notebook asks for the kernel {found}; graded with {expected}. "
        "Choose that one in JupyterLab and save"
    ),
    "ready.locked": (
        "cell {cell} ({name}) belongs to the course and was changed. "
        "Grading uses the original; take it from a fresh copy"
    ),
    "ready.gone": "the cell {name} is gone. Copy your code into a freshly fetched notebook",
    "ready.twice": "the cell {name} is there {count} times (cells {cells}). Delete the copies",
    "ready.tag": ("cell {cell} has the tag {tag}, so it does not run when graded. Remove the tag"),
    "ready.not_code": "cell {cell} ({name}) is no code cell any more. Make it one again",
    "ready.unanswered": "{name} is not answered yet (cell {cell})",
    "ready.raises": "{error}, in a fresh run from top to bottom",
    "ready.undefined": (
        "cell {cell} needs {name}, and no cell gives it. "
        "It came from a cell that is gone: write it again"
    ),
    "ready.undefined_below": (
        "cell {cell} needs {name}, which only cell {below} gives, further down. Move that cell up"
    ),
    "ready.failed": "the check of {name} does not pass",
    # Before hand-in: what to know
    "ready.order": "cells were run in another order than they stand; the fresh run counts",
    "ready.note": "{name}: {note}",
    # Before hand-in: the answer
    "ready.mend": "to mend",
    "ready.know": "good to know",
    "ready.graded": "what will be graded",
    "ready.exercise": "exercise",
    "ready.points": "points",
    "ready.check": "visible check",
    "ready.total": "together",
    "ready.hidden": "Hidden tests decide the points; they look closer than these checks.",
    "ready.yes": "Ready to hand in.",
    "ready.no_one": "Not ready yet: mend one thing first. {first}",
    "ready.no_many": "Not ready yet: mend {count} things first. Begin with: {first}",
}
