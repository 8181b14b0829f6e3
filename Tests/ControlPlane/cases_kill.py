"""The words of a kill and of a revocation travel to the part of the daemon that holds the cells: they must not end it."""

import time

import expect
from registry import case

TEXTS = ("a\0b", "\0", "x" * 500, "\u00e9" * 250, "\U0001f98b" * 125, "\n\r\t\x1b\x7f\u2028\u202e", "")


def harmless(daemon, target, body, identifier):
    """Fails unless a text is refused as a member, or taken and kept as it is, and the daemon lives on."""
    answer = daemon.ask("POST", target, body)
    if answer.status == 422:
        expect.problem(answer, 422, "invalid_request")
        daemon.ask("POST", f"/v1/sessions/{identifier}/kill", {"immediately": True})
    else:
        expect.that(answer.status in (200, 201, 202), f"{answer}")
        kept = daemon.finished(identifier, 20)["verdict_detail"].get("reason", "")
        expect.equal(kept, body["reason"], "the reason in the record")
    expect.equal(daemon.ask("GET", "/readyz").status, 200, "/readyz afterwards")


@case()
def reasons_of_kills_are_harmless(daemon):
    """NUL, the longest, other scripts, control characters, nothing."""
    digest = daemon.approve("attack/reasons", "sleep 20\n")
    variants = expect.All()
    for text in TEXTS:
        identifier = daemon.submit(digest)
        daemon.until(identifier, "running")
        target, body = f"/v1/sessions/{identifier}/kill", {"reason": text, "immediately": True}
        variants.check(repr(text)[:20], lambda: harmless(daemon, target, body, identifier))
    variants.done()


@case()
def reasons_of_revocations_are_harmless(daemon):
    """The same, where the reason goes to every session of the version."""
    variants = expect.All()
    for text in TEXTS[1:]:

        def attack():
            digest = daemon.approve("attack/revocations", f"sleep 20 # {time.time_ns()}\n")
            identifier = daemon.submit(digest)
            daemon.until(identifier, "running")
            harmless(daemon, "/v1/revocations", {"script": digest, "reason": text}, identifier)

        variants.check(repr(text)[:20], attack)
    variants.done()
