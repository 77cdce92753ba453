"""Which of the files that a student handed in is the notebook."""

import pytest

from autograder.gradescope.handin import HandInError, find_hand_in
from autograder.report.words import say

MOST = 1000


def hand_in(folder, *names, content=b"{}"):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def refusal(folder, *names):
    with pytest.raises(HandInError) as error:
        find_hand_in(folder, names, {}, MOST)
    return say(error.value.told, "en")


@pytest.mark.parametrize("name", ["rnn.ipynb", "作业 (1).ipynb", "deep/er/x.IPYNB"])
def test_the_only_notebook_is_taken_whatever_its_name(name, tmp_path):
    found = find_hand_in(hand_in(tmp_path, name), ["rnn"], {}, MOST)
    assert found.notebooks == {"rnn": tmp_path / name}
    assert found.missing == ()


def test_copies_that_editors_and_archivers_leave_do_not_count(tmp_path):
    names = (
        ".ipynb_checkpoints/rnn-checkpoint.ipynb",
        "__MACOSX/._a.ipynb",
        "._a.ipynb",
        "a.ipynb",
    )
    found = find_hand_in(hand_in(tmp_path, *names), ["rnn"], {}, MOST)
    assert found.notebooks == {"rnn": tmp_path / "a.ipynb"}


def test_files_beside_the_notebook_come_along_and_the_instructors_win(tmp_path):
    folder = hand_in(tmp_path / "in", "own/a.ipynb", "own/data.csv", "own/x/y.txt", "other.txt")
    given = hand_in(tmp_path / "given", "data.csv") / "data.csv"
    found = find_hand_in(folder, ["rnn"], {"data.csv": given}, MOST)
    assert found.files == {"data.csv": given, "x/y.txt": folder / "own/x/y.txt"}


def test_no_link_is_followed(tmp_path):
    secret = hand_in(tmp_path / "secret", "key.ipynb", "key.txt")
    folder = hand_in(tmp_path / "in", "a.ipynb")
    (folder / "b.ipynb").symlink_to(secret / "key.ipynb")
    (folder / "key.txt").symlink_to(secret / "key.txt")
    (folder / "all").symlink_to(secret)
    found = find_hand_in(folder, ["rnn"], {}, MOST)
    assert found.notebooks == {"rnn": folder / "a.ipynb"}
    assert found.files == {}


def test_of_several_the_one_with_the_name_is_taken(tmp_path):
    folder = hand_in(tmp_path, "rnn.ipynb", "notes.ipynb")
    assert find_hand_in(folder, ["rnn"], {}, MOST).notebooks == {"rnn": folder / "rnn.ipynb"}


@pytest.mark.parametrize("names", [("a.ipynb", "b.ipynb"), ("x/rnn.ipynb", "y/rnn.ipynb")])
def test_several_among_which_none_stands_out_are_told(names, tmp_path):
    told = refusal(hand_in(tmp_path, *names), "rnn")
    assert "Found: several notebooks: " in told
    assert "Expected: notebooks with these names: rnn.ipynb" in told
    assert "What to do: Hand in one notebook only" in told


def test_an_assignment_of_two_notebooks_goes_by_their_names(tmp_path):
    folder = hand_in(tmp_path, "p1.ipynb", "p3.ipynb")
    found = find_hand_in(folder, ["p1", "p2"], {}, MOST)
    assert found.notebooks == {"p1": folder / "p1.ipynb"}
    assert found.missing == ("p2",)
    assert "p1.ipynb, p2.ipynb" in refusal(hand_in(tmp_path / "none", "a.txt"), "p1", "p2")


def test_no_notebook_is_told_with_what_was_found(tmp_path):
    assert "Found: no file" in refusal(tmp_path, "rnn")
    folder = hand_in(tmp_path, *(f"{number}\x1b.py" for number in range(9)))
    told = refusal(folder, "rnn")
    assert "no notebook among: 0\N{REPLACEMENT CHARACTER}.py, 1" in told
    assert "…" in told
    assert "\x1b" not in told


def test_a_notebook_that_is_too_large_is_told_before_it_is_read(tmp_path):
    told = refusal(hand_in(tmp_path, "rnn.ipynb", content=b" " * (MOST + 1)), "rnn")
    assert "Clear all outputs" in told


def test_files_beside_that_are_too_large_together_are_told_before_they_are_read(tmp_path):
    folder = hand_in(tmp_path, "rnn.ipynb")
    for name, size in (("a.bin", 30), ("b.bin", 40)):
        with open(folder / name, "wb") as file:
            file.truncate(size * 1024 * 1024)  # takes no room on the disk
    told = refusal(folder, "rnn")
    assert "Found: 70.0 MiB of files beside the notebook, the largest of them b.bin" in told
    assert "Expected: at most 64 MiB" in told
    assert "Hand in the notebook without files that it does not need." in told
