"""A course of one small assignment, to be built, and broken in one place."""

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

SOLUTION = '''\
"""Two functions."""

import numpy as np


def double(x):
    """Twice x: x (n,) → (n,)."""
    two = np.array(2.0)
    return two * x


def shifted(x, by=1):
    """x plus a number.

        result = x + by
    """
    # A comment that belongs to the answer.
    return x + by
'''

HIDDEN = '''\
from autograder.judge.hidden import exercise


@exercise("double", points=3, zh="两倍。")
def test_double_of_one(student):
    """It doubles."""
    assert student.double(1) == 2


@exercise("double", points=0.5, zh="零。")
def test_double_of_zero(student):
    """Zero stays."""
    assert student.double(0) == 0


@exercise("shifted", points=2, zh="移动。")
def test_shifted(student):
    """It shifts."""
    assert student.shifted(1) == 2
'''

ENGLISH = """\
# Two functions

```python given="setup"
import numpy as np
```

## First

```python exercise="double"
```

```python check="double"
assert double(1) == 2
```

## Second

```python exercise="shifted"
```

Between exercise and check.

```python check="shifted"
assert shifted(1) == 2
```

```python
print(double(3))
```

The end.

```hints exercise='double'
- How many times does the number go into its double?
- Which array stands for
  that factor?
- read: First
```

```hints exercise='shifted'
- In which direction does a number move?
```
"""

CHINESE = (
    ENGLISH.replace("# Two functions", "# 两个函数")
    .replace("## First", "## 第一")
    .replace("## Second", "## 第二")
    .replace(
        'python exercise="double"\n', 'python exercise="double"\n"""x 的两倍。\n\n说明。\n"""\n'
    )
    .replace("Between exercise and check.", "练习和检查之间。")
    .replace("The end.", "完。")
    .replace("How many times does the number go into its double?", "一个数的两倍里有几个它？")
    .replace("Which array stands for\n  that factor?", "哪个数组表示这个因子？")
    .replace("read: First", "read: 第一")
    .replace("In which direction does a number move?", "这个数往哪个方向移动？")
)


@dataclass(frozen=True)
class Course:
    """The files of the small course; `change` replaces a text that must occur once."""

    root: Path

    @property
    def solution(self) -> Path:
        return self.root / "solutions" / "tiny.py"

    @property
    def hidden(self) -> Path:
        return self.root / "tests" / "hidden" / "test_tiny.py"

    def prose(self, language: str = "en") -> Path:
        return self.root / "source" / language / "tiny" / "tiny.md"

    def lesson(self, language: str = "en") -> Path:
        return self.prose(language).with_suffix(".lesson.json")

    def notebook(self, language: str = "en") -> Path:
        return self.prose(language).with_suffix(".ipynb")

    def change(self, path: Path, find: str, replace: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert text.count(find) == 1, f"{find!r} occurs {text.count(find)} times in {path}"
        path.write_text(text.replace(find, replace), encoding="utf-8")

    def change_both(self, find: str, replace: str) -> None:
        for language in ("en", "zh"):
            self.change(self.prose(language), find, replace)


@pytest.fixture
def course(tmp_path, monkeypatch):
    # Loading hidden tests puts the course's root on the path.
    monkeypatch.setattr(sys, "path", list(sys.path))
    made = Course(tmp_path)
    files = {
        made.solution: SOLUTION,
        made.hidden: HIDDEN,
        made.prose("en"): ENGLISH,
        made.prose("zh"): CHINESE,
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return made
