"""What two readers of HTTP could read differently is refused, and the connection ends."""

import expect
from registry import case
from wire import Closed, request

NEXT = request("GET", "/v1/version", headers=["X-Request-Id: smuggled"])


def post(*headers, body=b"{}", line="POST /v1/reload HTTP/1.1", host="Host: mayfly"):
    """A request with exactly these headers, and a second one behind it."""
    fields = [line, *([host] if host else []), "Content-Type: application/json", *headers]
    return "\r\n".join(fields).encode("latin-1") + b"\r\n\r\n" + body + NEXT


MALFORMED = {
    "two equal lengths": post("Content-Length: 2", "Content-Length: 2"),
    "two different lengths": post("Content-Length: 2", "Content-Length: 3"),
    "a list of lengths": post("Content-Length: 2, 2"),
    "length and chunks": post("Content-Length: 2", "Transfer-Encoding: chunked", body=b"2\r\n{}\r\n0\r\n\r\n"),
    "chunks and length": post("Transfer-Encoding: chunked", "Content-Length: 2", body=b"2\r\n{}\r\n0\r\n\r\n"),
    "length +2": post("Content-Length: +2"),
    "length -2": post("Content-Length: -2"),
    "length 0x2": post("Content-Length: 0x2"),
    "length 2.0": post("Content-Length: 2.0"),
    "length 2 2": post("Content-Length: 2 2"),
    "length with a vertical tab": post("Content-Length: \x0b2"),
    "length in other digits": post("Content-Length: \xb2"),
    "no length": post("Content-Length:"),
    "length folded": post("Content-Length:\r\n 2"),
    "bare line feeds": post("Content-Length: 2").replace(b"\r\n", b"\n"),
    "one bare line feed": post("X-A: b\nContent-Length: 2"),
    "one bare return": post("X-A: b\rContent-Length: 2"),
    "folded field": post("X-A: b\r\n c", "Content-Length: 2"),
    "fold before the first field": post("Content-Length: 2", line="POST /v1/reload HTTP/1.1\r\n X-A: b"),
    "space before the colon": post("Content-Length : 2"),
    "space in a name": post("Content Length: 2"),
    "no name": post(": 2", "Content-Length: 2"),
    "no colon": post("Content-Length"),
    "NUL in a field": post("X-A: a\0b", "Content-Length: 2"),
    "NUL in the path": post("Content-Length: 2", line="POST /v1/rel\0oad HTTP/1.1"),
    "space in the path": post("Content-Length: 2", line="POST /v1/re load HTTP/1.1"),
    "two hosts": post("Content-Length: 2", "Host: other"),
    "chunked, identity": post("Transfer-Encoding: chunked, identity", body=b"2\r\n{}\r\n0\r\n\r\n"),
    "identity": post("Transfer-Encoding: identity", body=b"{}"),
    "gzip, chunked": post("Transfer-Encoding: gzip, chunked", body=b"2\r\n{}\r\n0\r\n\r\n"),
    "chunked twice": post("Transfer-Encoding: chunked", "Transfer-Encoding: chunked", body=b"2\r\n{}\r\n0\r\n\r\n"),
    "chunked with a vertical tab": post("Transfer-Encoding: \x0bchunked", body=b"2\r\n{}\r\n0\r\n\r\n"),
    "xchunked": post("Transfer-Encoding: xchunked", body=b"2\r\n{}\r\n0\r\n\r\n"),
    "HTTP/0.9": b"GET /v1/version\r\n\r\n",
    "HTTP/0.9 with a post": b"POST /v1/reload\r\n\r\n",
    "no method": b" /v1/version HTTP/1.1\r\nHost: m\r\n\r\n",
    "not HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 4,
    "lower-case version": post("Content-Length: 2", line="POST /v1/reload http/1.1"),
    "version HTTP/1.1x": post("Content-Length: 2", line="POST /v1/reload HTTP/1.1x"),
    "lower-case method": post("Content-Length: 2", line="post /v1/reload HTTP/1.1"),
}
BAD_CHUNKS = {
    "chunk 2^64": b"10000000000000000\r\n{}",
    "chunk +2": b"+2\r\n{}\r\n0\r\n\r\n",
    "chunk -2": b"-2\r\n{}\r\n0\r\n\r\n",
    "chunk 0x2": b"0x2\r\n{}\r\n0\r\n\r\n",
    "chunk without a size": b"\r\n{}\r\n0\r\n\r\n",
    "chunk size in words": b"two\r\n{}\r\n0\r\n\r\n",
    "chunk size and a space inside": b"2 2\r\n{}\r\n0\r\n\r\n",
    "chunk longer than its size": b"2\r\n{}}\r\n0\r\n\r\n",
    "chunk with a bare line feed": b"2\n{}\n0\n\n",
    "bare line feed after the data": b"2\r\n{}\n0\r\n\r\n",
    "bare line feed in an extension": b"2;a\n{}\r\n0\r\n\r\n",
    "bare line feed in an extension's value": b"2;a=b\nc\r\n{}\r\n0\r\n\r\n",
    "bare return in an extension": b"2;a\rb\r\n{}\r\n0\r\n\r\n",
    "length in the trailer": b"2\r\n{}\r\n0\r\nContent-Length: 5\r\n\r\n",
    "coding in the trailer": b"2\r\n{}\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n",
    "bare line feed in the trailer": b"2\r\n{}\r\n0\r\nX-A: b\n\n",
}
VERSIONS = {"HTTP/1.0": b"GET /v1/version HTTP/1.0\r\n\r\n", "HTTP/1.0 with a body": post("Content-Length: 2", line="POST /v1/reload HTTP/1.0")}


@case()
def ambiguous_heads_are_refused(daemon):
    """Each with 400, one answer, and the end of the connection: what follows is never a request."""
    variants = expect.All()
    for name, data in MALFORMED.items():
        variants.check(name, lambda: expect.refused(daemon, data, 400, "malformed_request", name))
    variants.done()


@case()
def other_versions_are_refused(daemon):
    """HTTP/1.0 is another version; the preface of HTTP/2 is no request of this one."""
    variants = expect.All()
    for name, data in VERSIONS.items():
        variants.check(name, lambda: expect.refused(daemon, data, 505, "http_version_not_supported", name))
    variants.check(
        "HTTP/2",
        lambda: expect.refused(daemon, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "malformed_request", "HTTP/2"),
    )
    variants.done()


@case()
def malformed_chunks_are_refused(daemon):
    """Each with 400 and the end of the connection."""
    variants = expect.All()
    for name, chunks in BAD_CHUNKS.items():
        data = post("Transfer-Encoding: chunked", body=chunks)
        variants.check(name, lambda: expect.refused(daemon, data, 400, "malformed_request", name))
    variants.done()


def two_answers(daemon, data, name):
    """Fails unless data is read as one request, and what follows as the next."""
    with daemon.connect() as connection:
        connection.send(data)
        expect.equal(connection.answer().status, 200, f"{name}: the first answer")
        second = connection.answer()
        expect.equal(second.headers.get("x-request-id"), "smuggled", f"{name}: the second answer is of the request")
        connection.send(request("GET", "/healthz"))
        expect.equal(connection.answer().json, {"status": "ok"}, f"{name}: the third answer")


@case()
def what_has_one_reading_is_read_so(daemon):
    """White space around a value, an extension that nobody knows, a trailer, capitals: RFC 9112 has one reading."""
    variants = expect.All()
    chunked = {
        "extension": b"2;a=b;c=\"d\"\r\n{}\r\n0\r\n\r\n", "trailer": b"2\r\n{}\r\n0\r\nX-A: b\r\n\r\n",
        "leading zeros": b"0002\r\n{}\r\n0\r\n\r\n", "two chunks": b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
    }
    for name, body in chunked.items():
        variants.check(name, lambda: two_answers(daemon, post("Transfer-Encoding: chunked", body=body), name))
    for name, header in {"spaces": "Content-Length:  2 ", "tab": "Content-Length:\t2"}.items():
        variants.check(name, lambda: two_answers(daemon, post(header), name))
    coding = post("TRANSFER-ENCODING: Chunked", body=chunked["two chunks"])
    variants.check("capitals", lambda: two_answers(daemon, coding, "capitals"))
    variants.done()


@case()
def targets_have_one_meaning(daemon):
    """A whole URL means its path, whoever it names; every other form leads nowhere."""
    variants = expect.All()
    for target in ("http://mayfly/healthz", "http://other:1/healthz"):
        variants.check(target, lambda: expect.equal(daemon.ask("GET", target).json, {"status": "ok"}, target))
    for target in ("*", "//healthz", "/healthz/", "/./healthz", "http://mayfly", "http://mayfly//healthz", "/healthz#x"):
        variants.check(target, lambda: expect.problem(daemon.ask("GET", target), 404, "no_such_path", target))
    for target in ("mayfly:80/healthz", "healthz", "[::1]/healthz"):
        variants.check(target, lambda: expect.problem(daemon.ask("GET", target), 400, "malformed_request", target))
    variants.done()


@case()
def body_of_a_request_that_takes_none_is_no_request(daemon):
    """A GET with a body is answered, and its connection ends: its body is never read as a request."""
    body = request("GET", "/v1/version")
    with daemon.connect() as connection:
        connection.send(request("GET", "/healthz", body) + NEXT)
        expect.equal(connection.answer().status, 200, "the first answer")
        try:
            expect.that(False, f"a second answer: {connection.answer()}")
        except Closed:
            pass
