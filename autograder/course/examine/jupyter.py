"""nbgrader in JupyterLab: its extensions, and formgrader's way to the course."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_path, jupyter_path

from autograder.course.complaint import Complaint
from autograder.course.examine.look import Seen, doubtful, seen, wrong
from autograder.course.setup import Setup

SERVER = {
    "nbgrader.server_extensions.formgrader": "look at submissions",
    "nbgrader.server_extensions.assignment_list": "fetch and submit",
    "nbgrader.server_extensions.validate_assignment": "validate",
}
LAB = "@jupyter/nbgrader"


def extensions(_setup: Setup) -> Seen:
    """Those of this account: on a hub, run the look as a student, too."""
    missing = [name for name in ("jupyter_server", "jupyterlab") if not _is_there(name)]
    if missing:
        return seen("", [_no_lab(missing)])
    complaints = [*of_server(enabled_extensions()), *of_lab(disabled_extensions())]
    return seen("nbgrader's are on, in the server and in JupyterLab", complaints)


def _is_there(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _no_lab(missing: list[str]) -> Complaint:
    return doubtful(
        sys.executable,
        f"no {' and no '.join(missing)}",
        "JupyterLab, where students work and formgrader runs",
        "run `pip install jupyterlab`, unless the notebooks are opened elsewhere",
    )


def enabled_extensions() -> dict[str, bool]:
    """The server's extensions as its configuration files have them."""
    from jupyter_server.extension.config import ExtensionConfigManager

    manager = ExtensionConfigManager(read_config_path=jupyter_config_path())
    found: dict[str, bool] = manager.get_jpserver_extensions()
    return found


def disabled_extensions() -> set[str]:
    """The lab's extensions that are switched off for this account."""
    from jupyterlab_server.config import get_static_page_config

    found: Any = get_static_page_config(level="all").get("disabledExtensions", {})
    if isinstance(found, dict):
        return {name for name, is_off in found.items() if is_off}
    return set(found)


def of_server(enabled: dict[str, bool]) -> Iterator[Complaint]:
    is_whole = enabled.get("nbgrader", False)
    for name, purpose in SERVER.items():
        if not (is_whole or enabled.get(name, False)):
            yield doubtful(
                sys.executable,
                f"{name} is off",
                f"on, for whoever is to {purpose} in Jupyter",
                f"run `jupyter server extension enable {name} --sys-prefix`",
            )


def of_lab(disabled: set[str], folders: list[str] | None = None) -> Iterator[Complaint]:
    places = jupyter_path("labextensions") if folders is None else folders
    if not any((Path(place) / LAB / "package.json").is_file() for place in places):
        yield wrong(
            sys.executable,
            f"no {LAB} among JupyterLab's extensions",
            "it: nbgrader brings it",
            "run `pip install --force-reinstall nbgrader` for the Python that runs JupyterLab",
        )
    if LAB in disabled or f"{LAB}:formgrader" in disabled:
        yield doubtful(
            sys.executable,
            "formgrader is switched off in JupyterLab",
            "on, for the account that grades",
            f"run `jupyter labextension enable {LAB}:formgrader --level=user` as that account",
        )


def formgrader(setup: Setup) -> Seen:
    """Formgrader shows a course only below the folder that Jupyter was started in."""
    home = Path.home()
    return seen(f"start Jupyter in {setup.root}, or above it", _of_formgrader(setup, home))


def _of_formgrader(setup: Setup, home: Path) -> Iterator[Complaint]:
    if not setup.is_by_mail and home not in (setup.root, *setup.root.parents):
        yield doubtful(
            setup.root,
            f"a course outside of {home}, where a hub starts Jupyter",
            "one below: formgrader shows no other",
            f"move it there; or set the account's c.Spawner.notebook_dir to {setup.root.parent}",
        )
