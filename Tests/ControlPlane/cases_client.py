"""Clients that vanish, stop half way, or send much at once: the sessions' state stays right."""

import socket
import struct
import threading
import time

import expect
from registry import case
from wire import Closed, request


def vanish(connection):
    """Closes without a farewell."""
    connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


@case()
def half_an_upload_starts_nothing(daemon):
    """A client that goes in the middle of its body leaves neither session nor script."""
    digest = daemon.approve("attack/upload", "true\n")
    before = daemon.identifiers()
    whole = request("POST", "/v1/sessions", {"script": digest, "stdin": "x" * 500_000})
    cuts = (1, 60, whole.index(b"\r\n\r\n") + 4, whole.index(b"\r\n\r\n") + 5, len(whole) // 2, len(whole) - 1)
    for cut in cuts:
        for leave in (vanish, lambda connection: connection.finish_sending()):
            with daemon.connect() as connection:
                connection.send(whole[:cut])
                leave(connection)
                if leave is not vanish:
                    expect.that(connection.closes_soon(), f"cut at {cut}: half closed, and not ended")
    time.sleep(0.5)
    expect.equal(daemon.identifiers(), before, "the sessions")


@case()
def sessions_outlive_who_waits_for_them(daemon):
    """A client that goes while it waits ends nothing but its own waiting."""
    digest = daemon.approve("attack/outlive", "sleep 1; echo done\n")
    before = daemon.identifiers()
    for leave in (vanish, lambda connection: connection.finish_sending()):
        with daemon.connect() as connection:
            connection.send(request("POST", "/v1/sessions?wait=30s", {"script": digest}))
            time.sleep(0.4)
            leave(connection)
            if leave is not vanish:
                expect.that(connection.closes_soon(), "half closed, and not ended")
    started = daemon.identifiers() - before
    expect.equal(len(started), 2, "the sessions")
    for identifier in started:
        session = daemon.finished(identifier)
        expect.equal((session["verdict"], session["stdout"]["text"]), ("ok", "done\n"), identifier)


@case()
def streams_may_be_left(daemon):
    """Readers that go, and one that never reads, do not change what the session is and what others read."""
    digest = daemon.approve("attack/stream", "i=0; while [ $i -lt 40 ]; do head -c 20000 /dev/zero; i=$((i+1)); sleep 0.05; done\n")
    identifier = daemon.submit(digest)
    daemon.until(identifier, "running")
    follow = request("GET", f"/v1/sessions/{identifier}/logs?follow=1")
    idle = [daemon.connect(receive_buffer=4096) for _ in range(5)]
    for connection in idle:
        connection.send(follow)
    for _ in range(20):
        with daemon.connect() as connection:
            connection.send(follow)
            connection.socket.recv(1000)
            vanish(connection)
    session = daemon.finished(identifier)
    expect.equal((session["verdict"], session["stdout"]["bytes"]), ("ok", 800_000), "the session")
    expect.equal(len(daemon.ask("GET", f"/v1/sessions/{identifier}/logs").body), 800_000, "the log")
    for connection in idle:
        vanish(connection)


@case()
def followers_end_with_the_session(daemon):
    """A stream that is followed ends when its session does, complete, and the connection is good for more."""
    digest = daemon.approve("attack/follow", "for i in 1 2 3; do echo $i; sleep 0.2; done\n")
    identifier = daemon.submit(digest)
    with daemon.connect() as connection:
        connection.send(request("GET", f"/v1/sessions/{identifier}/logs?follow=1"))
        expect.equal(connection.answer().body, b"1\n2\n3\n", "what was followed")
        connection.send(request("GET", "/healthz"))
        expect.equal(connection.answer().status, 200, "the next request")


@case()
def pipelined_requests_are_answered_in_order(daemon):
    """Two hundred in one write, whole and cut everywhere; each answer is of its request."""
    whole = b"".join(request("GET", "/v1/version", headers=[f"X-Request-Id: r{number}"]) for number in range(200))
    for step in (len(whole), 997):
        with daemon.connect() as connection:
            sender = threading.Thread(target=lambda: [connection.send(whole[at:at + step]) for at in range(0, len(whole), step)])
            sender.start()
            found = [connection.answer().headers["x-request-id"] for _ in range(200)]
            sender.join()
        expect.equal(found, [f"r{number}" for number in range(200)], f"in pieces of {step}")


@case()
def pipelined_submissions_are_all_done(daemon):
    """Twenty in one write are twenty sessions, in their order."""
    digest = daemon.approve("attack/pipeline", "cat\n")
    with daemon.connect() as connection:
        connection.send(b"".join(request("POST", "/v1/sessions", {"script": digest, "stdin": str(n)}) for n in range(20)))
        identifiers = [connection.answer().json["id"] for _ in range(20)]
    expect.equal([daemon.finished(one)["stdout"]["text"] for one in identifiers], [str(n) for n in range(20)], "the texts")


@case()
def pipeline_ends_with_what_is_malformed(daemon):
    """What was asked before is answered; what comes behind it is not."""
    good = request("GET", "/v1/version")
    with daemon.connect() as connection:
        connection.send(good + good + b"GARBAGE\r\n\r\n" + good * 5)
        answers = []
        try:
            while True:
                answers.append(connection.answer().status)
        except Closed:
            pass
    expect.that(answers in ([200, 200], [200, 200, 400]), f"the answers: {answers}")


@case()
def bodies_are_asked_for(daemon):
    """Expect: 100-continue is answered before the body, unless the request is refused; other expectations are."""
    body = b"{}"
    fields = ["Content-Type: application/json", "Content-Length: 2"]
    with daemon.connect(timeout=20) as connection:
        connection.send(request("POST", "/v1/reload", headers=[*fields, "Expect: 100-continue"]))
        expect.equal(connection.answer().status, 100, "before the body")
        connection.send(body)
        expect.equal(connection.answer().status, 200, "after the body")
    with daemon.connect(timeout=20) as connection:
        connection.send(request("POST", "/v1/reload", headers=["Content-Type: text/plain", "Content-Length: 2", "Expect: 100-continue"]))
        expect.problem(connection.answer(), 415, "unsupported_media_type", "of a wrong type")
        expect.that(connection.closes_soon(), "open after 415")
    for value in ("200-ok", "100-continue, x", ""):
        data = request("POST", "/v1/reload", headers=[*fields, f"Expect: {value}"])
        expect.refused(daemon, data, 417, "expectation_failed", f"Expect: {value}")


@case()
def half_closed_connections_end(daemon):
    """Who shuts the sending side down counts as gone: a whole answer or none, and the end soon."""
    for _ in range(20):
        with daemon.connect(timeout=20) as connection:
            connection.send(request("GET", "/v1/version"))
            connection.finish_sending()
            try:
                expect.equal(connection.answer().status, 200, "the answer")
            except Closed as closed:
                expect.equal(connection.pending, b"", f"half an answer ({closed})")
            expect.that(connection.closes_soon(), "open after it was half closed")
