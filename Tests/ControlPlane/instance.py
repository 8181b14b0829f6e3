"""A real daemon with directories of its own: started, killed, started again."""

import contextlib
import functools
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

from daemon import Daemon
from wire import Closed

PLAIN_FILES = {"mayfly.lock", "mayfly.sqlite", "mayfly.sqlite-wal", "mayfly.sqlite-shm"}


class Instance:
    """One daemon's directories and, while it runs, its process."""

    def __init__(self, binaries):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="mayfly-chaos-", dir="/tmp"))
        self.root.chmod(0o755)
        (self.root / "config.yaml").write_text("selfApproval: true\n", encoding="ascii")
        self.program = str(pathlib.Path(binaries).resolve() / "mayflyd")
        self.log = self.root / "log"
        self.process = None
        self.control_groups = set()
        self.identifiers = []
        self.options = []

    @functools.cached_property
    def second_key(self):
        """The private key of somebody whose signatures count, from now on, beside those of the daemon's own key."""
        path = self.root / "second-approver"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", path], check=True)
        with (self.root / "trust/allowed_signers").open("a", encoding="ascii") as file:
            file.write(f'second-approver namespaces="mayfly-approval" {path.with_suffix(".pub").read_text(encoding="ascii")}')
        return str(path)

    def approve(self, name, code, entry, profile):
        """Has a version approved for a profile by two people, which is enough for each of the built-in ones; its digest."""
        digest = self.client.propose(name, code, entry)
        statement = self.client.statement(name, digest, profiles=profile).json["statement"]
        for key in (None, self.second_key):
            client = Daemon(self.client.path, key=key)
            answer = client.bring(statement, client.signature(statement))
            if answer.status != 201:
                raise AssertionError(f"cannot approve {name}: {answer}")
        return digest

    @property
    def state(self):
        """Its state directory."""
        return self.root / "state"

    @property
    def client(self):
        """What asks it."""
        return Daemon(str(self.root / "run/mayfly.sock"))

    def start(self, seconds=60):
        """Starts it; how long it took to be ready."""
        began = time.monotonic()
        words = [self.program, "--state-dir", self.state, "--run-dir", self.root / "run", "--config", self.root / "config.yaml",
                 "--trust-dir", self.root / "trust", *self.options]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        while not self._is_ready():
            if self.process.poll() is not None:
                raise AssertionError(f"the daemon ended at its start with {self.process.returncode}; see {self.log}")
            if time.monotonic() - began > seconds:
                raise AssertionError(f"the daemon is not ready after {seconds} s; see {self.log}")
            time.sleep(0.02)
        return time.monotonic() - began

    def _is_ready(self):
        try:
            return self.client.ask("GET", "/readyz", timeout=5).status == 200
        except (OSError, Closed):
            return False

    def learn(self):
        """Asks where its cgroups are and which user ids it gives to cells."""
        for fact in self.client.ask("POST", "/v1/doctor").json["facts"]:
            if fact["name"].startswith("cgroup."):
                self.control_groups.add(pathlib.Path(fact["value"]))
            if fact["name"] == "user_ids":
                first, last = fact["value"].split("-")
                self.identifiers.append(range(int(first), int(last) + 1))

    def warden(self):
        """The process of its warden."""
        for entry in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                name, _, rest = entry.read_text(encoding="utf-8", errors="replace").rpartition(") ")
            except OSError:
                continue
            if name.endswith("(mayfly-warden") and int(rest.split()[1]) == self.process.pid:
                return int(entry.parent.name)
        raise AssertionError("the daemon has no warden")

    def live_warden(self):
        """The process of its warden; none when it does not run."""
        try:
            return self.warden() if self.process and self.process.poll() is None else None
        except AssertionError:
            return None

    def build_ahead(self, text):
        """Has it use the built-in profiles with this `warm`, from its next start on."""
        directory = self.root / "profiles"
        directory.mkdir()
        for file in (pathlib.Path(__file__).resolve().parents[2] / "Profiles").glob("*.yaml"):
            (directory / file.name).write_text(f"{file.read_text(encoding='utf-8')}  warm: {text}\n", encoding="utf-8")
        self.options += ["--profiles", str(directory)]

    def kill(self, victim):
        """Kills the daemon or its warden; with the warden the daemon has to end by itself."""
        if victim == "warden":
            os.kill(self.warden(), signal.SIGKILL)
        else:
            self.process.kill()
        try:
            status = self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("the daemon did not end within 20 s of its warden's death") from None
        if status == 0:
            raise AssertionError(f"the daemon ended with 0 when its {victim} was killed")

    def stop(self, seconds=30):
        """Stops it in good order; its exit status."""
        self.process.terminate()
        try:
            return self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return f"none within {seconds} s of SIGTERM"

    def remove(self):
        """Removes its directories."""
        shutil.rmtree(self.root, ignore_errors=True)

    def foreign_files(self):
        """Files in the state directory that are neither the database's nor finished objects."""
        found = []
        for path in self.state.rglob("*"):
            relative = path.relative_to(self.state)
            is_object = relative.parts[0] == "objects" and len(relative.parts) == 3 and len(relative.name) == 64
            is_log = relative.parts[0] in ("audit", "keys")
            if path.is_file() and not is_object and not is_log and str(relative) not in PLAIN_FILES:
                found.append(str(relative))
        return found

    def database_faults(self):
        """What SQLite finds wrong with the database; a process of its own may ask while a daemon runs."""
        with contextlib.closing(sqlite3.connect(self.state / "mayfly.sqlite", timeout=30)) as database:
            rows = [row[0] for row in database.execute("PRAGMA integrity_check")]
            rows += [f"foreign key: {row}" for row in database.execute("PRAGMA foreign_key_check")]
        return [row for row in rows if row != "ok"]

    def log_faults(self, tries=20):
        """What `mayfly audit verify` finds wrong with the log's files.

        A daemon that runs may be writing: only what is wrong every time is wrong.
        """
        words = [self.program.removesuffix("d"), "audit", "verify", "--offline", self.state / "audit"]
        for _ in range(tries):
            done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return []
            time.sleep(0.1)
        return [done.stderr.strip()]
