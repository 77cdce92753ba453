"""The rooms of the house: imports go one way, and answers stay where students can't reach."""

import ast
import contextlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "autograder"

# A layer may import from itself and from the layers before it.
LAYERS = (
    "checks",
    "sandbox",
    "diagnose",
    "judge",
    "build",
    "nbgrader",
    "audit",
    "batch",
    "course",
    "doctor",
    "starter",
    "report",
    "gradescope",
    "demo",
    "workbench",
    "cli",
)
# Beside each other: neither may import the other.
APART = {
    ("nbgrader", "build"),
    ("report", "build"),
    ("report", "nbgrader"),
    ("demo", "nbgrader"),
    ("audit", "nbgrader"),
    ("batch", "audit"),
    ("report", "audit"),
    ("gradescope", "build"),
    ("gradescope", "audit"),
    ("demo", "audit"),
    # What students run needs nothing of what instructors run.
    *(("workbench", layer) for layer in LAYERS if layer not in ("checks", "workbench", "cli")),
}


def imported_by(path: Path) -> set[str]:
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            modules.add(node.module or "")
    return modules


def layer_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "autograder" and len(parts) > 1 else None


def wrong_imports(importer: str, modules: set[str]) -> list[str]:
    layers = {layer_of(module) for module in modules} - {None}
    return [
        layer
        for layer in layers
        if LAYERS.index(layer) > LAYERS.index(importer) or (importer, layer) in APART
    ]


def test_imports_go_one_way():
    wrong = {
        str(path.relative_to(PACKAGE)): wrong_imports(path.relative_to(PACKAGE).parts[0], names)
        for path in PACKAGE.rglob("*/*.py")
        if (names := imported_by(path))
    }
    assert len(wrong) > 100
    assert {path: layers for path, layers in wrong.items() if layers} == {}


def test_an_import_against_the_current_is_found():
    assert wrong_imports("checks", {"autograder.judge.hidden"}) == ["judge"]
    assert wrong_imports("report", {"autograder.nbgrader.config"}) == ["nbgrader"]
    assert wrong_imports("judge", {"autograder.checks", "numpy"}) == []


def test_a_students_notebook_needs_numpy_and_nothing_else():
    """IPython shows and matplotlib draws, where they are: see the next test."""
    used = {"autograder", "numpy", "IPython", "matplotlib"}
    for path in (PACKAGE / "checks").rglob("*.py"):
        roots = {module.split(".")[0] for module in imported_by(path)}
        assert roots <= used | set(sys.stdlib_module_names), path


def test_importing_the_checks_imports_neither_ipython_nor_matplotlib():
    code = (
        "import sys, autograder.checks; "
        "print([name for name in ('IPython', 'matplotlib', 'nbgrader') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def answer_lines() -> set[str]:
    """Lines of the reference that are answers: what stands in a body, and is no commonplace."""
    lines: set[str] = set()
    for solution in (ROOT / "solutions").glob("*.py"):
        tree = ast.parse(solution.read_text(encoding="utf-8"))
        for function in tree.body:
            if isinstance(function, ast.FunctionDef):
                lines |= {ast.unparse(statement) for statement in function.body[1:]}
    return {line.strip() for text in lines for line in text.splitlines() if len(line.strip()) > 25}


def normal_lines(source: str) -> set[str]:
    with contextlib.suppress(SyntaxError):
        source = ast.unparse(ast.parse(source))
    return {line.strip() for line in source.splitlines()}


def test_the_search_for_answers_finds_one():
    source = (ROOT / "solutions" / "rnn.py").read_text(encoding="utf-8")
    assert answer_lines() & normal_lines(source)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "source"  # building leaves things behind
    shutil.copytree(PACKAGE, copy / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("solutions", "tests/hidden"):
        shutil.copytree(ROOT / name, copy / name)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder)]
    subprocess.run([*command, str(copy)], check=True)
    (found,) = folder.glob("*.whl")
    with zipfile.ZipFile(found) as archive:
        yield archive


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"autograder"}
    assert any(name.endswith("kit_feedback/index.html.j2") for name in wheel.namelist())
    assert any(name.endswith("page/templates/report.html.j2") for name in wheel.namelist())
    assert any(name.endswith("checks/lessons/rnn.json") for name in wheel.namelist())
    assert any(name.endswith("templates/nbgrader_config.py.j2") for name in wheel.namelist())
    assert any(name.endswith("student_page_config.json.j2") for name in wheel.namelist())


@pytest.mark.slow
def test_the_wheel_holds_nothing_that_only_authors_use(wheel):
    folders = {name.split("/")[1] for name in wheel.namelist() if name.count("/") > 1}
    assert "cli" in folders
    assert folders & {"audit", "doctor", "starter"} == set()


@pytest.mark.slow
def test_the_wheel_holds_no_answer_and_no_hidden_test(wheel):
    hidden = [path.read_text(encoding="utf-8") for path in ROOT.glob("tests/hidden/test_*.py")]
    nodes = [node for text in hidden for node in ast.parse(text).body]
    names = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    tests = {name for name in names if name.startswith("test_")}
    assert tests
    answers = answer_lines()
    for name in wheel.namelist():
        if name.endswith(".py"):
            source = wheel.read(name).decode("utf-8")
            assert answers & normal_lines(source) == set(), name
            assert [test for test in tests if test in source] == [], name
