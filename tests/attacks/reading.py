"""Reading what decides the points: tests, answers, scores, other people's work."""

from attack import Attack, call, cell

# Prints what a secret looks like, wherever it is found; a secret's own letters are not here.
LOOK = """
import os, sys, re

def show(text):
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    for found in set(re.findall("canary-[0-9a-f]{8,}", str(text))):
        print("found", found)

def read(path):
    try:
        with open(path, "rb") as file:
            show(file.read(1 << 24))
    except Exception as error:
        print(type(error).__name__, "reading")

def walk(folder):
    count = 0
    for parent, folders, names in os.walk(folder):
        for name in names:
            count += 1
            read(os.path.join(parent, name))
    print("saw", count, "files")
"""
REFUSED = r"(PermissionError|FileNotFoundError|NotADirectoryError) reading"
SAW_NOTHING = r"saw 0 files"

FRAMES = """
def frames():
    frame = sys._getframe()
    while frame is not None:
        show((frame.f_code.co_filename, frame.f_locals, frame.f_globals.keys()))
        for value in list(frame.f_locals.values()):
            show(getattr(value, "__dict__", ""))
        frame = frame.f_back
    print("looked at all frames")
"""
MEMORY = """
import gc
def memory():
    for thing in gc.get_objects():
        try:
            if type(thing) in (dict, list, tuple, str, bytes):
                show(thing if len(thing) < 5000 else "")
        except Exception:
            pass
    print("looked at all objects")
"""


def reads(name: str, steals: str, code: str, words: str = REFUSED) -> Attack:
    return Attack(name, steals, words, cell(LOOK + code))


ATTACKS = (
    reads(
        "source-notebook",
        "the instructor's notebook, with hidden tests and solutions",
        "read('@ROOT@/source/en/ps1/p1.ipynb')",
    ),
    reads("hidden-tests", "the module of hidden tests", "read('@ROOT@/tests/hidden/test_rnn.py')"),
    reads("solutions", "the reference", "read('@ROOT@/solutions/rnn.py')"),
    reads("gradebook", "everybody's scores", "read('@ROOT@/gradebook.db')"),
    reads(
        "classmates",
        "a classmate's submission, and the same when it is graded",
        """
read('@ROOT@/submitted/classmate/ps1/p1.ipynb')
read('@ROOT@/autograded/classmate/ps1/p1.ipynb')
""",
    ),
    reads("the-whole-course", "any file of the course", "walk('@ROOT@')", SAW_NOTHING),
    reads(
        "relative-paths",
        "the course, from the working folder upwards",
        """
for up in range(1, 8):
    walk("../" * up + "source"), walk("../" * up + "submitted")
    read("../" * up + "gradebook.db")
""",
        SAW_NOTHING,
    ),
    reads(
        "links",
        "the gradebook, through links in the own folder that the grader would follow",
        """
for link in ("mine.txt", "data2.csv"):
    try:
        os.symlink("@ROOT@/gradebook.db", link)
    except OSError as error:
        print(type(error).__name__, "reading")
    read(link)
try:
    os.link("@ROOT@/gradebook.db", "hard.txt")
except OSError as error:
    print(type(error).__name__, "reading")
""",
    ),
    reads(
        "environment",
        "a secret in the grader's environment",
        """
show(os.environ)
print("environment:", sorted(os.environ))
read("/proc/self/environ")
read("/proc/1/environ")
""",
        r"environment: \[",
    ),
    reads(
        "proc",
        "files, memory maps and command lines of other processes",
        """
try:
    numbers = [name for name in os.listdir("/proc") if name.isdigit()]
except OSError as error:
    print(type(error).__name__, "reading")
    numbers = range(1, 300)
for number in numbers:
    for name in ("environ", "cmdline", "maps", "mem"):
        try:
            with open(f"/proc/{number}/{name}", "rb") as file:
                if name == "mem":
                    file.seek(1 << 20)
                show(file.read(1 << 16))
        except (OSError, OverflowError):
            pass
    for root in ("root", "cwd"):
        read(f"/proc/{number}/{root}@ROOT@/gradebook.db")
        read(f"/proc/{number}/{root}/gradebook.db")
""",
    ),
    reads(
        "file-descriptors",
        "what the process inherited",
        """
import stat, socket
for number in range(256):
    try:
        kind = os.fstat(number).st_mode
    except OSError:
        continue
    if stat.S_ISREG(kind):
        show(os.pread(number, 1 << 20, 0))
    print("open", number, stat.S_ISREG(kind), stat.S_ISDIR(kind))
    for here in ("gradebook.db", "@ROOT@/gradebook.db"):
        try:
            show(os.read(os.open(here, os.O_RDONLY, dir_fd=number), 1 << 20))
        except OSError:
            pass
""",
        r"open 3 False False",
    ),
    Attack(
        "frames-during-a-test",
        "expected values in the frames above the function that is called",
        "looked at all frames|AssertionError",
        call("frames(); return 0", before=LOOK + FRAMES),
    ),
    reads("frames", "what called the cell", FRAMES + "frames()", "looked at all frames"),
    Attack(
        "memory-during-a-test",
        "tests among all objects that Python keeps",
        "AssertionError",
        call("memory(); return 0", before=LOOK + MEMORY),
    ),
    reads("memory", "tests among all objects", MEMORY + "memory()", "looked at all objects"),
    reads(
        "history",
        "the cells of earlier notebooks in IPython's history",
        """
shell = get_ipython()
show([shell.user_ns.get(name) for name in ("In", "Out", "_oh", "_ih", "_dh")])
show(list(shell.history_manager.get_range(0, 0)))
show(list(shell.history_manager.get_tail(100, raw=True)))
read(os.path.join(os.environ.get("IPYTHONDIR", ""), "profile_default/history.sqlite"))
""",
    ),
    reads(
        "linecache",
        "sources of tests that a traceback or `inspect` would show",
        """
import inspect, linecache
for lines in list(linecache.cache.values()):
    show(lines)
for name, module in list(sys.modules.items()):
    if "hidden" in name or "solution" in name or "judge" in name or "course" in name:
        print("module", name)
        show(vars(module))
try:
    import solutions.rnn
    show(inspect.getsource(solutions.rnn))
except ImportError as error:
    print(type(error).__name__, "solutions")
try:
    import autograder.judge.hidden
    print("imported the judge")
except Exception as error:
    print(type(error).__name__, "judge")
""",
        r"ModuleNotFoundError solutions[\s\S]*(Permission|ModuleNotFound)Error judge",
    ),
    reads(
        "ask-the-libraries",
        "files that libraries read in C, past Python's own `open`",
        """
import ctypes, sqlite3, mmap
import numpy as np
for way in (lambda path: np.fromfile(path, "u1").tobytes(),
            lambda path: np.memmap(path, "u1", "r").tobytes(),
            lambda path: b"".join(sqlite3.connect(path).iterdump()).encode()):
    try:
        show(way("@ROOT@/gradebook.db"))
    except Exception as error:
        print(type(error).__name__, "reading")
libc = ctypes.CDLL(None, use_errno=True)
number = libc.open(b"@ROOT@/gradebook.db", 0)
print("open gives", number)
""",
        r"open gives -1",
    ),
    Attack(
        "magics",
        "the same with IPython's own words",
        r"(PermissionError|FileNotFoundError|OSError|not run|not found)",
        {
            "square": "%load @ROOT@/solutions/rnn.py\n",
            "share": "!cat @ROOT@/gradebook.db\nshown = !cat @ROOT@/solutions/rnn.py\nprint(shown)",
            "counter": "%run @ROOT@/solutions/rnn.py\n",
            "drawing": "%%bash\ncat @ROOT@/solutions/rnn.py\n",
        },
    ),
    Attack(
        "read-the-tests-of-rnn",
        "the hidden tests, the reference and the judge's own objects, from inside a test",
        r"softmax",
        call(
            """
            import numpy as np
            frames(); memory()
            for place in ("tests/hidden/test_rnn.py", "solutions/rnn.py", "gradebook.db"):
                read("@ROOT@/" + place)
            return np.zeros_like(z)
            """,
            "softmax",
            "softmax(z)",
            LOOK + FRAMES + MEMORY,
        ),
        honest=("one_hot",),
        earns=4,
        assignment="rnn",
    ),
)
