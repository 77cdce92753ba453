"""Parcels: what travels between a writer and a Dask cluster."""

import pytest

from autograder.batch.jobs import Done, Job, Shared
from autograder.batch.parcel import (
    BATCH,
    BYTES,
    FIRST_BATCH,
    batches,
    pack_jobs,
    pack_results,
    unpack_jobs,
    unpack_results,
)

SHARED = Shared("shared", b"\x00tests" * 100)
JOBS = [Job(f"key{number}", bytes([number]) * number, SHARED) for number in range(120)]


def test_jobs_come_back_as_they_were_packed():
    other = Shared("other", b"")
    jobs = [*JOBS[:3], Job("é", b"", other), JOBS[3]]
    assert list(unpack_jobs(pack_jobs(jobs))) == jobs


def test_what_jobs_share_travels_once():
    assert pack_jobs(JOBS).count(SHARED.payload) == 1


def test_results_come_back_as_they_were_packed():
    results = [Done("a", b"\xff\x00"), Done("b", b"")]
    assert list(unpack_results(pack_results(results))) == results


@pytest.mark.parametrize("damage", [b"", b"\x00", b"not a parcel", pack_jobs(JOBS)[:-1]])
def test_damaged_bytes_are_refused(damage):
    with pytest.raises(ValueError, match="found"):
        list(unpack_jobs(damage))


def test_a_batch_is_full_by_number():
    sizes = [len(batch) for batch in batches(JOBS)]
    assert sizes == [BATCH] * 4 + [20]


def test_the_first_batches_are_small():
    sizes = [len(batch) for batch in batches(JOBS, small=4)]
    assert sizes == [FIRST_BATCH] * 4 + [BATCH] * 4


def test_a_batch_is_full_by_size_and_a_huge_job_travels_alone():
    large = [Job(str(number), bytes(BYTES // 3), SHARED) for number in range(4)]
    huge = Job("huge", bytes(BYTES + 1), SHARED)
    keys = [[job.key for job in batch] for batch in batches([*large, huge, JOBS[1]])]
    assert keys == [["0", "1", "2"], ["3"], ["huge"], ["key1"]]


def test_every_job_is_in_one_batch_in_its_order():
    assert [job for batch in batches(JOBS, small=2) for job in batch] == JOBS
