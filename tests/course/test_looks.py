"""Each look at a set-up is silent when all is well, and finds what is broken on purpose."""

import json
import os
import re
import shutil
import time
from datetime import datetime

import pytest
from course_sample import run
from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc

from autograder.course.examine import LOOKS, exchange, isolation, jupyter, kernel, machine
from autograder.course.setup import read_setup
from autograder.sandbox.tiers import TIERS

pytestmark = pytest.mark.slow
available = machine.available  # before a fixture takes its place


@pytest.fixture(autouse=True)
def enough_memory(monkeypatch):
    monkeypatch.setattr(machine, "available", lambda: 64 * machine.GIB)


@pytest.mark.parametrize("look", [look.name for look in LOOKS])
def test_a_course_as_it_is_made_has_no_complaint(broken, look):
    if look == "isolation" and isolation.try_tier("A"):
        pytest.skip("tier A does not start here")
    assert broken.complaints(look) == ()


def test_every_complaint_has_four_parts_and_the_command_fails(broken):
    broken.exchange.chmod(0o755)
    done = run("doctor", "--course", "--folder", broken.root)
    assert done.exit_code == 1
    assert f"✗ folder        {broken.exchange}\n      found     rights 755" in done.output
    assert f"      cure      chmod 1777 {broken.exchange}" in done.output
    assert "✓ secret" in done.output


def test_machines_get_the_same_as_json(broken):
    broken.exchange.chmod(0o755)
    done = run("doctor", "--course", "--json", "--folder", broken.root)
    told = json.loads(done.output)
    assert done.exit_code == 1
    assert told["errors"] >= 1
    (look,) = [each for each in told["looks"] if each["name"] == "folder"]
    assert look["status"] == "error"
    assert look["complaints"][0]["found"] == "rights 755"


def test_a_folder_that_is_no_course_is_told(tmp_path):
    done = run("doctor", "--course", "--folder", tmp_path)
    assert done.exit_code == 1
    assert "autograder course NEW_DIR" in done.output


def test_a_configuration_that_does_not_load_is_told_with_its_line(broken):
    broken.configure("c.CourseDirectory.course_id = undefined_name")
    done = run("doctor", "--course", "--folder", broken.root)
    assert done.exit_code == 1
    number = len(broken.settings.read_text(encoding="utf-8").splitlines())
    assert f"nbgrader_config.py, line {number}" in done.output
    assert "undefined_name" in done.output


def test_names_of_assignments_and_the_set_up_do_not_go_together(broken):
    assert run("doctor", "rnn", "--course", "--folder", broken.root).exit_code == 2
    assert run("doctor", "--json", "--folder", broken.root).exit_code == 2


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('c.CourseDirectory.course_id = ""', "no course_id"),
        ('c.CourseDirectory.root = "/somewhere"', "whose course is /somewhere"),
        (
            'c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.Execute"]',
            "nbgrader's own autograding",
        ),
    ],
)
def test_a_setting_that_is_no_courses_is_found(broken, line, found):
    broken.configure(line)
    assert found in broken.complaint("configuration").found


def test_a_library_out_of_range_is_found(broken, monkeypatch):
    from autograder.course.examine import settings

    monkeypatch.setattr(settings, "requires", lambda _: ['nbgrader<0.9; extra == "instructor"'])
    assert broken.complaint("versions").expected == "nbgrader <0.9"
    monkeypatch.setattr(settings, "requires", lambda _: ['dask<1; extra == "cluster"'])
    assert broken.complaints("versions") == ()


def test_a_missing_kernel_is_found(broken, monkeypatch):
    monkeypatch.setattr(kernel, "NAME", "no_such_kernel")
    assert broken.complaint("kernel").cure == "run `python -m ipykernel install --sys-prefix`"


@pytest.mark.parametrize(
    ("program", "found"),
    [("/no/such/python", "does not start"), ("/bin/false", "imports fail")],
)
def test_a_kernel_that_can_not_run_a_notebook_is_found(broken, monkeypatch, program, found):
    spec = kernel.KernelSpec(argv=[program], resource_dir="/kernels/python3")
    monkeypatch.setattr(kernel.KernelSpecManager, "get_kernel_spec", lambda *_: spec)
    assert found in broken.complaint("kernel").found


def test_a_kernel_with_another_kit_or_numpy_is_found(broken, monkeypatch):
    monkeypatch.setattr(kernel, "__version__", "9.9")
    monkeypatch.setattr(kernel, "version", lambda _: "9.9")
    kit, numpy = broken.complaints("kernel")
    assert (kit.is_hint, numpy.is_hint) == (False, True)
    assert numpy.expected.startswith("9.9")


def test_a_missing_exchange_is_found(broken):
    broken.exchange.rmdir()
    assert broken.complaint("folder").found == "no such folder"
    broken.exchange.write_text("")
    assert broken.complaint("folder").found == "a file"


def test_an_exchange_where_folders_can_be_stolen_is_doubtful(broken):
    broken.exchange.chmod(0o777)
    found = broken.complaint("folder")
    assert found.is_hint
    assert found.cure == f"chmod 1777 {broken.exchange}"


def test_an_exchange_that_nobody_can_reach_is_found(broken):
    broken.exchange.parent.chmod(0o700)
    found = broken.complaint("folder")
    assert "other accounts can't pass" in found.found
    assert found.path == broken.exchange.parent


@pytest.mark.parametrize(
    ("name", "rights", "right"),
    [
        ("inbound", 0o755, "2733"),
        ("inbound", 0o2777, "2733"),
        ("outbound", 0o700, "755"),
        ("feedback", 0o755, "711"),
    ],
)
def test_a_folder_of_the_exchange_with_wrong_rights_is_found(broken, name, rights, right):
    folder = broken.exchange / "rnn2099" / name
    folder.mkdir(parents=True)
    folder.chmod(rights)
    assert broken.complaint("folder").cure == f"chmod {right} {folder}"
    folder.chmod(int(right, 8))
    assert broken.complaints("folder") == ()


def test_an_exchange_of_another_account_is_found(broken):
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    folder = broken.exchange / "rnn2099"
    folder.mkdir()
    os.chown(folder, 65534, 65534)
    assert "the number 65534" in broken.complaint("folder").found


def test_the_file_system_is_that_of_the_nearest_mount(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\n/dev/b {tmp_path} vfat rw 0 0\n")
    assert exchange.filesystem(tmp_path / "x", mounts) == "vfat"
    assert exchange.filesystem(tmp_path.parent, mounts) == "ext4"
    assert exchange.filesystem(tmp_path, tmp_path / "gone") == ""


def test_a_gradebook_elsewhere_that_all_can_read_is_found(broken):
    elsewhere = broken.root.with_name("gradebook.db")
    shutil.copy(broken.root / "gradebook.db", elsewhere)
    elsewhere.chmod(0o644)
    broken.configure(f'c.CourseDirectory.db_url = "sqlite:///{elsewhere}"')
    found = broken.complaint("rights")
    assert (found.path, found.cure) == (elsewhere, f"chmod 600 {elsewhere}")
    elsewhere.chmod(0o600)
    assert broken.complaints("rights") == ()


@pytest.mark.parametrize("name", ["history.db", "reports"])
def test_old_scores_and_reports_that_all_can_read_are_found(broken, name):
    for path in broken.root.iterdir():
        shutil.rmtree(path) if path.is_dir() and path.name != "source" else None
    (broken.root / "gradebook.db").chmod(0o600)
    (broken.root / "source").chmod(0o700)
    (broken.root / name).mkdir() if name == "reports" else (broken.root / name).touch()
    broken.root.chmod(0o755)
    assert broken.complaint("rights").found.startswith(f"{name}: every account")


@pytest.mark.parametrize("path", ["tests/hidden/test_rnn.py", "solutions/rnn.py"])
def test_a_half_copied_course_is_found(broken, path):
    (broken.root / path).unlink()
    found = broken.complaint("release")
    assert (found.path, found.found) == (broken.root / path, "no such file")
    assert "restore it from the backup" in found.cure


def test_an_exchange_without_unix_rights_is_found(broken, monkeypatch):
    monkeypatch.setattr(exchange, "filesystem", lambda _: "vfat")
    assert "without Unix rights" in broken.complaint("folder").found


def test_students_who_look_for_assignments_elsewhere_are_told(broken):
    told = broken.exchange.parent / "etc" / "nbgrader_config.py"
    text = told.read_text(encoding="utf-8")
    told.write_text(text.replace(str(broken.exchange), "/srv/old"), encoding="utf-8")
    found = broken.complaint("accounts")
    assert (found.path, found.is_hint) == (told, False)
    assert found.found.startswith("the exchange /srv/old")
    told.unlink()
    found = broken.complaint("accounts")
    assert found.is_hint
    assert found.cure.endswith("cp " + str(broken.root) + COPY)


def test_students_of_another_course_are_told(broken):
    told = broken.exchange.parent / "etc" / "nbgrader_config.py"
    with told.open("a") as file:
        file.write('c.CourseDirectory.course_id = "rnn2098"\n')
    assert broken.complaint("accounts").found.startswith("the course rnn2098")


COPY = "/hub/student_nbgrader_config.py /etc/jupyter/nbgrader_config.py"


def test_a_missing_release_and_one_of_another_source_are_found(broken):
    source = broken.root / "source" / "en" / "rnn" / "rnn.ipynb"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("softmax", "soft-max", 1), encoding="utf-8")
    assert "another notebook" in broken.complaint("release").found
    (broken.root / "assignments" / "en" / "rnn" / "rnn.ipynb").unlink()
    found = broken.complaint("release")
    assert found.found == "no such notebook"
    assert found.cure == "run `nbgrader generate_assignment rnn --force`"


def test_an_older_notebook_in_the_exchange_is_doubtful(broken):
    old = broken.exchange / "rnn2099" / "outbound" / "rnn" / "rnn.ipynb"
    old.parent.mkdir(parents=True)
    old.write_text("{}")
    assert broken.complaint("release").is_hint


@pytest.mark.parametrize(
    ("zone", "hours"), [("Asia/Shanghai", "+8 hours"), ("America/Chicago", "-6 hours")]
)
def test_time_stamps_that_nbgrader_reads_back_wrongly_are_found(broken, zone, hours):
    broken.configure(f'c.Exchange.timezone = "{zone}"')
    assert hours in broken.complaint("stamps").found


def test_an_unknown_time_zone_is_found(broken):
    broken.configure('c.Exchange.timezone = "Asia/Peking"')
    assert "does not know" in broken.complaint("stamps").found


def test_a_settings_file_from_the_future_is_found(broken):
    ahead = time.time() + 7200
    os.utime(broken.settings, (ahead, ahead))
    assert "2.0 hours from the future" in broken.complaint("clocks").found


@pytest.mark.parametrize(("seconds", "is_hint"), [(10, True), (-3600, False)])
def test_a_disk_with_another_clock_is_found(broken, monkeypatch, seconds, is_hint):
    from autograder.course.examine import clocks

    real = time.time
    monkeypatch.setattr(clocks.time, "time", lambda: real() - seconds)
    found = broken.complaints("clocks")[0]
    assert found.is_hint is is_hint
    assert f"differs by {seconds:+} s" in found.found


@pytest.mark.parametrize(("due", "found"), [(None, "no deadline"), ("2020-01-01", "in the past")])
def test_a_deadline_that_is_missing_or_over_is_doubtful(broken, due, found):
    with Gradebook(f"sqlite:///{broken.root}/gradebook.db", "rnn2099") as gradebook:
        gradebook.find_assignment("rnn").duedate = parse_utc(due)
        gradebook.db.commit()
    complaint = broken.complaint("deadlines")
    assert complaint.is_hint
    assert found in complaint.found
    (date,) = re.findall('--duedate="(.*)"`', complaint.cure)
    assert date == "YYYY-MM-DD 23:59 Asia/Shanghai"
    moment = datetime(2027, 1, 15, 15, 59)  # nbgrader takes +08:00 for UTC, and says nothing
    assert parse_utc(date.replace("YYYY-MM-DD", "2027-01-15")) == moment


def test_deadlines_that_formgrader_shows_in_utc_are_told_where_people_live_elsewhere(
    broken, monkeypatch
):
    text = broken.settings.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("c.NbGraderAPI")]
    broken.settings.write_text("\n".join(kept), encoding="utf-8")
    monkeypatch.setenv("TZ", "UTC")
    assert broken.complaints("deadlines") == ()
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert broken.complaint("deadlines").cure == 'set c.NbGraderAPI.timezone = "Asia/Shanghai"'


def test_a_missing_gradebook_is_found(broken):
    (broken.root / "gradebook.db").unlink()
    assert "no gradebook" in broken.complaint("database").found
    assert broken.complaints("students") == ()


def test_a_gradebook_of_another_version_is_found(broken):
    import sqlite3

    with sqlite3.connect(broken.root / "gradebook.db") as database:
        database.execute("ALTER TABLE student DROP COLUMN lms_user_id")
    assert "lacks lms_user_id" in broken.complaint("database").found


def test_a_gradebook_that_can_not_be_written_is_found(broken):
    import sqlite3

    with sqlite3.connect(broken.root / "gradebook.db") as database:
        database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON student "
            "BEGIN SELECT RAISE(ABORT, 'attempt to write a readonly database'); END"
        )
    assert "readonly" in broken.complaint("database").found


def test_looking_at_the_gradebook_changes_nothing(broken):
    before = (broken.root / "gradebook.db").read_bytes()
    for name in ("database", "assignments", "students", "deadlines"):
        broken.complaints(name)
    assert (broken.root / "gradebook.db").read_bytes() == before


def test_a_missing_alembic_is_found(broken, monkeypatch):
    from autograder.course.examine import gradebook

    monkeypatch.setattr(gradebook.shutil, "which", lambda _: None)
    assert "alembic" in broken.complaint("database").found


def test_an_assignment_that_the_gradebook_does_not_know_is_found(broken):
    new = broken.root / "source" / "en" / "gru"
    new.mkdir()
    (new / "gru.ipynb").write_text("{}")
    assert broken.complaint("assignments").cure == "run `nbgrader generate_assignment gru`"


def test_students_who_are_not_there_not_known_or_badly_named_are_told(broken):
    url = f"sqlite:///{broken.root}/gradebook.db"
    (broken.root / "submitted" / "eve" / "rnn").mkdir(parents=True)
    assert "'eve'" in broken.complaint("students").found
    with Gradebook(url, "rnn2099") as gradebook:
        gradebook.add_student("a+b")
        gradebook.add_student("eve")
    assert "'a+b'" in broken.complaint("students").found
    with Gradebook(url, "rnn2099") as gradebook:
        for name in ("ada", "nobody", "a+b", "eve"):
            gradebook.remove_student(name)
    assert broken.complaint("students").found == "no student in the gradebook"


def test_a_secret_that_others_can_read_or_git_would_keep_is_found(broken):
    secret = broken.root / "tests" / "hidden" / "course_secret.txt"
    secret.chmod(0o644)
    assert "permissions 644" in broken.complaint("secret").found
    secret.unlink()
    assert broken.complaint("secret").found == "no secret"


def test_answers_that_every_account_can_read_are_found(broken):
    broken.root.chmod(0o755)
    found = broken.complaint("rights")
    assert found.found.startswith("tests, solutions, source, gradebook.db")
    assert found.cure == f"chmod 700 {broken.root}"


def test_a_course_that_every_account_can_change_is_found(broken):
    broken.root.chmod(0o777)
    assert any("can write" in each.found for each in broken.complaints("rights"))


@pytest.mark.parametrize("name", ["B", "C"])
def test_a_worse_tier_is_told_with_what_would_lift_it(broken, monkeypatch, name):
    def refuse(tier):
        return "" if tier >= name else "Operation not permitted"

    monkeypatch.setattr(isolation, "try_tier", refuse)
    complaint = broken.complaint("isolation")
    assert complaint.found.startswith(f"tier {name}, {TIERS[name].promise}")
    assert "tier A: Operation not permitted" in complaint.found
    assert complaint.is_hint is (name == "B")


def test_a_tier_below_the_configured_one_is_an_error(broken, monkeypatch):
    monkeypatch.setattr(isolation, "try_tier", lambda tier: "" if tier == "B" else "no bwrap")
    broken.configure('c.TwoRooms.minimum_tier = "A"')
    complaint = broken.complaint("isolation")
    assert not complaint.is_hint
    assert complaint.expected.startswith("tier A or better")


def test_no_tier_at_all_is_an_error(broken, monkeypatch):
    monkeypatch.setattr(isolation, "try_tier", lambda _: "it did not start")
    assert broken.complaint("isolation").found.startswith("no tier that starts")


def test_the_tier_is_probed_by_starting_it():
    assert isolation.try_tier("C") == ""


def test_what_lifts_a_tier_is_read_from_the_system(tmp_path, monkeypatch):
    for name, value in {
        "kernel/unprivileged_userns_clone": "0",
        "kernel/apparmor_restrict_unprivileged_userns": "1",
        "user/max_user_namespaces": "63000",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(value + "\n")
    (tmp_path / "lsm").write_text("capability,yama")
    monkeypatch.setattr(isolation.bubblewrap, "programs", list)
    monkeypatch.setattr(isolation.landlock, "version", lambda: 0)
    cure = isolation.lift({"A": "?", "B": "?"}, tmp_path, tmp_path / "lsm")
    assert "install bubblewrap" in cure
    assert "sysctl -w kernel.unprivileged_userns_clone=1" in cure
    assert "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0" in cure
    assert "max_user_namespaces" not in cure
    assert "lsm=landlock" in cure


@pytest.mark.parametrize(("free", "is_hint"), [(500, True), (50, False)])
def test_a_full_disk_is_told(broken, free, is_hint):
    (complaint,) = machine.of_disk(broken.root, free * machine.MIB)
    assert complaint.is_hint is is_hint


def test_little_memory_is_told_with_the_workers_that_fit(broken, monkeypatch):
    monkeypatch.setattr(machine, "available", lambda: 1100 * machine.MIB)
    monkeypatch.setattr(machine.os, "cpu_count", lambda: 8)
    complaint = broken.complaint("memory")
    assert complaint.is_hint
    assert "--workers 1" in complaint.cure


def test_a_containers_limit_counts(tmp_path):
    (tmp_path / "max").write_text("1000\n")
    (tmp_path / "used").write_text("400\n")
    assert available(tmp_path / "max", tmp_path / "used") == 600
    (tmp_path / "max").write_text("max\n")
    assert available(tmp_path / "max", tmp_path / "used") > 600


def test_extensions_that_are_off_are_told():
    found = list(jupyter.of_server({"nbgrader.server_extensions.formgrader": False}))
    assert len(found) == 3
    assert list(jupyter.of_server({"nbgrader": True})) == []
    assert next(iter(jupyter.of_lab({"@jupyter/nbgrader:formgrader"}))).is_hint


def test_a_lab_without_nbgraders_extension_is_found(tmp_path):
    (complaint,) = jupyter.of_lab(set(), [str(tmp_path)])
    assert complaint.found.startswith("no @jupyter/nbgrader")


def test_where_there_is_no_jupyterlab_that_is_told(broken, monkeypatch):
    monkeypatch.setattr(jupyter, "_is_there", lambda name: name != "jupyterlab")
    assert broken.complaint("extensions").found == "no jupyterlab"


def test_a_course_that_formgrader_can_not_show_is_doubtful(broken, monkeypatch):
    monkeypatch.setenv("HOME", "/home/somebody-else")
    assert "outside of /home/somebody-else" in broken.complaint("formgrader").found


def test_a_look_that_fails_is_a_complaint_of_its_own(broken, monkeypatch):
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: 1 / 0)
    done = run("doctor", "--course", "--folder", broken.root)
    assert done.exit_code == 1
    assert "ZeroDivisionError" in done.output
    assert "✓ memory" in done.output


def test_a_course_by_mail_asks_for_no_exchange(broken):
    text = broken.settings.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("c.Exchange.root")]
    broken.settings.write_text("\n".join(kept), encoding="utf-8")
    broken.configure('c.FileNameCollectorPlugin.named_regexp = "x"')
    broken.exchange.rmdir()
    assert read_setup(broken.root).is_by_mail
    assert broken.complaints("folder") == ()
