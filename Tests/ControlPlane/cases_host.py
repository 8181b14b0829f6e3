"""What the daemon does when the host gives it no more: no descriptors, changed files, a second daemon."""

import os
import pathlib
import resource
import subprocess
import time

import expect
import users
from registry import case
from wire import Closed, request


def descriptors(pid):
    """How many files a process has open."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def state_directory(pid):
    """The state directory that a daemon was started with."""
    words = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    return pathlib.Path(words[words.index("--state-dir") + 1] if "--state-dir" in words else "/var/lib/mayfly")


def owner(pid):
    """The user and the group that a process runs as."""
    lines = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines())
    return int(lines["Uid"].split()[0]), int(lines["Gid"].split()[0])


def current_limits(pid):
    """How many files a process may have open: now, and at most."""
    lines = pathlib.Path(f"/proc/{pid}/limits").read_text(encoding="ascii").splitlines()
    words = next(line for line in lines if line.startswith("Max open files")).split()
    return int(words[3]), int(words[4])


def limit_descriptors(pid, limits):
    """Changes how many files a process may have open, as its own user: a root without that capability may not."""
    uid, gid = owner(pid)
    return users.run(uid, resource.prlimit, pid, resource.RLIMIT_NOFILE, limits, gid=gid)


def processor_seconds(pid):
    """The processor time that a process has used."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@case(root=True, process=True, alone=True, stops_answers=True)
def out_of_descriptors_is_survived(daemon):
    """While none is free, nothing is answered, or with 5xx; the daemon does not spin, and works again after it."""
    digest = daemon.approve("attack/descriptors", "echo ok\n")
    settle(daemon.pid)
    before = current_limits(daemon.pid)
    crowd = []
    try:
        limit_descriptors(daemon.pid, (descriptors(daemon.pid) + 4, before[1]))
        for _ in range(30):
            connection = daemon.connect(timeout=2)
            connection.send(request("POST", "/v1/sessions", {"script": digest}))
            crowd.append(connection)
        used = processor_seconds(daemon.pid)
        time.sleep(2)
        used = processor_seconds(daemon.pid) - used
        free = current_limits(daemon.pid)[0] - descriptors(daemon.pid)
    finally:
        limit_descriptors(daemon.pid, before)
    for connection in crowd:
        try:
            answer = connection.answer()
            # 200 is a session that has ended already: without descriptors it never had a cell.
            expect.that(answer.status in (200, 201, 503, 507), f"meanwhile: {answer}")
        except (TimeoutError, Closed):
            pass
        connection.close()
    expect.equal(daemon.run(digest)["verdict"], "ok", "a session afterwards")
    expect.that(free >= 4, f"it had {free} descriptors left for what its libraries open, and end the process without")
    expect.that(used < 0.5, f"it used {used:.1f} s of processor time in 2 s")


def settle(pid):
    """Waits until the daemon has nothing left to do from what came before; 30 s at most."""
    for _ in range(30):
        used = processor_seconds(pid)
        time.sleep(1)
        if processor_seconds(pid) - used < 0.2:
            return


@case(process=True, alone=True)
def descriptors_come_back(daemon):
    """After everything that was done to it, the daemon has no more files open than a while later."""
    time.sleep(1)
    before = descriptors(daemon.pid)
    for _ in range(200):
        with daemon.connect() as connection:
            connection.send(b"GET / HTT")
    for _ in range(50):
        daemon.ask("GET", "/v1/sessions")
    deadline = time.monotonic() + 20
    while (after := descriptors(daemon.pid)) > before + 5 and time.monotonic() < deadline:
        time.sleep(0.1)
    expect.that(after <= before + 5, f"{before} open files became {after}")


@case(root=True, process=True)
def changed_objects_do_not_run(daemon):
    """An approved file that was changed in the store is not what was approved: it does not run, and says so."""
    code = f"echo approved {time.time_ns()}\n"
    digest = daemon.approve("attack/store", code)
    found = [path for path in (state_directory(daemon.pid) / "objects").rglob("*") if path.is_file() and path.read_bytes() == code.encode()]
    expect.equal(len(found), 1, "objects with the script's bytes")
    owner = found[0].stat()
    for change in ("echo changed\n", code.replace("approved", "Approved")):
        found[0].unlink()
        found[0].write_text(change, encoding="ascii")
        os.chown(found[0], owner.st_uid, owner.st_gid)
        session = daemon.run(digest)
        expect.that(session["verdict"] in ("internal_error", "refused", "setup_failed"), f"the verdict: {session['verdict']}")
        expect.equal(session["stdout"]["bytes"], 0, "what it printed")
    found[0].unlink()
    found[0].symlink_to("/etc/hostname")
    expect.that(daemon.run(digest)["verdict"] in ("internal_error", "refused", "setup_failed"), "a link ran")
    found[0].unlink()
    os.mkfifo(found[0])
    expect.that(daemon.run(digest)["verdict"] in ("internal_error", "refused", "setup_failed"), "a fifo ran")
    found[0].unlink()


@case(root=True, process=True)
def second_daemon_refuses_to_start(daemon):
    """On the same directories it names the process that holds them, and disturbs nothing."""
    program = os.readlink(f"/proc/{daemon.pid}/exe")
    words = pathlib.Path(f"/proc/{daemon.pid}/cmdline").read_bytes().decode().split("\0")[1:-1]
    second = subprocess.run([program, *words], capture_output=True, text=True, timeout=30, check=False)
    expect.that(second.returncode != 0, "it has started")
    expect.that(str(daemon.pid) in second.stderr, f"it does not say which process: {second.stderr[:300]}")
    expect.equal(daemon.ask("GET", "/readyz").status, 200, "the first one")
