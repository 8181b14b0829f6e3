"""Streams without end: followers that come in numbers, leave, read nothing, or ask for forms that nobody has."""

import contextlib
import re
import time

import expect
from registry import case
from wire import request

ACCEPTS = (
    ";", ",", ";;,;", "text/event-stream;", ";text/event-stream", "text/event-stream" * 500, "*/*;q=" + "9" * 1000, "\xff", "text/ event-stream",
)
TAGS = (";", ",", '"', '""', "W/", "*" * 9000, "W/*", '"a' * 3000, "\xff", "\t", " , ,", '"sha256:' + "0" * 64 + '"')


def followers(daemon):
    """How many follow the daemon's events, by its own count."""
    text = daemon.ask("GET", "/metrics").body.decode()
    return int(re.search(r'^mayfly_followers\{stream="daemon_events"\} (\d+)$', text, re.MULTILINE)[1])


def settles(daemon, count, seconds=20):
    """Waits until so many follow; how many do."""
    deadline = time.monotonic() + seconds
    while (found := followers(daemon)) != count and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


@case()
def followers_that_leave_are_gone(daemon):
    """Forty at once, who read nothing, are all told at once, and leave without a word while things happen."""
    digest = daemon.approve("attack/follow", "true\n")
    before = followers(daemon)
    with contextlib.ExitStack() as stack:
        for _ in range(40):
            stack.enter_context(daemon.connect()).send(request("GET", "/v1/events?follow=1"))
        expect.equal(settles(daemon, before + 40), before + 40, "followers")
        for _ in range(5):
            expect.equal(daemon.run(digest)["verdict"], "ok", "a session beside them")
    expect.equal(settles(daemon, before), before, "followers after they have left")


@case()
def forms_that_nobody_has_are_lines(daemon):
    """Whatever stands in Accept: an answer, and a daemon that lives."""
    digest = daemon.approve("attack/accept", "true\n")
    identifier = daemon.run(digest)["id"]
    variants = expect.All()
    for text in ACCEPTS:
        for path in ("/v1/events", f"/v1/sessions/{identifier}/events", f"/v1/sessions/{identifier}/stats?follow=1"):
            answer = daemon.ask("GET", path, headers=[f"Accept: {text}"])
            variants.check(text[:20], lambda: expect.that(answer.status in (200, 400), f"{path}: {answer}"))
    variants.check("alive", lambda: expect.equal(daemon.ask("GET", "/readyz").status, 200, "/readyz"))
    variants.done()


@case()
def tags_that_are_none_are_not_known(daemon):
    """Whatever stands in If-None-Match is no reason to keep a version's bytes back, or to fall over."""
    digest = daemon.approve("attack/tags", "true\n")
    variants = expect.All()
    for text in TAGS:
        for part in ("", "/manifest", "/bundle.tar", "/files/main.sh"):
            answer = daemon.ask("GET", f"/v1/scripts/attack/tags/versions/{digest}{part}", headers=[f"If-None-Match: {text}"])
            variants.check(text[:20], lambda: expect.that(answer.status in (200, 400), f"{part}: {answer}"))
    variants.done()


@case()
def what_is_forgotten_at_once_is_forgotten_once(daemon):
    """Of many who have the same session forgotten at once, one is told that it did, and the others that there is none."""
    digest = daemon.approve("attack/forget", "echo x\n")
    for _ in range(5):
        identifier = daemon.run(digest)["id"]
        with contextlib.ExitStack() as stack:
            connections = [stack.enter_context(daemon.connect()) for _ in range(8)]
            for connection in connections:
                connection.send(request("DELETE", f"/v1/sessions/{identifier}"))
            answers = sorted(connection.answer().status for connection in connections)
        expect.equal(answers, [200] + [404] * 7, "the answers")
        expect.equal(daemon.ask("GET", f"/v1/sessions/{identifier}").status, 404, "the session")
