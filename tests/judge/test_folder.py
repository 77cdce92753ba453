"""The judge's folder, which may have no name on this side of the walls."""

import os
import pathlib
import subprocess
import sys
from types import SimpleNamespace

from autograder.judge.folder import stay_in

WITHOUT_NAME = """
import os, pathlib, sys
from autograder.judge.folder import stay_in
stay_in(pathlib.Path(sys.argv[1]))
os.rmdir(sys.argv[1])
assert os.getcwd() == str(pathlib.Path.cwd()) == sys.argv[1]
assert str(pathlib.Path("file").absolute()) == os.path.join(sys.argv[1], "file")
"""


def test_a_folder_without_a_name_is_told_by_the_way_to_it(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    subprocess.run([sys.executable, "-c", WITHOUT_NAME, str(gone)], check=True)


def test_python_3_10_keeps_a_way_of_its_own_to_ask_which_is_replaced(tmp_path, monkeypatch):
    """Its `Path.cwd` asks `Path._accessor`, which holds the system's function."""
    asked = SimpleNamespace(getcwd=os.getcwd)
    monkeypatch.setattr(pathlib.Path, "_accessor", asked, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "getcwd", _nowhere)
    monkeypatch.setattr(os, "getcwdb", os.getcwdb)
    stay_in(tmp_path)
    assert asked.getcwd() == os.getcwd() == str(tmp_path)


def _nowhere():
    raise FileNotFoundError(2, "No such file or directory")
