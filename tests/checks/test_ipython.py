"""In a real IPython: what is displayed, and what is left of a traceback."""

import json
import os
import subprocess
import sys

import pytest

SESSION = """
import io, json, sys
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.displaypub import CapturingDisplayPublisher

shell = InteractiveShell.instance()
shell.display_pub = CapturingDisplayPublisher()
out, sys.stdout = sys.stdout, io.StringIO()
for cell in json.load(sys.stdin):
    shell.run_cell(cell, store_history=True)
printed, sys.stdout = sys.stdout.getvalue(), out
json.dump({"shown": [o["data"] for o in shell.display_pub.outputs], "printed": printed}, sys.stdout)
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    pytest.importorskip("IPython")
    cells = [
        "from autograder.checks import check\ncheck.language = 'zh'",
        "def softmax(z):\n    return z[9]",
        "with check('softmax'):\n    softmax([])",
        "with check('one'):\n    check.equal('k', 1, 1)",
    ]
    done = subprocess.run(
        [sys.executable, "-c", SESSION],
        input=json.dumps(cells),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        encoding="utf-8",
        env={
            **os.environ,
            "IPYTHONDIR": str(tmp_path_factory.mktemp("ipython")),
            "PYTHONIOENCODING": "utf-8",
        },
    )
    return json.loads(done.stdout)


def test_the_card_is_displayed_as_text_and_html(session):
    failed, passed = session["shown"]
    assert failed["text/plain"].startswith("✗ softmax  未通过\n")
    assert "softmax 第 2 行：`return z[9]` 抛出了 IndexError" in failed["text/plain"]
    assert failed["text/html"].startswith('<div lang="zh-CN"')
    assert passed["text/plain"] == "✓ one  通过  1 项检查"


def test_the_traceback_is_the_fact_and_its_likely_cause(session):
    assert session["printed"].strip().split("\n") == [
        "✗ softmax  softmax 第 2 行：`return z[9]` 抛出了 IndexError: list index out of range",
        "    很可能  下标越界：T 个时间步的编号是 0 到 T−1",
    ]
