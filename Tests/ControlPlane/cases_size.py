"""What is too large is refused by its number, or as soon as it is too large."""

import time

import expect
from registry import case
from wire import request


def declared(length, *headers):
    """A head that announces a body of this length, and none of it."""
    fields = ["POST /v1/scripts HTTP/1.1", "Host: m", "Content-Type: application/json", f"Content-Length: {length}"]
    return "\r\n".join([*fields, *headers]).encode() + b"\r\n\r\n"


@case()
def lengths_too_large_are_refused_unread(daemon):
    """At once, before a byte of the body, also when the client would wait to be told to send it."""
    variants = expect.All()
    for length in (100 * 2**20 + 1, 2**30, 2**31, 2**32, 2**32 + 2, 2**62, 2**63 - 1, 2**63, 2**64 - 1):
        for headers in ((), ("Expect: 100-continue",)):
            variants.check(
                str(length),
                lambda: expect.refused(daemon, declared(length, *headers), 413, "body_too_large", f"{length} {headers}"),
            )
    for length in (2**64, 2**64 + 2, 10**400):
        name = f"2^64 and more ({len(str(length))} digits)"
        variants.check(name, lambda: expect.refused(daemon, declared(length), 400, "malformed_request", name))
    variants.done()


@case()
def refusals_by_number_are_quick(daemon):
    """Fifty of them take less than thirty seconds."""
    began = time.monotonic()
    for _ in range(50):
        with daemon.connect() as connection:
            connection.send(declared(2**40))
            expect.problem(connection.answer(), 413, "body_too_large")
    expect.that(time.monotonic() - began < 30, f"they took {time.monotonic() - began:.1f} s")


def flooded(daemon, head, part, count):
    """Sends a head that never ends; the answer, and how many bytes went out before it."""
    with daemon.connect(timeout=30) as connection:
        connection.send(head)
        sent = sum(len(part) for _ in range(count) if connection.send(part))
        answer = connection.answer()
        expect.that(connection.closes_soon(), "the connection stays open")
        return answer, sent


@case()
def heads_too_large_are_refused(daemon):
    """Too many fields, a field too long, too much together, a path too long: 431, before the end of the head."""
    begin = b"GET /v1/version HTTP/1.1\r\nHost: m\r\n"
    floods = {
        "100,000 fields": (begin, b"".join(b"X-%d: a\r\n" % number for number in range(1000)), 100),
        "a field of 1 MiB": (begin + b"X-A: ", b"a" * 65536, 16),
        "a name of 1 MiB": (begin, b"a" * 65536, 16),
        "a path of 1 MiB": (b"GET /", b"a" * 65536, 16),
        "a query of 1 MiB": (b"GET /v1/sessions?", b"a" * 65536, 16),
    }
    variants = expect.All()
    for name, (head, part, count) in floods.items():
        variants.check(name, lambda: expect.problem(flooded(daemon, head, part, count)[0], 431, "head_too_large", name))
    exact = {
        "101 fields": [f"X-{number}: a" for number in range(100)],
        "a field of 17 KiB": ["X-A: " + "a" * 17 * 1024],
        "five fields of 15 KiB": [f"X-{number}: {'a' * 15360}" for number in range(5)],
    }
    for name, fields in exact.items():
        data = request("GET", "/v1/version", headers=fields)
        variants.check(name, lambda: expect.refused(daemon, data, 431, "head_too_large", name))
    method = b"A" * 65536 + b" / HTTP/1.1\r\n\r\n"
    variants.check("a long method", lambda: expect.refused(daemon, method, 400, "malformed_request", "a long method"))
    variants.done()


@case()
def heads_at_the_bound_are_read(daemon):
    """A hundred fields in all, and one of nearly 16 KiB."""
    for fields in ([f"X-{number}: a" for number in range(99)], ["X-A: " + "a" * 16000]):
        expect.equal(daemon.ask("GET", "/v1/version", headers=fields).status, 200, f"{len(fields)} fields")


@case(patient=True)
def endless_head_before_the_first_line_is_refused(daemon):
    """Empty lines before a request are bounded too: by bytes or by the head's deadline."""
    with daemon.connect() as connection:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and connection.send(b"\r\n" * 512):
            time.sleep(0.05)
        expect.that(connection.closes_soon(), "still open after 30 s of empty lines")


@case()
def endless_chunks_are_refused(daemon):
    """A chunked body that does not end is refused with 413 once it is larger than the bound."""
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    fields = ["Content-Type: application/json", "Transfer-Encoding: chunked"]
    head = request("POST", "/v1/scripts", headers=fields)
    answer, sent = flooded(daemon, head, chunk * 16, 200)
    expect.problem(answer, 413, "body_too_large")
    expect.that(sent < 140 * 2**20, f"{sent} bytes were taken before it was refused")


@case()
def endless_chunk_lines_are_refused(daemon):
    """The extensions of one chunk and the trailer are bounded too."""
    fields = ["Content-Type: application/json", "Transfer-Encoding: chunked"]
    head = request("POST", "/v1/reload", headers=fields)
    variants = expect.All()
    for name, begin in {"extension": b"2;a=", "trailer": b"2\r\n{}\r\n0\r\nX-A: ", "size": b"0"}.items():
        part = (b"0" if name == "size" else b"a") * 65536

        def attack():
            answer, sent = flooded(daemon, head + begin, part, 64)
            expect.that((answer.status, answer.code) in {(400, "malformed_request"), (431, "head_too_large")}, f"{answer}")
            expect.that(sent < 4 * 2**20, f"{sent} bytes were taken")

        variants.check(name, attack)
    variants.done()
