"""The suites on other arithmetic: no SIMD, other BLAS kernels, the oldest and the newest numpy.

Two right programs differ by rounding, and rounding differs between machines. What a student's
laptop computes must earn there what it earns here. And the inputs differ between courses: a
course's secret must not make a right program wrong, or hide a mistake.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from autograder.audit.record import NoiseRun
from autograder.judge.draws import SECRET_FILE

PROJECT = Path(__file__).resolve().parents[2]
KERNELS = ("Prescott", "Haswell", "SkylakeX")
JUDGED = ("solutions", "tests/hidden", "tests/mistakes", "tests/spellings", "tests/equivalent")
# pyproject.toml promises it; its wheels are for Python 3.8 to 3.11.
OLDEST_NUMPY, LAST_PYTHON_OF_OLDEST = "1.24.0", (3, 11)
MOST_SECONDS = 600
PIP = (sys.executable, "-m", "pip", "--quiet")
SECRETS = 3
INSTALLING = "{} can't be installed here"

Report = Callable[[str], None]


def noise_runs(
    root: Path, install: bool, workers: int = 1, report: Report = lambda _: None
) -> list[NoiseRun]:
    """All of them. `install`: whether other versions of numpy may be fetched."""
    plain = suites(root, sys.executable, {})
    plans: list[tuple[str, Callable[[str], NoiseRun]]] = [
        ("nothing changed", lambda name: run_of(name, plain)),
        ("no SIMD features", lambda name: without_features(root, name, plain)),
    ]
    for number in range(1, SECRETS + 1):
        plans.append((f"inputs of another course, {number}", lambda name: with_secret(root, name)))
    plans += [(f"BLAS kernel {kernel}", _kernel_run(root, kernel, plain)) for kernel in KERNELS]
    plans += [
        ("oldest numpy", lambda name: with_numpy(root, name, oldest(), install)),
        ("newest numpy", lambda name: with_numpy(root, name, "numpy", install)),
    ]

    def run_one(plan: tuple[str, Callable[[str], NoiseRun]]) -> NoiseRun:
        name, run = plan
        report(name)
        return run(name)

    # Threads: each only waits for a process.
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run_one, plans))


def suites(root: Path, python: str, variables: dict[str, str]) -> dict[str, Any]:
    """Run the suites in another process; what it says. `failures` says if it said nothing."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [python, "-m", "autograder.audit.suites", str(root)],
        env={**environment, **variables},
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        return {"failures": [f"the suites did not run: {last}"]}
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def run_of(name: str, told: dict[str, Any]) -> NoiseRun:
    """As a record."""
    kept = ("numpy", "python", "kernel", "programs", "mistakes", "failures")
    return NoiseRun(name, **{key: told[key] for key in kept if key in told})


def with_secret(root: Path, name: str) -> NoiseRun:
    """A copy of the course with a secret of its own, from which hidden inputs are drawn anew.

    The secret is the name, so that a complaint comes back in the next run.
    """
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        copy = Path(folder)
        for part in JUDGED:
            if (root / part).is_dir():
                shutil.copytree(root / part, copy / part)
        (copy / "tests" / "hidden" / SECRET_FILE).write_text(name, encoding="utf-8")
        return run_of(name, suites(copy, sys.executable, {}))


def without_features(root: Path, name: str, plain: dict[str, Any]) -> NoiseRun:
    """numpy's own loops on what every processor of this kind can do."""
    features = plain.get("features", [])
    if not features:
        return NoiseRun(name, skipped="numpy uses none here beyond those that it takes for granted")
    told = suites(root, sys.executable, {"NPY_DISABLE_CPU_FEATURES": " ".join(features)})
    left = told.get("features")
    if left:
        return NoiseRun(name, failures=[f"still in use: {' '.join(left)}"])
    return run_of(name, told)


def _kernel_run(root: Path, kernel: str, plain: dict[str, Any]) -> Callable[[str], NoiseRun]:
    def run(name: str) -> NoiseRun:
        if plain.get("kernel") in ("", None):
            return NoiseRun(name, skipped="numpy brings no OpenBLAS here")
        if plain["kernel"] == kernel:
            return NoiseRun(name, skipped="it is the one that is used anyhow")
        told = suites(root, sys.executable, {"OPENBLAS_CORETYPE": kernel})
        if told.get("kernel") == plain["kernel"]:
            return NoiseRun(name, skipped=f"OpenBLAS took {plain['kernel']} all the same")
        return run_of(name, told)

    return run


def oldest() -> str:
    """The oldest supported numpy, as pip wants it; empty where this Python is too new for it."""
    return f"numpy=={OLDEST_NUMPY}" if sys.version_info[:2] <= LAST_PYTHON_OF_OLDEST else ""


def with_numpy(root: Path, name: str, requirement: str, install: bool) -> NoiseRun:
    """The suites in an environment of their own that holds this numpy and nothing else."""
    if not install:
        return NoiseRun(name, skipped="nothing may be installed (--no-install)")
    if not requirement:
        return NoiseRun(name, skipped=f"numpy {OLDEST_NUMPY} needs Python 3.11 or older")
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        python = Path(folder) / "bin" / "python"
        for command in (
            [sys.executable, "-m", "venv", "--without-pip", folder],
            [*PIP, "--python", str(python), "install", "--only-binary=:all:", requirement],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                # What pip says names hosts and paths, and the record is published.
                return NoiseRun(name, skipped=INSTALLING.format(requirement))
        return run_of(name, suites(root, str(python), {}))
