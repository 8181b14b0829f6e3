"""What dead sessions could leave on the host, as far as it is of one instance."""

import pathlib
import time

IDENTIFIERS = range(0x7000_0000, 0x7010_0000)


def text(path):
    """The text of a file of /proc; empty when the process is gone."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def parent(process):
    """The number of a process's parent; 0 when it is gone."""
    fields = text(pathlib.Path(f"/proc/{process}/stat")).rpartition(") ")[2].split()
    return int(fields[1]) if len(fields) > 1 else 0


def waits_for_session(instance, process):
    """Whether a process is of a cell that the warden which is alive has built ahead."""
    number, warden = int(process.name), instance.live_warden()
    while warden and number > 1:
        number = parent(number)
        if number == warden:
            return "/cell_" in text(process / "cgroup")
    return False


def processes(instance):
    """Processes with a session's user id, in the instance's cgroups or with ids that it gives out."""
    names = {path.name for path in instance.control_groups}
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        line = next((line for line in text(process / "status").splitlines() if line.startswith("Uid:")), "Uid: 0")
        owners = [int(word) for word in line.split()[1:] if int(word) in IDENTIFIERS]
        if not owners:
            continue
        groups = text(process / "cgroup")
        is_own = any(name in groups for name in names) or any(owners[0] in block for block in instance.identifiers[-1:])
        if is_own and not waits_for_session(instance, process):
            found.append(f"process {process.name} of uid {owners[0]}")
    return found


def control_groups(instance):
    """Directories of sessions below the instance's own, and of cells that no living warden has built."""
    left = [path for group in instance.control_groups for path in group.glob("ses_*")]
    for path in (path for group in instance.control_groups for path in group.glob("cell_*")):
        members = text(path / "cgroup.procs").split()
        if not members or not all(waits_for_session(instance, pathlib.Path("/proc", member)) for member in members):
            left.append(path)
    return [f"cgroup {path}" for path in left]


def mounts(sessions):
    """Mounts that are named after one of these sessions, in any process's view."""
    found = set()
    for table in pathlib.Path("/proc").glob("[0-9]*/mountinfo"):
        content = text(table)
        if "mayfly-ses_" in content:
            found |= {f"mount mayfly-{session}" for session in sessions if f"mayfly-{session}" in content}
    return sorted(found)


def of(instance, sessions, seconds=20):
    """What is left; looks until nothing is, or the time is up."""
    deadline = time.monotonic() + seconds
    while True:
        found = processes(instance) + control_groups(instance) + mounts(sessions)
        found += [f"file {name}" for name in instance.foreign_files()]
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.05)
