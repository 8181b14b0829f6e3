#!/usr/bin/env python3
"""What an approval costs at its first launch, and at later ones: approval.py SOCKET KEY [COUNT].

To be run as root on a daemon with selfApproval; KEY is a private key that its allowed_signers trusts, for example
/etc/mayfly/local-approver. COUNT scripts of one line each are proposed and signed; each is then run six times, first the whole
round of all of them. The first run of each asks the warden's verifier, the others find its answer. Prints milliseconds from the
request to the answer of a session that was destroyed.
"""
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time

LATER = 5


class Daemon(http.client.HTTPConnection):
    """A connection to the daemon's socket that stays open."""

    def __init__(self, path):
        super().__init__("mayfly")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)

    def ask(self, method, target, body=None):
        """One request; its answer, which has to be a good one."""
        text = None if body is None else json.dumps(body)
        self.request(method, target, text, {"Content-Type": "application/json"} if text else {})
        answer = self.getresponse()
        value = json.loads(answer.read())
        if answer.status >= 300:
            sys.exit(f"{method} {target}: {answer.status} {value}")
        return value


def sign(statement, key):
    """The armoured signature of a statement."""
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "statement")
        with open(path, "w", encoding="utf-8") as file:
            file.write(statement)
        subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "mayfly-approval", "-f", key, path], check=True)
        with open(path + ".sig", encoding="utf-8") as file:
            return file.read()


def approve(daemon, key, number):
    """Proposes and signs a script that no other run has; its digest."""
    code = f": {os.getpid()} {number} {time.time_ns()}\n"
    body = {"name": "bench/approval", "files": [{"path": "main.sh", "content": code}]}
    digest = daemon.ask("POST", "/v1/scripts", body)["digest"]
    draft = daemon.ask("GET", f"/v1/scripts/bench/approval/versions/{digest}/statement?profiles=standard")
    statement = draft["statement"]
    daemon.ask("POST", "/v1/approvals", {"statement": statement, "signature": sign(statement, key)})
    return digest


def run(daemon, digest):
    """Milliseconds of one session."""
    start = time.perf_counter()
    session = daemon.ask("POST", "/v1/sessions?wait=30s", {"script": digest})
    took = (time.perf_counter() - start) * 1000
    if session.get("verdict") != "ok":
        sys.exit(f"{session}")
    return took


def report(name, times):
    """One line of figures."""
    times = sorted(times)
    print(f"{name}: n={len(times)} median {statistics.median(times):.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f} ms")


def main():
    """Approves, runs, prints."""
    daemon = Daemon(sys.argv[1])
    digests = [approve(daemon, sys.argv[2], number) for number in range(int((sys.argv + ["60"])[3]))]
    run(daemon, approve(daemon, sys.argv[2], -1))  # what a daemon does once, at its first session
    report("first launch ", [run(daemon, digest) for digest in digests])
    report("later launch ", [run(daemon, digest) for _ in range(LATER) for digest in digests])


main()
