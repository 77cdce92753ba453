"""The figures that are published are those of `results.json`; and the command works."""

import json
import re
import subprocess
import sys

import pytest

from benchmarks.course import PROJECT, environment
from benchmarks.readme import README, split
from benchmarks.render import readme_block, report
from benchmarks.results import RESULTS, read_results

PRIVATE = re.compile(r"(?<![\w.])/(?:home|root|tmp|Users|work)\b|\.local\b")


@pytest.fixture(scope="module")
def results():
    if not RESULTS.is_file():
        pytest.skip("nothing is published: run `make bench`")
    return read_results()


def test_the_readme_shows_the_published_results_and_no_others():
    expected = readme_block(read_results()) if RESULTS.is_file() else ""
    assert split(README.read_text(encoding="utf-8"))[1] == expected


def test_the_report_shows_the_published_results(results):
    text = RESULTS.with_name("RESULTS.md").read_text(encoding="utf-8")
    assert text == report(results)


def test_a_full_run_was_published(results):
    assert not results.quick
    assert results.rounds >= 2
    assert results.compared > 0


def test_the_published_results_name_no_host_and_no_path(results):
    assert PRIVATE.search(results.to_json()) is None
    assert PRIVATE.search('"/home/somebody"') is not None


@pytest.mark.slow
def test_the_quick_benchmark_runs(tmp_path):
    """Takes a minute: a few submissions, graded with the kit in nbgrader's way and in the batch."""
    only = ("--only", "kit", "--only", "grade2")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", *only, "--output", str(tmp_path)],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    found = read_results(tmp_path / "results.json")
    assert found.quick
    assert found.compared >= 2
    assert [key for key, row in found.rows.items() if not row.missing][:2] == ["kit", "grade2"]
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["machine"]
