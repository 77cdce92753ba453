"""`pytest tests/hidden --notebook`: what a notebook would earn, test by test."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.build.handin import hand_in
from autograder.demo.material import read_material

ROOT = Path(__file__).parent.parent
WORDS = ["-q", "-p", "no:cacheprovider", "-k", "softmax", "tests/hidden/test_rnn.py"]


def judged(path: Path, *mistakes: str) -> subprocess.CompletedProcess:
    """The tests of one exercise on a notebook with these known mistakes."""
    material = read_material(ROOT, "rnn")
    answers = dict(material.answers)
    for key in mistakes:
        answers |= material.with_mistake(key)
    release = nbformat.read(ROOT / "assignments" / "en" / "rnn" / "rnn.ipynb", 4)
    nbformat.write(hand_in(release, answers), path)
    command = [sys.executable, "-m", "pytest", *WORDS, "--notebook", str(path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_right_notebook_passes_and_a_wrong_one_fails_its_own_test(tmp_path):
    right = judged(tmp_path / "right.ipynb")
    assert "3 passed" in right.stdout, right.stdout
    wrong = judged(tmp_path / "wrong.ipynb", "softmax_no_shift")
    assert "1 failed, 2 passed" in wrong.stdout, wrong.stdout
