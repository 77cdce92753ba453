"""The filter of system calls, run by a small interpreter of its language on both machines."""

import errno
import platform
import re
import struct
from pathlib import Path

import pytest

from autograder.sandbox import seccomp, syscalls
from autograder.sandbox.seccomp import ALLOW, KILL, Policy, program

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7, "i386": 0x40000003}
REFUSED = 0x0005_0000


def run(code, data):
    """What the kernel would do with these 64 bytes about a system call: an action."""
    steps = [struct.unpack_from("<HBBI", code, at) for at in range(0, len(code), 8)]
    accumulator = place = 0
    while True:
        operation, if_true, if_false, value = steps[place]
        place += 1
        if operation == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif operation == 0x06:
            return value
        else:
            holds = {
                0x15: accumulator == value,
                0x35: accumulator >= value,
                0x45: accumulator & value != 0,
            }[operation]
            place += if_true if holds else if_false


def answer(name_or_number, *arguments, machine="x86_64", audit=None, **policy):
    """ALLOW, KILL, or the errno with which the call is refused (0: it does nothing)."""
    number = name_or_number
    if isinstance(number, str):
        number = numbers(machine)[number]
    words = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<IIQ6Q", number, audit or AUDIT[machine], 0, *words)
    chosen = {"own_mounts": True, **policy}
    action = run(program(Policy(machine, **chosen)), data)
    return action if action in (ALLOW, KILL) else action - REFUSED


def numbers(machine):
    column = syscalls.MACHINES.index(machine)
    tables = (
        syscalls.ALLOWED,
        syscalls.OWNERS_AND_TIMES,
        syscalls.BY_PATH,
        syscalls.BY_ARGUMENT,
        syscalls.UNKNOWN,
    )
    return {
        name: row[column]
        for table in tables
        for name, row in table.items()
        if row[column] is not None
    }


both = pytest.mark.parametrize("machine", syscalls.MACHINES)


@both
def test_calls_of_the_list_pass_and_all_others_do_not(machine):
    known = numbers(machine)
    allowed = {known[name] for name in syscalls.ALLOWED if name in known}
    special = set(known.values()) - allowed
    for number in range(600):
        if number in allowed:
            assert answer(number, machine=machine) == ALLOW
        elif number not in special:
            assert answer(number, machine=machine) == errno.EPERM


@both
def test_every_jump_stays_in_the_program_and_every_path_ends(machine):
    code = program(Policy(machine, True))
    count = len(code) // 8
    assert count <= 4096
    for at in range(count):
        operation, if_true, if_false, _ = struct.unpack_from("<HBBI", code, at * 8)
        if operation != 0x06:
            assert at + 1 + max(if_true, if_false) < count
    assert struct.unpack_from("<HBBI", code, (count - 1) * 8)[0] == 0x06


@both
def test_a_call_of_another_architecture_ends_the_process(machine):
    others = set(AUDIT) - {machine}
    for other in others:
        assert answer("read", machine=machine, audit=AUDIT[other]) == KILL


def test_the_32_bit_pointer_variant_of_x86_64_is_refused():
    assert answer(0x40000000) == errno.EPERM
    assert answer(0x40000000 + 520) == errno.EPERM


@both
def test_forks_and_threads_pass_and_namespaces_do_not(machine):
    thread, fork = 0x3D0F00, 0x1200011
    assert answer("clone", thread, machine=machine) == ALLOW
    assert answer("clone", fork, machine=machine) == ALLOW
    for flag in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000):
        assert answer("clone", fork | flag, machine=machine) == errno.EPERM
    assert answer("clone", fork | 0x8000, machine=machine) == errno.EPERM
    assert answer("clone3", machine=machine) == errno.ENOSYS


@both
@pytest.mark.parametrize("name", ["kill", "tgkill"])
def test_signals_go_to_the_own_process_where_nobody_else_sees_to_them(machine, name):
    for target in (77, 0, -77 & 0xFFFF_FFFF, -77 & 0xFFFF_FFFF_FFFF_FFFF):
        assert answer(name, target, 9, machine=machine, signals_to=77) == ALLOW
    for target in (1, 76, 78, -1 & 0xFFFF_FFFF):
        assert answer(name, target, 9, machine=machine, signals_to=77) == errno.EPERM
        assert answer(name, target, 9, machine=machine) == ALLOW
    assert answer("tkill", 77, 9, machine=machine, signals_to=77) == errno.EPERM


@both
def test_limits_can_be_read_and_not_set(machine):
    assert answer("prlimit64", 0, 7, 0, 0x7FFF_1234, machine=machine) == ALLOW
    for pointer in (0x1000, 0x7F00_0000_0000, 0xFFFF_FFFF):
        assert answer("prlimit64", 0, 7, pointer, 0, machine=machine) == errno.EPERM


@both
def test_few_commands_of_ioctl_fcntl_and_prctl_pass(machine):
    assert answer("ioctl", 3, 0x5421, machine=machine) == ALLOW
    assert answer("ioctl", 3, 0xFFFF_FFFF_0000_5421, machine=machine) == ALLOW  # 32 bits count
    assert answer("ioctl", 0, 0x5412, machine=machine) == errno.EPERM  # TIOCSTI types for us
    assert answer("prctl", 15, machine=machine) == ALLOW
    for option in (4, 8, 22, 24, 36, 47):
        assert answer("prctl", option, machine=machine) == errno.EPERM
    assert answer("fcntl", 3, 2, machine=machine) == ALLOW
    for command in (8, 10, 15, 1024, 1026):
        assert answer("fcntl", 3, command, machine=machine) == errno.EPERM


@both
def test_modes_are_changed_only_where_everything_else_is_mounted_read_only(machine):
    for name in set(numbers(machine)) & set(syscalls.OWNERS_AND_TIMES):
        assert answer(name, machine=machine) == ALLOW
        assert answer(name, machine=machine, own_mounts=False) == 0
    for name in set(numbers(machine)) & set(syscalls.BY_PATH):
        assert answer(name, machine=machine) == ALLOW
        assert answer(name, machine=machine, own_mounts=False) == errno.EPERM


def test_a_machine_without_a_table_is_refused_by_name():
    with pytest.raises(OSError, match="riscv64"):
        program(Policy("riscv64", True))


def test_the_program_is_built_once():
    assert program(Policy("x86_64", True)) is program(Policy("x86_64", True))


@both
def test_no_number_stands_twice(machine):
    found = list(numbers(machine).values())
    assert len(found) == len(set(found))


NEVER = """
execve execveat ptrace socket connect mount symlink symlinkat mknod mknodat memfd_create
setrlimit open_by_handle_at io_uring_setup bpf unshare setns shmget userfaultfd
"""


@pytest.mark.parametrize("name", NEVER.split())
def test_what_must_never_be_listed_is_in_no_table(name):
    assert name not in numbers("x86_64")
    assert name not in numbers("aarch64")


def header(pattern):
    """Name → number in a header of this system's C library, or None without one."""
    found = sorted(Path("/usr/include").glob(pattern))
    if not found:
        return None
    lines = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", found[0].read_text())
    made = {}
    for name, number in lines:
        made.setdefault(name, int(number))
    return made


@pytest.mark.parametrize(
    ("machine", "pattern"),
    [("x86_64", "**/asm/unistd_64.h"), ("aarch64", "asm-generic/unistd.h")],
)
def test_numbers_are_those_of_the_kernels_headers(machine, pattern):
    there = header(pattern)
    if there is None:
        pytest.skip(f"found no {pattern}: the kernel's headers are not installed")
    if machine == "aarch64":
        there["newfstatat"] = there["fstatat"]  # on a 64-bit machine it has this name
    ours = numbers(machine)
    common = ours.keys() & there.keys()
    assert len(common) > 120
    assert {name: ours[name] for name in common} == {name: there[name] for name in common}
    newer_than_header = ours.keys() - common
    assert newer_than_header <= {"fchmodat2", "futex_waitv"}


def test_this_machine_has_a_table():
    if platform.machine() not in syscalls.MACHINES:
        pytest.skip(f"{platform.machine()} has none: there rooms are in tier C")
    assert seccomp.this_machine() in syscalls.MACHINES
