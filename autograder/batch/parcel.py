"""Many jobs, or many results, as one string of bytes: what travels to a cluster and back.

A head in JSON (keys and lengths), then the payloads one after another. Nothing in it is pickled by
us and nothing is run when it is read. It is not compressed: results are already, and hand-ins are
mostly pictures, which cost the one writer 2.6 ms each and shrink by half.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from autograder.batch.jobs import Done, Job, Shared

BATCH = 25  # a task costs Dask's scheduler 3.5 ms: 0.14 ms a job
FIRST_BATCH = 5  # a small class is spread over all workers too
BYTES = 8 << 20  # of payloads in a batch; a larger job travels alone


def pack_jobs(jobs: Sequence[Job]) -> bytes:
    """What jobs share travels once."""
    shared = {job.shared.key: job.shared for job in jobs}
    numbers = {key: number for number, key in enumerate(shared)}
    head = {
        "shared": [[each.key, len(each.payload)] for each in shared.values()],
        "jobs": [[job.key, len(job.payload), numbers[job.shared.key]] for job in jobs],
    }
    return _pack(
        head, [*(each.payload for each in shared.values()), *(job.payload for job in jobs)]
    )


def unpack_jobs(parcel: bytes) -> Iterator[Job]:
    """Raises `ValueError` if these are not the bytes of `pack_jobs`."""
    head, body = _unpack(parcel)
    shared = [Shared(key, body.take(length)) for key, length in head["shared"]]
    for key, length, number in head["jobs"]:
        yield Job(key, body.take(length), shared[number])


def pack_results(results: Sequence[Done]) -> bytes:
    head = {"results": [[done.key, len(done.payload)] for done in results]}
    return _pack(head, [done.payload for done in results])


def unpack_results(parcel: bytes) -> Iterator[Done]:
    """Raises `ValueError` if these are not the bytes of `pack_results`."""
    head, body = _unpack(parcel)
    for key, length in head["results"]:
        yield Done(key, body.take(length))


class _Body:
    """Payloads, one after another."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data, self._start = data, start

    def take(self, length: int) -> bytes:
        start, self._start = self._start, self._start + length
        if self._start > len(self._data):
            raise ValueError("found a parcel that ends early; expected what its head promises")
        return self._data[start : self._start]


def _pack(head: dict[str, Any], payloads: Sequence[bytes]) -> bytes:
    text = json.dumps(head).encode()
    return b"".join([len(text).to_bytes(4, "big"), text, *payloads])


def _unpack(parcel: bytes) -> tuple[dict[str, Any], _Body]:
    try:
        start = 4 + int.from_bytes(parcel[:4], "big")
        return json.loads(parcel[4:start]), _Body(parcel, start)
    except ValueError as error:
        raise ValueError(f"found bytes that are no parcel: {error}") from error


def batches(jobs: Iterable[Job], small: int = 0) -> Iterator[list[Job]]:
    """At most `BATCH` jobs and `BYTES` each; the first `small` batches hold `FIRST_BATCH`."""
    batch: list[Job] = []
    size = number = 0
    for job in jobs:
        full = len(batch) == (FIRST_BATCH if number < small else BATCH)
        if batch and (full or size + len(job.payload) > BYTES):
            yield batch
            batch, size, number = [], 0, number + 1
        batch.append(job)
        size += len(job.payload)
    if batch:
        yield batch
