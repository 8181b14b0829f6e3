"""Who is asking is what the kernel noted when they connected, and nothing that a request says."""

import os
import socket
import stat
import time

import expect
import users
from registry import case
from wire import Connection, request

CLAIMS = (
    "Authorization: Basic cm9vdDo=", "X-Forwarded-User: root", "X-Remote-User: root", "X-User: 0", "X-Uid: 0",
    "Forwarded: for=root", "Cookie: uid=0",
)
UNKNOWN = "ses_00000000000000000000000000"


@case(root=True)
def claimed_identity_is_ignored(daemon):
    """Headers that claim to be root give nothing; the record has the kernel's uid."""
    digest = daemon.approve("attack/claim", "true\n")

    def claim():
        answer = daemon.ask("POST", "/v1/reload", headers=CLAIMS)
        expect.problem(answer, 403, "forbidden", "reload with claims")
        session = daemon.run(digest, labels={"uid": "0"})
        return session["caller"]

    caller = users.run(users.FIRST, claim)
    expect.equal((caller["uid"], caller["gid"]), (users.FIRST, users.group()), "the record's caller")


@case(root=True)
def claimed_identity_in_the_body_is_refused(daemon):
    """Members that would name a caller are unknown."""
    digest = daemon.approve("attack/claim", "true\n")

    def claim():
        for member in ("caller", "uid", "user", "by", "roles"):
            answer = daemon.ask("POST", "/v1/sessions", {"script": digest, member: {"uid": 0}})
            expect.problem(answer, 422, "invalid_request", member)

    users.run(users.FIRST, claim)


def speak_on(descriptor, target, method="GET"):
    """One request on a connection that somebody else has opened."""
    connection = Connection.__new__(Connection)
    connection.socket, connection.pending = socket.socket(fileno=descriptor), b""
    connection.socket.settimeout(20)
    connection.send(request(method, target))
    return connection.answer()


@case(root=True)
def connection_handed_over_stays_the_connectors(daemon):
    """By SCM_RIGHTS in both directions: the one who connected counts."""
    here, there = socket.socketpair()
    mine = socket.socket(socket.AF_UNIX)
    mine.connect(daemon.path)

    def other():
        _, descriptors, _, _ = socket.recv_fds(there, 1, 1)
        status = speak_on(descriptors[0], "/v1/reload", "POST").status
        own = socket.socket(socket.AF_UNIX)
        own.connect(daemon.path)
        socket.send_fds(there, [b"x"], [own.fileno()])
        there.recv(1)
        return status

    child = users.start(users.FIRST, other)
    socket.send_fds(here, [b"x"], [mine.fileno()])
    _, descriptors, _, _ = socket.recv_fds(here, 1, 1)
    answer = speak_on(descriptors[0], "/v1/reload", "POST")
    here.send(b"x")
    expect.equal(users.result(child), 200, "root's connection in the hands of an agent")
    expect.problem(answer, 403, "forbidden", "an agent's connection in the hands of root")


@case(root=True)
def agents_do_not_see_each_other(daemon):
    """Every way to a session of somebody else answers as for one that never was."""
    digest = daemon.approve("attack/secret", "echo secret > /outputs/a\necho secret\n")
    theirs = users.run(users.SECOND, daemon.run, digest)["id"]

    def look(identifier):
        seen = []
        for method, rest in (
            ("GET", ""), ("GET", "?wait=1s"), ("GET", "/logs"), ("GET", "/logs?follow=1"), ("GET", "/artifacts"),
            ("GET", "/artifacts/a"), ("POST", "/kill"),
        ):
            answer = daemon.ask(method, f"/v1/sessions/{identifier}{rest}")
            body = answer.json
            body.pop("request_id", None)
            seen.append((answer.status, str(body).replace(identifier, "ID"), sorted(answer.headers)))
        return seen

    seen, unknown = users.run(users.FIRST, lambda: (look(theirs), look(UNKNOWN)))
    expect.equal(seen, unknown, "not mine and unknown")
    expect.that(all("session_not_found" in body and status == 404 for status, body, _ in seen), f"{seen}")


@case(root=True)
def agents_do_not_list_or_kill_each_other(daemon):
    """A running session of another agent is not listed, and a kill leaves it running."""
    digest = daemon.approve("attack/nap", "sleep 3\necho done\n")
    theirs = users.run(users.SECOND, daemon.submit, digest)

    def attack():
        answer = daemon.ask("POST", f"/v1/sessions/{theirs}/kill", {"immediately": True})
        expect.problem(answer, 404, "session_not_found", "kill")
        for query in ("", "&state=running", "&script=attack/nap", f"&cursor={UNKNOWN.replace('0', 'z')}"):
            items = daemon.ask("GET", f"/v1/sessions?limit=500{query}").json["items"]
            expect.that(all(item["caller"]["uid"] == users.FIRST for item in items), f"the list {query!r} has others'")

    users.run(users.FIRST, attack)
    expect.equal(daemon.finished(theirs)["verdict"], "ok", "its verdict")


@case(root=True)
def agents_cannot_decide(daemon):
    """Approving, revoking, reloading and the doctor are for others."""
    digest = daemon.propose("attack/undecided", f"echo undecided {time.time_ns()}\n")

    def attack():
        reference = f"attack/undecided@{digest}"
        for target, body in (
            ("/v1/approvals", {"script": reference, "profiles": ["standard"]}),
            ("/v1/revocations", {"script": reference, "reason": "x"}),
            ("/v1/reload", None), ("/v1/doctor", None),
        ):
            expect.problem(daemon.ask("POST", target, body), 403, "forbidden", target)

    users.run(users.FIRST, attack)
    expect.problem(daemon.ask("POST", "/v1/sessions", {"script": digest}), 403, "script_not_approved")


@case(root=True)
def strangers_cannot_connect(daemon):
    """Without the group the socket cannot be opened; its directory and mode say so."""

    def attack():
        try:
            daemon.connect()
        except PermissionError:
            return "refused"
        return "connected"

    expect.equal(users.run(users.FIRST, attack, gid=65534), "refused", "a user without the group")
    for path, mode in ((daemon.path, 0o660), (os.path.dirname(daemon.path), 0o750)):
        status = os.lstat(path)
        found = (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode))
        expect.equal(found, (0, users.group(), mode), path)
