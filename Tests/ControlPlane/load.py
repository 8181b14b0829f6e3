"""Keeps sessions of three kinds in flight, and remembers what the daemon has said about each."""

import random
import threading
import time

from wire import Closed

SCRIPTS = {
    "fast": ("main.sh", "echo fast\n"),
    "slow": ("main.sh", "echo begun\nsleep 1.5\necho ended\n"),
    "artifact": ("main.sh", "head -c 200000 /dev/zero > /outputs/zeros\necho wrote\n"),
}
OUTPUT = {"fast": "fast\n", "slow": "begun\nended\n", "artifact": "wrote\n"}


class Load:
    """Workers that submit, wait and submit again while they are allowed to."""

    def __init__(self, client, seed, workers=8):
        self.client = client
        self.digests = {}
        self.accepted = {}
        self.finished = {}
        self.errors = []
        self.lock = threading.Lock()
        self.may_run = threading.Event()
        self.is_over = False
        self.busy = 0
        self.threads = [threading.Thread(target=self._work, args=(random.Random(f"{seed}-{n}"),), daemon=True) for n in range(workers)]

    def prepare(self):
        """Approves the scripts, and starts the workers."""
        for kind, (entry, code) in SCRIPTS.items():
            self.digests[kind] = self.client.approve(f"chaos/{kind}", code, entry)
        for thread in self.threads:
            thread.start()

    def pause(self):
        """Lets no worker begin anything, and waits until all have noticed."""
        self.may_run.clear()
        while self.busy:
            time.sleep(0.01)

    def stop(self):
        """Ends the workers."""
        self.is_over = True
        self.may_run.set()
        for thread in self.threads:
            thread.join()

    def _work(self, chance):
        while self.may_run.wait() and not self.is_over:
            with self.lock:
                self.busy += 1
            try:
                self._one(chance.choice(list(SCRIPTS)), chance.random() < 0.5)
            except (OSError, Closed):
                # The daemon is gone; whether this was accepted nobody can know.
                time.sleep(0.05)
            except Exception as error:
                self.errors.append(f"{type(error).__name__}: {error}")
            with self.lock:
                self.busy -= 1

    def _one(self, kind, waits):
        query = "?wait=3s" if waits else ""
        answer = self.client.ask("POST", f"/v1/sessions{query}", {"script": self.digests[kind]}, timeout=10)
        if answer.status not in (200, 201):
            if answer.status not in (429, 503):
                self.errors.append(f"a submission was answered {answer}")
            return
        session = answer.json
        self.accepted[session["id"]] = kind
        while session.get("state") != "destroyed" and self.may_run.is_set():
            session = self.client.ask("GET", f"/v1/sessions/{session['id']}?wait=1s", timeout=10).json
        if session.get("state") == "destroyed":
            self.finished[session["id"]] = session


def judge(client, identifier, kind, seen):
    """What is wrong with the record of a session after a restart; None when nothing is."""
    session = client.session(identifier)
    verdict = session.get("verdict")
    if session.get("state") != "destroyed":
        return f"{identifier} ({kind}) is {session.get('state') or session}"
    if seen and (seen["verdict"], seen["stdout"], seen["artifacts"]) != (verdict, session["stdout"], session["artifacts"]):
        return f"{identifier} ({kind}) was {seen['verdict']} and is {verdict}, or its output changed"
    # One that the dying warden never got had no cell: there was nothing to destroy.
    launched = not session["verdict_detail"]["evidence"].startswith("not launched: ")
    if session["destruction"]["leftovers"] or (launched and session["destroyed"] is not True):
        return f"{identifier} ({kind}, {verdict}) was not destroyed: {session.get('verdict_detail')} {session['destruction']}"
    if verdict == "daemon_restart":
        return None
    if verdict != "ok" or session["stdout"]["text"] != OUTPUT[kind]:
        return f"{identifier} ({kind}) is {verdict}: {session.get('verdict_detail')} {session['stdout']}"
    if kind == "artifact":
        answer = client.ask("GET", f"/v1/sessions/{identifier}/artifacts/zeros")
        if answer.status != 200 or answer.body != bytes(200_000):
            listed = f"{session['artifacts']} skipped {session['artifacts_skipped']}"
            return f"{identifier} (ok) has another artifact: {answer.status}, {len(answer.body)} bytes; {listed}"
    return None
