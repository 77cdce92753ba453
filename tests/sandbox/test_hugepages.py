"""The memory of a warm process in huge pages."""

import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

HUGE = Path("/sys/kernel/mm/transparent_hugepage/enabled")
LINUX = tuple(map(int, re.findall(r"\d+", platform.release())[:2]))
WARM = """
import numpy, IPython, ctypes
from pathlib import Path
from autograder.sandbox import linux
from autograder.sandbox.hugepages import collapse_memory
open_before = open("/proc/self/smaps_rollup")
linux.hide_memory()
collapse_memory()
print(open_before.read())
"""


@pytest.mark.skipif(
    LINUX < (6, 1) or not HUGE.exists() or "[never]" in HUGE.read_text(),
    reason="this kernel makes no huge pages when asked to",
)
def test_a_process_without_a_look_at_its_own_memory_map_gets_huge_pages():
    told = subprocess.run([sys.executable, "-c", WARM], capture_output=True, text=True, check=True)
    assert int(re.search(r"AnonHugePages: +(\d+) kB", told.stdout)[1]) >= 2048
