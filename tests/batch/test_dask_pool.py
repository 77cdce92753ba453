"""Dask: a real scheduler, real worker processes, and what can go wrong with them."""

import contextlib
import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import pretend
import pytest
from dask_cluster import PROJECT, TESTS, cluster

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

from distributed import Client

from autograder.batch import dask_pool
from autograder.batch.dask_pool import ClusterError, DaskPool
from autograder.batch.jobs import unpack_graded

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _find_the_pretender(monkeypatch):
    """In worker processes that a local cluster starts."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(PROJECT), str(TESTS)]))


@pytest.fixture
def notes(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory):
    """For tests that end none of its processes."""
    with cluster(tmp_path_factory.mktemp("cluster")) as made:
        yield made


@pytest.fixture
def pool_on(notes):
    """Opens pools, closes them."""
    pools = []

    def open_pool(address, workers=2, make=pretend.Runner):
        pools.append(DaskPool(address, workers, notes, make))
        return pools[-1]

    yield open_pool
    for pool in pools:
        pool.close()


def expected(jobs):
    return sorted((job.key, job.shared.payload + job.payload) for job in jobs)


def got(results):
    return sorted((done.key, done.payload) for done in results)


def problem(payload):
    graded = unpack_graded(payload)
    assert graded.is_graders
    return graded.problem


def test_results_are_those_of_a_local_run_and_each_worker_starts_once(two_workers, pool_on, notes):
    jobs = [pretend.job(f"job{number}", seconds=0.02) for number in range(120)]
    pool = pool_on(two_workers.address)
    assert pool.tier.name == "A"
    assert got(pool.results(jobs)) == expected(jobs)
    assert got(pool.results(jobs[:3])) == expected(jobs[:3])
    told = pretend.notes(notes)
    assert len(told) == 2
    assert [lines.count("started") for lines in told] == [1, 1]
    assert all(len(lines) > 1 for lines in told)


def test_a_second_client_finds_the_workers_warm(two_workers, pool_on, notes):
    jobs = [pretend.job("a"), pretend.job("b")]
    first, second = pool_on(two_workers.address), pool_on(two_workers.address)
    assert got(first.results(jobs)) == got(second.results(jobs)) == expected(jobs)
    first.close()
    assert got(second.results([pretend.job("c")])) == expected([pretend.job("c")])
    assert sum(lines.count("started") for lines in pretend.notes(notes)) == 2
    assert not any("closed" in lines for lines in pretend.notes(notes))


def test_a_dask_worker_starts_without_what_only_its_judge_needs(two_workers, pool_on):
    pool_on(two_workers.address)
    with Client(two_workers.address, set_as_default=False) as client:
        loaded = client.run(lambda: "autograder.batch.worker" in sys.modules)
        heavy = client.run(lambda: "nbgrader" in sys.modules)
    assert list(loaded.values()) == [True, True]
    assert list(heavy.values()) == [False, False]


def test_a_worker_killed_in_the_middle_costs_no_result(tmp_path, pool_on):
    jobs = [pretend.job(f"job{number}", seconds=0.02) for number in range(80)]
    with cluster(tmp_path) as made:
        results = pool_on(made.address).results(jobs)
        first = next(results)
        os.kill(made.workers[0].pid, signal.SIGKILL)
        made.workers[0].wait()
        assert got([first, *results]) == expected(jobs)


def test_a_job_that_kills_workers_is_named_and_the_others_are_graded(tmp_path, pool_on, notes):
    jobs = [pretend.job(f"job{number}") for number in range(40)]
    jobs[7] = pretend.job("murderer", kills=True)
    with cluster(tmp_path, workers=0) as made:
        for _ in range(2):
            made.add_worker("--nanny")  # starts its worker again
        done = {each.key: each.payload for each in pool_on(made.address).results(jobs)}
    assert "workers died" in problem(done.pop("murderer"))
    assert got_from(done) == expected([job for job in jobs if job.key != "murderer"])
    kills = sum(lines.count("murderer") for lines in pretend.notes(notes))
    assert kills == 2 * dask_pool.DEATHS


def got_from(done):
    return sorted(done.items())


def test_a_job_whose_grader_fails_is_named_and_the_others_are_graded(two_workers, pool_on):
    jobs = [pretend.job(f"job{number}") for number in range(10)]
    jobs[3] = pretend.job("odd", raises="no space left")
    done = {each.key: each.payload for each in pool_on(two_workers.address).results(jobs)}
    assert "no space left" in problem(done.pop("odd"))
    assert got_from(done) == expected([job for job in jobs if job.key != "odd"])


def test_a_worker_that_joins_later_works_too(tmp_path, pool_on, notes):
    jobs = []
    with cluster(tmp_path, workers=1) as made:
        results = pool_on(made.address).results(until(lambda: at_work(notes) == 2, jobs))
        first = next(results)
        made.add_worker()
        assert got([first, *results]) == expected(jobs)
    assert at_work(notes) == 2


def until(happens, given):
    """Jobs as long as `happens()` is false; they are also put into `given`."""
    deadline = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < deadline
        given.append(pretend.job(f"job{len(given)}", seconds=0.02))
        yield given[-1]


def at_work(folder):
    """How many workers ran a job."""
    return sum(len(lines) > 1 for lines in pretend.notes(folder))


def test_a_later_worker_that_can_not_grade_is_sent_home(tmp_path, pool_on, caplog):
    jobs, late = [], []
    with cluster(tmp_path, workers=1) as made:
        pool = pool_on(made.address, make=pretend.Unfit)
        results = pool.results(until(lambda: late and late[0].poll() is not None, jobs))
        first = next(results)
        late.append(made.add_worker())
        assert got([first, *results]) == expected(jobs)
    assert "is sent home: found tier C; expected A" in caplog.text


def test_a_cluster_that_can_not_grade_is_told_with_its_reason(two_workers, pool_on, notes):
    (notes / "somebody.txt").write_text("started", encoding="utf-8")
    with pytest.raises(ClusterError, match=r"tcp://.* can't grade: found tier C; expected A"):
        pool_on(two_workers.address, make=pretend.Unfit)


def test_jobs_are_read_as_they_are_needed(two_workers, pool_on):
    read = []

    def many():
        for number in range(100_000):
            read.append(number)
            yield pretend.job(f"job{number}")

    results = pool_on(two_workers.address).results(many())
    next(results)
    results.close()
    assert len(read) < 1000


def test_leaving_early_takes_back_what_is_out(two_workers, pool_on, notes):
    jobs = [pretend.job(f"job{number}", seconds=0.05) for number in range(400)]
    pool = pool_on(two_workers.address)
    results = pool.results(jobs)
    next(results)
    results.close()
    assert ran_in_the_end(notes) < 200
    assert got(pool.results(jobs[:1])) == expected(jobs[:1])


def ran_in_the_end(folder):
    """How many jobs ran, once no other did for half a second."""
    before, ran = -1, 0
    while before != ran:
        time.sleep(0.5)
        before, ran = ran, sum(len(lines) - 1 for lines in pretend.notes(folder))
    return ran


def test_a_scheduler_that_dies_is_told(tmp_path, pool_on):
    jobs = [pretend.job(f"job{number}", seconds=0.1) for number in range(200)]
    with cluster(tmp_path, workers=1) as made:
        pool = pool_on(made.address)
        results = pool.results(jobs)
        next(results)
        made.scheduler.kill()
        with pytest.raises(ClusterError, match="the scheduler is gone"):
            list(results)


def test_without_any_worker_for_too_long_the_run_ends(tmp_path, pool_on):
    jobs = [pretend.job(f"job{number}", seconds=0.1) for number in range(60)]
    with cluster(tmp_path, workers=1, patience="1s") as made:
        results = pool_on(made.address).results(jobs)
        next(results)
        made.workers[0].kill()
        with pytest.raises(ClusterError, match="found no worker any more"):
            list(results)


def test_no_scheduler_at_the_address(pool_on, monkeypatch):
    monkeypatch.setattr(dask_pool, "CONNECT_SECONDS", 2)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(ClusterError) as raised:
        pool_on(address)
    said = str(raised.value)
    assert said.startswith(f"{address}: found no Dask scheduler within 2 s")
    assert "expected one at an address such as tcp://" in said
    assert "dask scheduler" in said


@pytest.mark.parametrize("address", ["nowhere:x", "tcp://127.0.0.1", "tcp://127.0.0.1:9"])
def test_a_client_that_found_no_scheduler_has_ended(address, pool_on, monkeypatch):
    """Collected later, while another starts, it would wait for that one, and that one for it."""
    monkeypatch.setattr(dask_pool, "CONNECT_SECONDS", 1)
    gc.collect()
    gc.disable()
    try:
        with pytest.raises(ClusterError):
            pool_on(address)
        left = [each.status for each in gc.get_objects() if type(each) is Client]
        assert set(left) <= {"closed"}
    finally:
        gc.enable()


def test_an_address_that_is_none(pool_on):
    with pytest.raises(ClusterError, match=r"^nowhere:x: found no Dask scheduler"):
        pool_on("nowhere:x")


def test_a_scheduler_without_workers(tmp_path, pool_on, monkeypatch):
    monkeypatch.setattr(dask_pool, "WORKER_SECONDS", 1)
    with cluster(tmp_path, workers=0) as made, pytest.raises(ClusterError) as raised:
        pool_on(made.address)
    assert f"dask worker {made.address} --nthreads 1" in str(raised.value)


@pytest.mark.parametrize("kind", ["another version", "not installed"])
def test_another_kit_on_the_workers_is_refused(kind, tmp_path, pool_on):
    other = tmp_path / "other" / "autograder"
    if kind == "another version":
        shutil.copytree(PROJECT / "autograder", other)
        (other / "judge" / "score.py").write_text("# other rules\n", encoding="utf-8")
    else:
        other.mkdir(parents=True)
        missing = "raise ModuleNotFoundError(\"No module named 'autograder'\")\n"
        (other / "__init__.py").write_text(missing, encoding="utf-8")
    path = os.pathsep.join([str(other.parent), str(TESTS)])
    with cluster(tmp_path, workers=1, path=path) as made, pytest.raises(ClusterError) as raised:
        pool_on(made.address)
    said = str(raised.value)
    assert said.startswith(made.address)
    assert "expected rnn-autograder 0.1.0 (code " in said
    assert (
        "found rnn-autograder 0.1.0" if kind == "another version" else "No module named"
    ) in said


@pytest.fixture
def usual_port_taken():
    """As by another cluster's web page."""
    with socket.socket() as other:
        with contextlib.suppress(OSError):  # taken already: that is as good
            other.bind(("127.0.0.1", 8787))
            other.listen()
        yield


@pytest.mark.usefixtures("usual_port_taken")
def test_a_cluster_on_this_machine_beside_another_one(pool_on, notes):
    jobs = [pretend.job(f"job{number}", seconds=0.02) for number in range(60)]
    jobs[30] = pretend.job("murderer", kills=True)
    pool = pool_on(None)
    assert pool.tier.name == "A"
    done = {each.key: each.payload for each in pool.results(jobs)}
    assert "workers died" in problem(done.pop("murderer"))
    assert got_from(done) == expected([job for job in jobs if job.key != "murderer"])
    assert len(pretend.notes(notes)) >= 2


def test_ctrl_c_ends_the_command_and_frees_the_cluster(two_workers, notes):
    program = (
        "import sys, pretend; from pathlib import Path\n"
        "from autograder.batch.dask_pool import DaskPool\n"
        "pool = DaskPool(sys.argv[1], 2, Path(sys.argv[2]), pretend.Runner)\n"
        "jobs = [pretend.job(f'job{n}', seconds=0.05) for n in range(2000)]\n"
        "for number, done in enumerate(pool.results(jobs)):\n"
        "    print(number, flush=True)\n"
    )
    command = [sys.executable, "-c", program, two_workers.address, str(notes)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert b"KeyboardInterrupt" in said
    assert ran_in_the_end(notes) < 300
