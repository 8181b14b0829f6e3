#!/usr/bin/env python3
"""Measures the cost of an approval at its first launch and at later ones: approval.py SOCKET KEY [COUNT].

Run it as root on a daemon with selfApproval; KEY is a private key that its allowed_signers trusts, for example
/etc/mayfly/local-approver. It proposes and signs COUNT scripts of one line each, and runs all of them in each of six rounds. The
first run of a script asks the warden's verifier, the later ones find its answer. Prints the milliseconds from the request to the
answer of a destroyed session.
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
    """A connection to the daemon's socket, kept open."""

    def __init__(self, path):
        super().__init__("mayfly")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)

    def ask(self, method, target, body=None):
        """Sends one request, and returns its answer, which must be a success."""
        text = None if body is None else json.dumps(body)
        self.request(method, target, text, {"Content-Type": "application/json"} if text else {})
        answer = self.getresponse()
        value = json.loads(answer.read())
        if answer.status >= 300:
            sys.exit(f"{method} {target}: {answer.status} {value}")
        return value


def sign(statement, key):
    """Returns the armoured signature of a statement."""
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "statement")
        with open(path, "w", encoding="utf-8") as file:
            file.write(statement)
        subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "mayfly-approval", "-f", key, path], check=True)
        with open(path + ".sig", encoding="utf-8") as file:
            return file.read()


def approve(daemon, key, number):
    """Proposes and signs a script that no other run has, and returns its digest."""
    code = f": {os.getpid()} {number} {time.time_ns()}\n"
    body = {"name": "bench/approval", "files": [{"path": "main.sh", "content": code}]}
    digest = daemon.ask("POST", "/v1/scripts", body)["digest"]
    draft = daemon.ask("GET", f"/v1/scripts/bench/approval/versions/{digest}/statement?profiles=standard")
    statement = draft["statement"]
    daemon.ask("POST", "/v1/approvals", {"statement": statement, "signature": sign(statement, key)})
    return digest


def run(daemon, digest):
    """Runs one session, and returns its milliseconds."""
    start = time.perf_counter()
    session = daemon.ask("POST", "/v1/sessions?wait=30s", {"script": digest})
    took = (time.perf_counter() - start) * 1000
    if session.get("verdict") != "ok":
        sys.exit(f"{session}")
    return took


def report(name, times):
    """Prints one line of figures."""
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
