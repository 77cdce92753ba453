"""The benchmarks' harness, on made-up figures: no test here depends on how fast anything is."""

import json
import os
import re
import sys
import zipfile
from dataclasses import replace

import nbformat
import pytest

from autograder.judge.hidden import load_tests
from benchmarks.contestants import CONTESTANTS, Contestant
from benchmarks.course import PROJECT, Course, environment
from benchmarks.figures import Line, line, middle, ratio
from benchmarks.hand_ins import answers_in_turn
from benchmarks.measure import RunFailedError, Task, run
from benchmarks.otter import as_otter, score, visible_checks, write_autograder
from benchmarks.parts import figures_of_parts
from benchmarks.readme import MarkersMissingError, split, with_block
from benchmarks.render import cells, figure_cells, number, readme_block, report, times
from benchmarks.results import Figure, Growth, Machine, Results, Row, read_results
from benchmarks.rounds import Measured, Rounds, ScoresDifferError, compare_scores
from benchmarks.session import tier_of

MACHINE = Machine("CPU", 2, "Linux 6.1", "3.11.7", "2.4.6", "0.9.6", "A", "2026-01-01")
ROWS = {
    "stock": Row("nbgrader autograde", wall=1.6, cpu=1.4, start_wall=4.0, times_stock=1.0),
    "grade2": Row("autograder grade", wall=0.04, cpu=0.07, times_stock=40.0, peak_mib=411.3),
    "otter": Row("otter run", missing="not installed"),
}
RESULTS = Results(
    MACHINE,
    quick=False,
    rounds=3,
    compared=10,
    rows=ROWS,
    growth=[Growth(50, 3.0, 5.0, None, None), Growth(200, 9.0, 15.5, 0.04, 0.07)],
    figures=[Figure("pages per second", 31.0, "/s"), Figure("rooms", None, "", "not here")],
)


def test_the_cost_of_a_submission_is_the_slope_and_the_start_the_rest():
    assert line((5, 12.0), (15, 32.0)) == Line(start_up=2.0, each=2.0)


def test_two_classes_of_the_same_size_have_no_slope():
    with pytest.raises(ValueError, match="found 5 and 5 submissions"):
        line((5, 1.0), (5, 2.0))


def test_the_middle_of_several_rounds_is_not_moved_by_one_slow_round():
    assert middle([Line(1, 2), Line(1.5, 2.5), Line(60, 90)]) == Line(1.5, 2.5)


def test_a_ratio_is_taken_in_each_round_before_its_median():
    slow = [Line(0, 10.0), Line(0, 40.0), Line(0, 12.0)]
    fast = [Line(0, 1.0), Line(0, 4.0), Line(0, 2.0)]
    assert ratio(slow, fast) == 10.0


def test_a_command_is_measured_with_the_children_that_it_leaves_behind(tmp_path):
    """The orphan burns more processor time than its parent, which does not wait for it."""
    burn = "import time; end = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {burn!r}])"
    usage = run(Task((sys.executable, "-c", code), tmp_path), memory=True)
    assert usage.cpu >= 0.3
    assert usage.peak_mib is not None
    assert usage.peak_mib > 0


def test_a_command_that_fails_has_no_figures(tmp_path):
    with pytest.raises(RunFailedError, match=r"exit code 3[\s\S]*my last words"):
        run(Task(("sh", "-c", "echo my last words; exit 3"), tmp_path))


def test_a_contestants_environment_is_what_it_asks_for():
    assert environment({"AUTOGRADER_COURSE": "there"})["AUTOGRADER_COURSE"] == "there"


def stub(key: str, seconds_each: float, points: float) -> Contestant:
    """Does no work: it sleeps for its submissions."""

    def prepare(_, folder, number):
        folder.mkdir()
        (folder / "number").write_text(str(number), encoding="utf-8")
        return Task(("sh", "-c", f"echo tier B; sleep {seconds_each * number}"), folder)

    def scores(task):
        number = int((task.folder / "number").read_text(encoding="utf-8"))
        return {f"s{index}": points for index in range(number)}

    return Contestant(key, key, prepare, scores, str, 1, 3)


def test_everybody_is_measured_in_turn_and_leaves_nothing_behind(tmp_path):
    said = []
    contestants = [stub("fast", 0.0, 9.0), stub("slow", 0.1, 9.0)]
    rounds = Rounds(None, tmp_path, said.append)
    measured = rounds.trials(contestants)
    for _ in range(2):
        rounds.measure(contestants, measured)
    assert [step.split(":")[1].strip() for step in said] == ["fast", "slow"] * 3
    assert [len(found.walls) for found in measured.values()] == [2, 2]
    slow = measured["slow"].walls[0]  # it sleeps: never less, whatever the machine
    assert slow.start_up + 1 * slow.each > 0.09
    assert slow.start_up + 3 * slow.each > 0.29
    assert compare_scores({key: found.trial.scores for key, found in measured.items()}) == 3
    assert tier_of(measured) == "B"
    assert list(tmp_path.iterdir()) == []


def test_a_quick_round_needs_one_more_run(tmp_path):
    contestants = [stub("one", 0.05, 1.0).quick()]
    rounds = Rounds(None, tmp_path, [].append)
    measured = rounds.trials(contestants)
    rounds.finish_quickly(contestants, measured)
    assert len(measured["one"].walls) == 1


def test_contestants_that_score_differently_are_not_compared():
    with pytest.raises(ScoresDifferError, match=r"s1: found .*'kit': 6"):
        compare_scores({"stock": {"s0": 4.0, "s1": 5.0}, "kit": {"s0": 4.0, "s1": 6.0}})


def test_a_tier_that_nobody_named_is_unknown():
    assert tier_of({"one": Measured(trial=stub_trial())}) == "unknown"


def stub_trial():
    return type("Trial", (), {"log": "frontier A"})()


def test_hand_ins_are_a_mix_that_repeats_in_every_run(course_root):
    first, again = (answers_in_turn(course_root, "rnn") for _ in range(2))
    answers = [next(first) for _ in range(20)]
    assert answers == [next(again) for _ in range(20)]
    assert len({json.dumps(each) for each in answers}) > 10


def test_classes_are_whole_turns_of_the_mix():
    """Otherwise the difference of two classes is not a fair share of each kind."""
    assert {(each.few % 5, each.many % 5) for each in CONTESTANTS} == {(0, 0)}


def test_a_missing_part_says_so(monkeypatch):
    monkeypatch.setattr("benchmarks.parts.PARTS", {"benchmarks.no_such_part": "speed of light"})
    (figure,) = figures_of_parts(True, [].append)
    assert figure_cells(figure) == (
        "speed of light",
        "missing: benchmarks.no_such_part is not in this version",
    )


def test_a_part_tells_its_figures_or_why_it_has_none(tmp_path, monkeypatch):
    figures = "[Figure('pages', 3.5, '/s')] if not quick else []"
    (tmp_path / "good_part.py").write_text(
        f"from benchmarks.results import Figure\n\ndef figures(quick):\n    return {figures}\n"
    )
    (tmp_path / "bad_part.py").write_text("def figures(quick):\n    return 1 / 0\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("benchmarks.parts.PARTS", {"good_part": "good", "bad_part": "bad"})
    with_parts = {"PYTHONPATH": f"{PROJECT}{os.pathsep}{tmp_path}"}
    monkeypatch.setattr("benchmarks.parts.environment", lambda: environment(with_parts))
    good, bad = figures_of_parts(False, [].append)
    assert good == Figure("pages", 3.5, "/s")
    assert bad.note == "failed: ZeroDivisionError: division by zero"
    assert {figure.value for figure in figures_of_parts(True, [].append)} == {None}


def test_a_missing_contestant_says_why():
    assert cells(ROWS["otter"])[:2] == ("otter run", "missing: not installed")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "–"), (0.01234, "0.0123"), (0.1234, "0.123"), (1.567, "1.57"), (12.34, "12.3")],
)
def test_a_number_has_three_digits(value, shown):
    assert number(value) == shown


def test_ratios_are_rounded_to_what_can_be_known():
    assert (times(5.26), times(41.7), times(None)) == ("5.3×", "42×", "–")


def test_results_come_back_from_their_file(tmp_path):
    path = tmp_path / "results.json"
    path.write_text(RESULTS.to_json(), encoding="utf-8")
    assert read_results(path) == RESULTS


def test_the_report_holds_every_row_and_the_machine():
    text = report(RESULTS)
    for expected in ("| autograder grade | 0.0400 |", "40×", "411", "tier A", "31.0 /s", "| 200 |"):
        assert expected in text


def test_a_quick_run_says_that_its_figures_mean_little():
    assert "quick run" in report(replace(RESULTS, quick=True))
    assert "quick run" not in report(RESULTS)


def test_the_readmes_block_is_replaced_and_nothing_else():
    text = "before\n<!-- benchmarks -->\nold\n<!-- /benchmarks -->\nafter\n"
    changed = with_block(text, readme_block(RESULTS))
    assert split(changed)[1] == readme_block(RESULTS)
    assert changed.startswith("before\n")
    assert changed.endswith("\nafter\n")


def test_a_readme_without_markers_is_left_alone():
    with pytest.raises(MarkersMissingError, match="found no"):
        with_block("no markers", "block")


@pytest.fixture(scope="module")
def release(course_root):
    path = course_root / "assignments" / "en" / "rnn" / "rnn.ipynb"
    return nbformat.read(path, as_version=4)


def test_otters_notebook_calls_a_check_for_every_test_cell(release):
    sources = [cell.source for cell in as_otter(release).cells]
    assert sources[0].startswith("import otter")
    assert sources.count('grader.check("softmax")') == 1
    assert len(sources) == len(release.cells) + 1
    assert not any(check in sources for check in visible_checks(release).values())


def test_otters_tests_are_the_hidden_tests_with_their_points(course_root, tmp_path):
    write_autograder(Course(course_root), tmp_path / "autograder.zip")
    tests = load_tests(course_root / "tests" / "hidden" / "test_rnn.py")
    with zipfile.ZipFile(tmp_path / "autograder.zip") as archive:
        assert {f"tests/{name}.py" for name in tests} <= set(archive.namelist())
        for name, found in tests.items():
            source = archive.read(f"tests/{name}.py").decode("utf-8")
            compile(source, name, "exec")
            points = re.findall(r"@test_case\(points=([\d.]+), hidden=True\)", source)
            assert [float(each) for each in points] == [test.points for test in found]


def test_otters_results_are_added_up(tmp_path):
    path = tmp_path / "results.json"
    tests = [{"name": "Public Tests"}, {"name": "softmax", "score": 3.5, "max_score": 4.0}]
    path.write_text(json.dumps({"tests": tests}), encoding="utf-8")
    assert score(path) == 3.5
