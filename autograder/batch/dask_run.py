"""One run of jobs on a connected cluster: batches out, results in, trouble kept to its own job."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator

from distributed import CancelledError, Client, Future, as_completed
from distributed.scheduler import NoWorkerError

from autograder.batch.dask_worker import UnfitWorkerError, grade_parcel
from autograder.batch.jobs import Done, Graded, Job, pack_graded
from autograder.batch.parcel import batches, pack_jobs, unpack_results
from autograder.judge.errors import GraderError

TASKS_A_WORKER = 2  # one that runs and one that waits, so that no worker waits for the network
UNFIT = 10  # workers sent home before the run stops

log = logging.getLogger(__name__)


class ClusterError(GraderError):
    """The cluster can't be used; the message says what to do."""


class Run:
    """Jobs → results, over one client. `plugin` names the `WarmWorker` of each Dask worker."""

    def __init__(self, client: Client, plugin: str, where: str, jobs: Iterable[Job]) -> None:
        self._client, self._plugin, self._where = client, plugin, where
        self._waiting = batches(jobs, small=self._window())
        self._out: dict[Future[bytes], list[Job]] = {}
        with client.as_current():
            self._ready = as_completed()
        self._suspects: list[Job] = []
        self._one_by_one = False
        self._unfit = 0

    def results(self) -> Iterator[Done]:
        """As they are ready. Raises `ClusterError` if the cluster is lost."""
        self._fill()
        yield from self._all_that_is_out()
        self._one_by_one = True
        for job in self._suspects:
            # Nothing else runs meanwhile: whatever ends a worker now is this job's doing.
            self._submit([job])
            yield from self._all_that_is_out()

    def cancel(self) -> None:
        """Take back what is still out; a batch that runs already runs to its end."""
        if self._out and self._client.status == "running":
            self._client.cancel(list(self._out))
        self._out.clear()

    def _all_that_is_out(self) -> Iterator[Done]:
        for future in self._ready:
            yield from self._collect(future)
            self._fill()

    def _window(self) -> int:
        """Batches that may be out: the class need not fit into memory."""
        try:
            workers = len(self._client.nthreads())
        except OSError:
            raise self._lost() from None
        return max(1, workers) * TASKS_A_WORKER

    def _fill(self) -> None:
        window = self._window()
        while len(self._out) < window and (batch := next(self._waiting, None)):
            self._submit(batch)

    def _submit(self, batch: list[Job]) -> None:
        """The name of a task is the hash of its content: it may run anywhere, and again."""
        parcel = pack_jobs(batch)
        content = hashlib.sha256(self._plugin.encode() + parcel).hexdigest()
        key = f"{'alone' if self._one_by_one else 'grade'}-{content}"
        future = self._client.submit(grade_parcel, self._plugin, parcel, key=key)
        self._out[future] = batch
        self._ready.add(future)

    def _collect(self, future: Future[bytes]) -> list[Done]:
        """The results of a batch; none yet if it must run again. Raises `ClusterError` if all
        that is out is lost."""
        batch = self._out.pop(future)
        try:
            return list(unpack_results(future.result()))
        except CancelledError:
            raise self._lost() from None
        except NoWorkerError:
            raise ClusterError(
                f"{self._where}: found no worker any more. What was graded is kept: start workers "
                "and run the command again"
            ) from None
        except UnfitWorkerError as error:
            self._send_home(error)
            self._client.retry([future])
            self._out[future] = batch
            self._ready.add(future)
            return []
        except Exception as error:
            return self._given_up(batch, error)

    def _lost(self) -> ClusterError:
        return ClusterError(
            f"{self._where}: the scheduler is gone, or somebody cancelled the run. What was "
            "graded is kept: look at the scheduler's log and run the command again"
        )

    def _given_up(self, batch: list[Job], error: Exception) -> list[Done]:
        """A batch is put aside, to run one by one; a single job is told as a grader error."""
        why = " ".join(str(error).split()) or repr(error)
        if self._one_by_one:
            failure = pack_graded(Graded(problem=why, is_graders=True))
            return [Done(job.key, failure) for job in batch]
        log.warning("%d submissions run again, one by one: %s", len(batch), why)
        self._suspects += batch
        return []

    def _send_home(self, error: UnfitWorkerError) -> None:
        """A worker that can't grade takes no more tasks; with too many of them the run stops."""
        self._unfit += 1
        if self._unfit > UNFIT:
            raise ClusterError(f"{self._where}: worker {error.address} can't grade: {error.why}")
        log.warning("worker %s can't grade and is sent home: %s", error.address, error.why)
        self._client.retire_workers([error.address])
