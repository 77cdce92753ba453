"""What stands on docs/cluster.md, and its commands, run as they stand there."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

from classroom import PROJECT, Course

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH, CHINESE = (
    (DOCS / name).read_text(encoding="utf-8") for name in ("cluster.md", "cluster.zh.md")
)
# A local cluster starts the program anew.
PROGRAM = "#!{python}\nfrom {module} import main\nif __name__ == '__main__':\n    main()\n"
PROGRAMS = (("dask", "dask.__main__"), ("autograder", "autograder.cli.main"))


def blocks(page: str) -> list[str]:
    return re.findall(r"```\w+\n(.*?)```", page, flags=re.DOTALL)


def commands() -> list[str]:
    return re.findall(r"```sh\n(.*?)```", ENGLISH, flags=re.DOTALL)


def run_commands(script: str, course: Course) -> str:
    """What one of `commands` says, run in the course for its assignment, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = script.replace("8786", str(port)).replace("grade rnn", f"grade {course.assignment}")
    path = os.pathsep.join([str(_programs(course.root / "bin")), os.environ["PATH"]])
    with subprocess.Popen(
        ["bash", "-e", "-c", script],
        cwd=course.root,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as shell:
        try:
            shell.wait(240)
        finally:
            os.killpg(shell.pid, signal.SIGTERM)
        return shell.stdout.read()


def _programs(folder: Path) -> Path:
    folder.mkdir()
    for name, module in PROGRAMS:
        text = PROGRAM.format(python=sys.executable, module=module)
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder
