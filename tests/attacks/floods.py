"""Using up what everybody shares: processes, memory, disk, time, output."""

from attack import Attack, call, cell

SLOW = r"it ran (longer than \d+ seconds?|too long and did not stop)"
MANY = r"(BlockingIOError|RuntimeError: can't start|OSError|PermissionError|MemoryError)"


def floods(name: str, steals: str, code: str, words: str, keep: bool = True) -> Attack:
    return Attack(name, steals, words, cell(code), keep=keep)


ATTACKS = (
    floods(
        "fork-bomb",
        "all processes",
        """
        import os
        for _ in range(3000):
            if os.fork() == 0:
                while True:
                    os.fork()
        """,
        rf"({MANY}|{SLOW}|ended the notebook's process)",
        keep=False,
    ),
    floods(
        "threads",
        "all threads",
        """
        import threading, time
        for _ in range(20_000):
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        """,
        rf"({MANY}|{SLOW}|ended the notebook's process)",
        keep=False,
    ),
    floods(
        "memory",
        "all memory",
        "hoard = []\nwhile True:\n    hoard.append(bytearray(64 << 20))",
        rf"(MemoryError|ended the notebook's process|{SLOW})",
    ),
    floods(
        "memory-in-one-go",
        "all memory, through numpy",
        "import numpy as np\nnp.ones((1 << 20, 1 << 20))",
        r"Unable to allocate",
    ),
    floods(
        "disk",
        "the disk",
        """
        block = b"x" * (1 << 20)
        for number in range(10_000):
            with open(f"fill-{number}", "wb") as file:
                for _ in range(15):
                    file.write(block)
        """,
        rf"(OSError: \[Errno (27|28|122)\]|{SLOW}|ended the notebook's process)",
    ),
    floods(
        "one-large-file",
        "the disk, with one file",
        """
        import os
        with open("fill", "wb") as file:
            os.posix_fallocate(file.fileno(), 0, 1 << 40)
        """,
        r"(OSError: \[Errno (27|28)\]|ended the notebook's process)",
    ),
    floods(
        "inodes",
        "all inodes",
        """
        for number in range(10_000_000):
            open(f"file-{number}", "w").close()
        """,
        rf"(OSError: \[Errno (28|122)\]|{SLOW}|files and folders)",
    ),
    floods(
        "descriptors",
        "all file descriptors",
        "import os\nwhile True:\n    os.open('/dev/null', 0)",
        r"Too many open files",
        keep=False,
    ),
    floods(
        "output",
        "the gradebook's disk and the reader's browser, with text",
        "for _ in range(200):\n    print('spam ' * 100_000)",
        r"more output than allowed",
    ),
    floods(
        "endless-output",
        "the same without an end",
        "while True:\n    print('spam ' * 1000)",
        rf"(more output than allowed|{SLOW})",
    ),
    floods(
        "displays",
        "the same with a hundred thousand outputs",
        "for number in range(100_000):\n    display(number)",
        rf"(more output than allowed|{SLOW}|ended the notebook's process)",
    ),
    Attack(
        "huge-repr",
        "the judge's memory, with a value whose text is endless",
        r"(AssertionError|MemoryError|Error)",
        call(
            "return Long()",
            before="class Long:\n    def __repr__(self): return 'x' * (1 << 28)\n"
            "    __str__ = __repr__\n",
        ),
    ),
    Attack(
        "huge-error",
        "the same with an error's message",
        r"ValueError: xxx",
        call("raise ValueError('x' * (1 << 27))"),
    ),
    Attack(
        "recursion",
        "the stack",
        rf"(RecursionError|{SLOW}|MemoryError|process has ended)",
        call("sys.setrecursionlimit(2_000_000_000)\nreturn square(x) + 1", before="import sys"),
    ),
    floods(
        "recursion-in-c",
        "the stack, below Python's own count",
        """
        import sys
        sys.setrecursionlimit(2_000_000_000)
        nested = []
        for _ in range(3_000_000):
            nested = [nested]
        repr(nested)
        """,
        rf"(ended the notebook's process|RecursionError|MemoryError|{SLOW})",
    ),
    floods("endless", "all time", "while True:\n    pass", SLOW),
    Attack("endless-call", "all time, within a test", SLOW, call("while True: pass")),
    floods("endless-in-c", "all time, in a loop that no signal stops", "10 ** 10 ** 8", SLOW),
    floods(
        "endless-in-numpy",
        "the same in numpy",
        "import numpy as np\nx = np.ones((2500, 2500))\nfor _ in range(10_000): x = x @ x * 1e-9",
        SLOW,
    ),
    floods(
        "deaf",
        "all time, with every error swallowed and every signal blocked",
        """
        import signal
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        signal.setitimer(signal.ITIMER_REAL, 0)
        while True:
            try:
                while True: pass
            except BaseException: pass
        """,
        SLOW,
    ),
    floods("sleep", "all time, without using any", "import time\ntime.sleep(10_000)", SLOW),
    floods(
        "regular-expression",
        "all time, in a regular expression",
        "import re\nre.match('(a*)*b', 'a' * 60)",
        SLOW,
    ),
)
