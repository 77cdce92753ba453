"""What honest notebooks do works behind the walls of every tier."""

import pytest
from conftest import text_of

HONEST = {
    "standard library": """
import array, bisect, calendar, collections, contextlib, copy, csv, ctypes, dataclasses, datetime
import decimal, enum, fractions, functools, glob, hashlib, heapq, inspect, io, itertools, json
import locale, logging, math, multiprocessing, operator, os, pathlib, pickle, platform, pprint
import queue, random, re, secrets, shelve, shutil, sqlite3, statistics, string, struct, subprocess
import sys, tarfile, tempfile, textwrap, threading, time, timeit, traceback, types, typing
import unittest, urllib.request, uuid, xml.etree.ElementTree, zipfile, zlib, zoneinfo
""",
    "numpy": """
import numpy as np
a = np.random.default_rng(0).normal(size=(200, 200))
assert np.allclose(np.linalg.inv(a) @ a, np.eye(200))
assert np.fft.fft(np.ones(8)).shape == (8,)
""",
    "numpy files": """
import numpy as np
np.save('a.npy', np.arange(5)); np.savez('b.npz', x=np.ones(3)); np.savetxt('c.txt', np.eye(2))
assert np.load('a.npy').sum() == 10
assert np.load('b.npz')['x'].sum() == 3
assert np.loadtxt('c.txt').shape == (2, 2)
assert np.load('a.npy', mmap_mode='r')[1] == 1
""",
    "decimal": "from decimal import Decimal\nassert Decimal('0.1') * 3 == Decimal('0.3')",
    "sqlite": """
import sqlite3
for name in (':memory:', 'file.db'):
    base = sqlite3.connect(name)
    base.execute('create table t (x)')
    base.execute('insert into t values (1)')
    base.commit()
    assert base.execute('select x from t').fetchall() == [(1,)]
    base.close()
""",
    "ctypes": "import ctypes\nassert ctypes.CDLL(None).abs(-3) == 3\nctypes.CFUNCTYPE(None)(id)",
    "pool of threads": """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(16) as pool:
    assert sum(pool.map(abs, range(100))) == 4950
""",
    "threads": """
import threading, queue
line, threads = queue.Queue(), []
for n in range(10):
    threads.append(threading.Thread(target=line.put, args=(n,)))
    threads[-1].start()
for thread in threads: thread.join()
assert sorted(line.queue) == list(range(10))
""",
    "asyncio": """
import asyncio
async def later(n):
    await asyncio.sleep(0.01)
    return n
assert await asyncio.gather(*(later(n) for n in range(5))) == [0, 1, 2, 3, 4]
assert await asyncio.to_thread(abs, -1) == 1
assert await asyncio.wait_for(later(1), 5) == 1
""",
    "fork": """
import os
reading, writing = os.pipe()
child = os.fork()
if child == 0:
    os.write(writing, b'hello')
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
assert os.read(reading, 5) == b'hello'
""",
    "plot": """
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.plot([1, 2, 3]); axes.set_title('$x^2$ 中'); axes.text(0, 1, 'serif', family='serif')
plt.savefig('plot.png'); plt.savefig('plot.pdf'); plt.savefig('plot.svg'); plt.close()
import os
assert os.path.getsize('plot.png') > 1000
""",
    "files": """
import os, pathlib, shutil
pathlib.Path('a').mkdir()
pathlib.Path('a/b.txt').write_text('hello')
shutil.copy('a/b.txt', 'c.txt'); shutil.copy2('a/b.txt', 'd.txt'); shutil.copytree('a', 'e')
shutil.move('c.txt', 'f.txt')
shutil.make_archive('g', 'zip', 'a'); shutil.unpack_archive('g.zip', 'h')
assert pathlib.Path('h/b.txt').read_text() == 'hello'
os.replace('f.txt', 'i.txt'); os.chmod('i.txt', 0o600); os.utime('i.txt')
pathlib.Path('i.txt').touch()
assert sorted(os.listdir('.')) == ['a', 'd.txt', 'e', 'g.zip', 'h', 'i.txt']
assert os.path.abspath('a') == os.path.join(os.getcwd(), 'a') == str(pathlib.Path('a').resolve())
with open('i.txt', 'a') as file: file.write('x'); file.flush(); os.fsync(file.fileno())
with open('i.txt', 'r+') as file: file.truncate(2)
shutil.rmtree('a'); os.remove('i.txt')
""",
    "temporary files": """
import tempfile, os
with tempfile.NamedTemporaryFile() as file: file.write(b'x')
with tempfile.TemporaryDirectory() as folder: open(os.path.join(folder, 'x'), 'w').close()
with tempfile.TemporaryFile() as file: file.write(b'x')
with tempfile.SpooledTemporaryFile() as file: file.write(b'x')
""",
    "time": """
import time, datetime, zoneinfo
time.sleep(0.01); time.perf_counter(); time.process_time(); time.thread_time(); time.localtime()
assert datetime.datetime.now().year > 2000
assert zoneinfo.ZoneInfo('Europe/Berlin')
""",
    "signals": """
import signal
signal.signal(signal.SIGUSR1, lambda *_: None); signal.raise_signal(signal.SIGUSR1)
""",
    "machine": """
import os, platform, sys
assert os.cpu_count() >= 1
platform.platform(); platform.python_version(); os.uname(); os.getpid(); os.getcwd(); os.cpu_count()
""",
    "shared memory of one process": "import mmap\nwith mmap.mmap(-1, 4096) as m: m[:2] = b'ab'",
    "random": "import random, secrets, uuid\nrandom.random(); secrets.token_hex(); uuid.uuid4()",
    "shell escape": "!pip install numpy\n%matplotlib inline\n%timeit -n1 -r1 1",
    "tests of one's own": """
import unittest, doctest
class T(unittest.TestCase):
    def test(self): self.assertEqual(1, 1)
assert unittest.TextTestRunner(stream=__import__('io').StringIO()).run(
    unittest.defaultTestLoader.loadTestsFromTestCase(T)).wasSuccessful()
""",
    "checks": "from autograder.checks import check\nassert check.language == 'en'",
}


@pytest.mark.parametrize("source", HONEST.values(), ids=HONEST)
def test_honest_code_runs(rooms, source):
    with rooms.open() as room:
        run = room.run_cell(source, 1)
        assert run.ok, [output.get("traceback", output) for output in run.outputs][-1]


@pytest.mark.parametrize("tier", ["A", "C"])  # in tier B there is no /dev/shm
def test_pools_and_locks_of_multiprocessing_work(tier, in_tier):
    source = """
import multiprocessing, multiprocessing.dummy
for kind in (multiprocessing.dummy, multiprocessing):
    with kind.Pool(4) as pool:
        assert pool.map(abs, range(-50, 0)) == list(range(50, 0, -1))
"""
    with in_tier(tier).open() as room:
        run = room.run_cell(source, 1)
        assert run.ok, run.outputs


def test_a_plot_is_shown(rooms):
    with rooms.open() as room:
        run = room.run_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()", 1)
    assert run.ok, run.outputs
    assert any("image/png" in output.get("data", {}) for output in run.outputs)


def test_no_plot_warns_of_a_folder_that_cannot_be_written(rooms):
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('中文')\nplt.show()"
    with rooms.open() as room:
        run = room.run_cell(source, 1)
    told = "".join(o["text"] for o in run.outputs if o.get("name") == "stderr")
    assert "MPLCONFIGDIR" not in told
    assert "not a writable" not in told


def test_a_network_error_is_one_that_a_student_understands(closed_rooms):
    with closed_rooms.open() as room:
        source = "import urllib.request\ntry:\n    urllib.request.urlopen('https://example.org')\n"
        run = room.run_cell(source + "except OSError as error:\n    print(error)", 1)
    assert run.ok, run.outputs
    assert "urlopen error" in text_of(run)


def test_data_files_are_there_and_can_be_changed(rooms, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.csv").write_text("1,2")
    with rooms.open(tmp_path) as room:
        run = room.run_cell("with open('data/x.csv', 'a') as file: file.write(',3')", 1)
        assert run.ok, run.outputs
        assert room.run_cell("import os\nos.remove('data/x.csv'); os.rmdir('data')", 2).ok
    assert (tmp_path / "data" / "x.csv").read_text() == "1,2"


def test_new_files_are_copied_out(rooms, tmp_path):
    with rooms.open(tmp_path) as room:
        assert room.run_cell("import os\nos.mkdir('a')\nopen('a/b', 'w').write('x')", 1).ok
        room.copy_out(tmp_path)
    assert (tmp_path / "a" / "b").read_text() == "x"
