"""nbgrader's own tests of autograde, with the kit's preprocessors configured: as stock."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFIG = """\
c = get_config()
from autograder.nbgrader.config import use_two_rooms
use_two_rooms(c)
"""
# Their gradebooks are new in every test; the command `alembic` takes half a second each time.
PLUGIN = """\
import functools
from nbgrader import api
api.get_alembic_version = functools.cache(api.get_alembic_version)
"""
SUITE = "nbgrader.tests.apps.test_nbgrader_autograde"
STOCK = "40 passed"


@pytest.mark.slow
def test_nbgraders_own_suite_passes_with_the_kit(tmp_path):
    """Takes a minute: it starts nbgrader's commands and kernels some hundred times.

    In one process, whose judge is warm for all of them: this is no place for more processes.
    """
    config = tmp_path / "config"
    config.mkdir()
    (config / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "alembic_once.py").write_text(PLUGIN, encoding="utf-8")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    options = ("-p", "alembic_once", "-p", "no:xdist", "-q", "--tb=short")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--pyargs", SUITE, *options],
        cwd=tmp_path,
        env={**os.environ, "JUPYTER_CONFIG_DIR": str(config), "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert STOCK in done.stdout, done.stdout[-5000:] + done.stderr[-2000:]
    assert "failed" not in done.stdout.splitlines()[-1]
    assert done.returncode == 0
