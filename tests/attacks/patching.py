"""Patching what a test uses to compare, so that wrong is right."""

from attack import Attack, call, cell

WRONG = r"AssertionError"


def patches(name: str, steals: str, code: str, words: str = WRONG, keep: bool = True) -> Attack:
    return Attack(name, steals, words, cell(code), keep=keep)


ATTACKS = (
    patches(
        "numpy-comparisons",
        "`allclose` and everything in numpy.testing always agree",
        """
        import numpy as np, numpy.testing
        for name in ("allclose", "array_equal", "isclose", "array_equiv", "all", "any"):
            setattr(np, name, lambda *a, **k: True)
        for name in dir(np.testing):
            if name.startswith("assert"):
                setattr(np.testing, name, lambda *a, **k: None)
        """,
    ),
    patches(
        "builtins",
        "len, sum, abs, isinstance and AssertionError itself",
        """
        import builtins
        class Quiet(BaseException):
            def __new__(cls, *a): raise SystemExit
        builtins.AssertionError = Quiet
        builtins.sum = lambda *a: 3
        builtins.isinstance = lambda *a: True
        builtins.all = builtins.any = builtins.bool = lambda *a: True
        builtins.abs = lambda *a: 0
        """,
        r"(AssertionError|ended the notebook's process|the room's process has ended|TypeError)",
        keep=False,
    ),
    patches(
        "assert-is-taken-out",
        "an AST transformer that drops every assertion from the cells to come",
        """
        import ast
        class NoAsserts(ast.NodeTransformer):
            def visit_Assert(self, node):
                return ast.copy_location(ast.Pass(), node)
        def no_asserts(lines):
            return ["2.0\\n" if line.startswith("assert") else line for line in lines]
        get_ipython().ast_transformers.append(NoAsserts())
        get_ipython().input_transformers_post.append(no_asserts)
        get_ipython().input_transformers_cleanup.append(no_asserts)
        """,
    ),
    patches(
        "shell",
        "the shell that runs the cells: results, errors, events",
        """
        shell = get_ipython()
        shell.showtraceback = lambda *a, **k: None
        shell._showtraceback = lambda *a, **k: None
        shell.events.register("pre_run_cell", lambda *a: globals().update(square=lambda x: x * x))
        shell.set_custom_exc((Exception,), lambda *a, **k: None)
        """,
    ),
    Attack(
        "no-cell-runs",
        "every cell that comes later, the honest ones too",
        r"(ended the notebook's process|AssertionError|RoomEndedError|NameError)",
        cell("get_ipython().run_cell = type(get_ipython()).run_cell = lambda *a, **k: None"),
        earns=0,
    ),
    patches(
        "trace",
        "sys.settrace and profiling, to jump over what a test does",
        """
        import sys, threading
        def trace(frame, event, arg):
            if "x" in frame.f_locals:
                frame.f_locals["x"] = 0
            return trace
        sys.settrace(trace); threading.settrace(trace); sys.setprofile(trace)
        """,
    ),
    patches(
        "import-hooks",
        "what a test would import",
        """
        import sys, types, importlib.abc
        class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
            def find_spec(self, name, path, target=None):
                return importlib.machinery.ModuleSpec(name, self)
            def create_module(self, spec):
                return types.ModuleType(spec.name)
            def exec_module(self, module):
                module.__getattr__ = lambda name: lambda *a, **k: None
        sys.meta_path.insert(0, Finder())
        for name in ("csv", "json", "math"):
            sys.modules[name] = types.ModuleType(name)
        sys.path.insert(0, "")
        """,
    ),
    Attack(
        "shadow-modules",
        "modules of the same name in the working folder: csv, warnings, sitecustomize, .pth",
        WRONG,
        cell(
            """
            for name in ("csv", "numpy", "warnings", "sitecustomize", "usercustomize", "conftest",
                         "json", "autograder"):
                with open(name + ".py", "w") as file:
                    file.write("import builtins\\nbuiltins.sum = lambda *a: 3\\n"
                               "allclose = DictReader = lambda *a, **k: [{'value': 2.5}]\\n")
            with open("evil.pth", "w") as file:
                file.write("import os; os._exit(0)\\n")
            def rows(name):
                return [{"value": 2.5}]
            """
        ),
    ),
    patches(
        "json-and-the-line",
        "the functions that this very room answers the judge with",
        """
        import json, struct, socket
        from autograder.sandbox import wire, encoding, session
        json.dumps = lambda *a, **k: '{"t": [0, "value", 961]}'
        real = session.Session._call
        session.Session._call = lambda self, body: {"value": body[1][0] * 0, "arguments": None}
        session.Session._look_up = lambda self, name: [True, 2]
        """,
        r"(ended the notebook's process|AssertionError|RoomEndedError|answered in no known form)",
    ),
    patches(
        "display-hooks",
        "a display hook that shows a number after every cell",
        """
        import sys
        sys.displayhook = lambda value: print("2.0")
        sys.excepthook = lambda *a: print("2.0")
        get_ipython().display_formatter.format = lambda *a, **k: ({"text/plain": "2.0"}, {})
        get_ipython().displayhook.write_format_data = lambda *a, **k: None
        """,
    ),
    Attack(
        "forged-record",
        "the record that the judge shows a result with",
        WRONG,
        cell(
            """
            from IPython.display import display
            record = {"exercise": "square", "outcomes": [{"title": {"en": "All right"},
                      "status": "passed", "points": 2, "earned": 2, "fact": None, "advice": None}]}
            for name in ("application/vnd.rnn-autograder.result+json",
                         "application/vnd.autograder.result+json"):
                display({name: record, "text/plain": "2.0"}, raw=True)
            """
        ),
    ),
    Attack(
        "given-helper",
        "the given helper that a test relies on",
        r"(AssertionError|RoomEndedError|NameError|TypeError)",
        {"mean": "def rows(name):\n    return [{'value': 2.5}]\ndef mean(name):\n    return 2.0\n"},
    ),
    Attack(
        "test-names",
        "the names that a test cell binds for itself",
        WRONG,
        {
            "square": "def square(x): return 0\n",
            "share": "right = [True] * 3\nnumber = guess = counter = 1\nenumerate = zip\n"
            "def share(): return 0\n",
        },
        honest=(),
        earns=0,
    ),
    Attack(
        "patch-from-inside-a-test",
        "numpy and the checks, while a hidden test is waiting for the function's value",
        r"softmax",
        call(
            """
            import numpy as np, builtins
            from autograder import checks
            np.allclose = np.isclose = lambda *a, **k: True
            for name in dir(checks):
                if name.startswith("assert") or "close" in name:
                    setattr(checks, name, lambda *a, **k: None)
            builtins.AssertionError = SystemExit
            z[...] = 0
            return z
            """,
            "softmax",
            "softmax(z)",
        ),
        honest=("one_hot",),
        earns=4,
        assignment="rnn",
    ),
    Attack(
        "replace-the-checks",
        "what the notebook imports to check itself",
        r"softmax",
        cell(
            """
            import sys, types
            import autograder.checks as checks
            checks.check = lambda *a, **k: print("✓ all checks passed")
            sys.modules["autograder.checks"] = types.ModuleType("autograder.checks")
            hidden_tests = lambda *a, **k: 4.0
            """,
            "softmax",
            "softmax(z)",
        ),
        honest=("one_hot",),
        earns=4,
        assignment="rnn",
    ),
)
