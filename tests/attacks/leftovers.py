"""Leaving something behind for whoever is graded next: nothing of it may be there."""

from attack import Attack, call, cell

KEPT = r"(left|Error)"
TRY = """
def left(work):
    try:
        work()
        print("left it")
    except Exception as error:
        print(type(error).__name__, error)
"""


def leaves(name: str, steals: str, code: str, *, keep: bool = True) -> Attack:
    return Attack(name, steals, KEPT, cell(TRY + code), keep=keep)


ATTACKS = (
    leaves(
        "files",
        "temporary folders and the working folder",
        """
import os, tempfile
for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run/user/0", ".", "..", "../..",
               os.path.expanduser("~"), tempfile.gettempdir()):
    left(lambda: open(os.path.join(folder, "canary-left.py"), "w").write("owned"))
""",
    ),
    leaves(
        "packages",
        "numpy, IPython and the checks on the disk, and their compiled files",
        """
import os, numpy, IPython, autograder.checks, json
for module in (numpy, IPython, autograder.checks, json):
    folder = os.path.dirname(module.__file__)
    for name in ("canary-left.py", "__init__.py", "__pycache__/canary-left.pyc",
                 "../canary-left.pth", "../sitecustomize.py"):
        left(lambda: open(os.path.join(folder, name), "a").write(""))
""",
    ),
    leaves(
        "settings",
        "what matplotlib, IPython and Python read when they start",
        """
import os
for variable in ("MPLCONFIGDIR", "IPYTHONDIR", "HOME"):
    folder = os.environ.get(variable, "/tmp")
    for name in ("matplotlibrc", "fontlist-v390.json", "profile_default/startup/canary-left.py",
                 ".config/matplotlib/matplotlibrc", ".pythonrc", ".bashrc",
                 "profile_default/history.sqlite"):
        def write():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            open(path, "a").write("canary-left")
        left(write)
""",
    ),
    leaves(
        "shared-memory",
        "shared memory, semaphores and queues, which outlive a process",
        """
import ctypes
from multiprocessing import shared_memory
libc = ctypes.CDLL(None, use_errno=True)
def ipc(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
left(lambda: ipc(libc.shmget(0x5EC12E7, 4096, 0o1666)))
left(lambda: ipc(libc.semget(0x5EC12E7, 1, 0o1666)))
left(lambda: ipc(libc.msgget(0x5EC12E7, 0o1666)))
left(lambda: shared_memory.SharedMemory("canary_left", create=True, size=64))
""",
    ),
    leaves(
        "sockets",
        "an abstract socket that a daemon listens on",
        """
import os, socket, time
def listen():
    line = socket.socket(socket.AF_UNIX)
    line.bind("\\0canary-left")
    line.listen()
    if os.fork() == 0:
        os.setsid()
        time.sleep(60)
        os._exit(0)
left(listen)
""",
    ),
    leaves(
        "the-process",
        "modules, the environment, limits and signals of this very process",
        """
import builtins, os, sys, resource, signal, random, numpy as np
os.environ["CANARY_LEFT"] = os.environ["PYTHONSTARTUP"] = "canary-left"
builtins.print_left = np.left = sys.left = "left"
np.sum = lambda *a, **k: 42
sys.modules["csv"] = None
random.seed(99); np.random.seed(99)
left(lambda: os.chdir("/"))
left(lambda: os.umask(0o777))
left(lambda: signal.signal(signal.SIGALRM, signal.SIG_IGN))
left(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32)))
""",
    ),
    Attack(
        "from-a-test",
        "the test after this one",
        r"AssertionError",
        call(
            """
            import builtins, os
            builtins.owned = True
            globals()["guesses"] = lambda: [0, 0, 0]
            open("data.csv", "w").write("value\\n0\\n")
            os.environ["CANARY_LEFT"] = "1"
            return 0
            """
        ),
        honest=("guesses", "share"),
        earns=5,
    ),
    leaves(
        "odd-files",
        "whoever tidies up: folders without rights, pipes, links, endless depth, odd names",
        """
import os
left(lambda: os.mkfifo("pipe"))
left(lambda: os.symlink("/", "root"))
left(lambda: os.symlink("@ROOT@/gradebook.db", "data3.csv"))
left(lambda: (os.makedirs("shut/in"), os.chmod("shut", 0)))
left(lambda: os.makedirs("/".join(["deep"] * 400)))
left(lambda: open("-rf *\\n\\x1b[2J<b>.txt", "w").write("x"))
left(lambda: open("p1.ipynb", "w").write("{}"))
left(lambda: open(".hidden", "w").write("x"))
left(lambda: os.truncate(os.open("sparse", os.O_CREAT | os.O_WRONLY), 15 << 20))
""",
        # Folders that are shut or deeper than `disk.MAX_DEPTH` end a room in which they are seen.
        # On a quick machine its notebook is graded before anybody looks.
        keep=False,
    ),
)
