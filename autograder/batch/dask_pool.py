"""The pool of a Dask cluster: an existing one by its scheduler's address, or one on this machine.

Only bytes of ours travel (see `parcel`), and student code runs in no Dask process (see
`dask_worker`). Results come as they are ready. A batch whose workers die is taken apart at the end
and its jobs run one by one, nothing else beside them; a job that still ends its workers is
reported as a grader error.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

import dask
from distributed import Client, LocalCluster
from distributed.comm.addressing import get_address_host_port, normalize_address

from autograder.batch.dask_run import ClusterError, Run
from autograder.batch.dask_worker import MakeRunner, UnfitWorkerError, WarmWorker, kit, tier_of
from autograder.batch.jobs import Done, Job
from autograder.batch.worker import Worker
from autograder.sandbox.tiers import Tier, Walls

CONNECT_SECONDS = 10
WORKER_SECONDS = 60  # until the first worker is there
DEATHS = 2  # of workers, before a batch is taken apart
SAME = "Start scheduler and workers from the same image, or environment, as this command"
LOCAL = "the cluster on this machine"

# Of the cluster on this machine. An existing scheduler has its own settings: docs/cluster.md.
SCHEDULER = {
    "distributed.scheduler.allowed-failures": DEATHS - 1,
    # Workers that never come back end the run.
    "distributed.scheduler.no-workers-timeout": "5 minutes",
}
# A notebook with large data files makes a large task; it is meant.
CLIENT = {"distributed.admin.large-graph-warning-threshold": "1 GiB"}


class DaskPool:
    """Grades on a Dask cluster. `address` None: `workers` processes on this machine.

    Raises `ClusterError` if there is no scheduler, no worker, or another version of the kit.
    """

    def __init__(
        self,
        address: str | None,
        workers: int,
        walls: Walls | None = None,
        make: MakeRunner = Worker,
    ) -> None:
        self._where = address or LOCAL
        self._plugin = WarmWorker(walls, make)
        with contextlib.ExitStack() as opened:
            opened.enter_context(dask.config.set({**SCHEDULER, **CLIENT}))
            cluster = address or opened.enter_context(_local_cluster(workers))
            self._client = opened.enter_context(_connect(cluster, self._where))
            self._prepare()
            self._opened = opened.pop_all()

    @property
    def tier(self) -> Tier:
        """The weakest of the workers that are there now."""
        tiers = self._client.run(tier_of, self._plugin.name).values()
        known = [tier for tier in tiers if tier is not None]
        if not known:
            raise ClusterError(f"{self._where}: found no worker that can grade; see their logs")
        weakest: Tier = max(known, key=lambda tier: tier.name)
        return weakest

    def results(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """A result for each job, in any order. Leaving early takes back what is still out."""
        run = Run(self._client, self._plugin.name, self._where, jobs)
        try:
            yield from run.results()
        finally:
            run.cancel()

    def close(self) -> None:
        """Leave the cluster; its workers stay warm. The one on this machine ends."""
        self._opened.close()

    def _prepare(self) -> None:
        """A warm sandbox in each worker, and in those that join later."""
        try:
            self._client.wait_for_workers(1, timeout=WORKER_SECONDS)
        except TimeoutError:
            raise ClusterError(
                f"{self._where}: found a scheduler without workers for {WORKER_SECONDS} s; "
                f"expected at least one. Start some: dask worker {self._where} --nthreads 1"
            ) from None
        try:
            self._client.register_plugin(self._plugin)
        except UnfitWorkerError as error:
            raise ClusterError(
                f"{self._where}: worker {error.address} can't grade: {error.why}. {SAME}"
            ) from None
        except Exception as error:  # of the worker's, in whatever wrapping Dask sends it
            raise ClusterError(
                f"{self._where}: found workers that can't load the kit ({error}); expected "
                f"{kit()}. {SAME}"
            ) from error


def _local_cluster(workers: int) -> LocalCluster:
    """Processes, one thread each, on the loopback interface, without a web page.

    The scheduler offers its figures for machines all the same: on a free port, for the usual one
    may be taken by another run.
    """
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
    )


def _connect(cluster: LocalCluster | str, where: str) -> Client:
    try:
        if isinstance(cluster, str):
            # A client that fails for its address never ends by itself. Collected while the next
            # one starts, it would wait for that one, and that one for it, for ever.
            get_address_host_port(normalize_address(cluster), strict=True)
        return Client(cluster, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"{where}: found no Dask scheduler within {CONNECT_SECONDS} s ({error}); expected one "
            "at an address such as tcp://10.0.0.5:8786. Start it with `dask scheduler`, mend the "
            "address, or leave --scheduler out to grade on this machine"
        ) from None
