"""Clients that are slow, or never say anything: a deadline ends each of them, and they keep nobody waiting."""

import time

import expect
from registry import case
from wire import Closed, request

HEAD = ["Content-Type: application/json"]


def drip(connection, data, seconds):
    """Sends a byte each second until the other end answers or closes; the answer and how long it took."""
    began = time.monotonic()
    connection.socket.settimeout(1)
    for byte in data:
        if time.monotonic() - began > seconds or not connection.send(bytes([byte])):
            break
        try:
            answer = connection.answer()
            expect.that(connection.closes_soon(), "the connection stays open after the refusal")
            return answer, time.monotonic() - began
        except TimeoutError:
            continue
        except Closed:
            return None, time.monotonic() - began
    raise AssertionError(f"still open after {time.monotonic() - began:.0f} s")


def refused_between(daemon, begin, data, code, earliest, latest):
    """Fails unless a slow sender is refused with 408 in this window of time."""
    with daemon.connect() as connection:
        connection.send(begin)
        answer, took = drip(connection, data, latest)
    expect.that(answer is not None, f"closed without an answer after {took:.0f} s")
    expect.problem(answer, 408, code)
    expect.that(earliest <= took <= latest, f"refused after {took:.1f} s, not between {earliest} and {latest} s")


@case(patient=True)
def slow_head_ends(daemon):
    """One byte each second: refused ten seconds after the first."""
    refused_between(daemon, b"", request("GET", "/healthz", headers=["X-A: " + "a" * 200]), "head_timeout", 8, 14)


@case(patient=True)
def head_without_end_ends(daemon):
    """A field each second, each of them complete, and never an empty line."""
    begin = b"GET /healthz HTTP/1.1\r\nHost: m\r\n"
    with daemon.connect() as connection:
        connection.send(begin)
        began = time.monotonic()
        connection.socket.settimeout(1)
        for number in range(20):
            connection.send(b"X-%d: a\r\n" % number)
            try:
                expect.problem(connection.answer(), 408, "head_timeout")
                break
            except TimeoutError:
                continue
        took = time.monotonic() - began
    expect.that(8 <= took <= 14, f"{took:.1f} s")


@case(patient=True)
def slow_second_head_ends(daemon):
    """The deadline holds for every request of a connection, not for the first alone."""
    with daemon.connect() as connection:
        connection.send(request("GET", "/healthz"))
        expect.equal(connection.answer().status, 200, "the first")
        answer, took = drip(connection, request("GET", "/healthz", headers=["X-A: " + "a" * 200]), 14)
        expect.that(answer is not None, f"closed without an answer after {took:.0f} s")
        expect.problem(answer, 408, "head_timeout")


@case(patient=True)
def slow_body_ends(daemon):
    """One byte each second: refused a minute after the head."""
    begin = request("POST", "/v1/scripts", headers=[*HEAD, "Content-Length: 500"])
    refused_between(daemon, begin, b" " * 500, "body_timeout", 57, 65)


@case(patient=True)
def slow_chunks_end(daemon):
    """A chunk of one byte, a byte each second."""
    begin = request("POST", "/v1/scripts", headers=[*HEAD, "Transfer-Encoding: chunked"])
    refused_between(daemon, begin, b"1\r\n \r\n" * 80, "body_timeout", 57, 65)


@case(patient=True)
def body_that_never_comes_ends(daemon):
    """A head with a length, and nothing more."""
    with daemon.connect(timeout=70) as connection:
        began = time.monotonic()
        connection.send(request("POST", "/v1/scripts", headers=[*HEAD, "Content-Length: 5"]))
        expect.problem(connection.answer(), 408, "body_timeout")
        expect.that(57 <= time.monotonic() - began <= 65, f"{time.monotonic() - began:.1f} s")


@case(patient=True)
def idle_connection_ends(daemon):
    """One that says nothing, and one that asked once, are closed after a minute."""
    with daemon.connect() as silent, daemon.connect() as done:
        began = time.monotonic()
        done.send(request("GET", "/healthz"))
        done.answer()
        for name, connection in (("silent", silent), ("done", done)):
            expect.that(connection.closes_within(66 - (time.monotonic() - began)), f"{name}: open after 66 s")
            took = time.monotonic() - began
            expect.that(took > 57, f"{name}: closed after {took:.1f} s already")


@case(patient=True)
def client_that_never_reads_ends(daemon):
    """Asks for far more than fits into the socket, and reads nothing: closed half a minute later."""
    digest = daemon.approve("attack/loud", "head -c 1000000 /dev/zero\n")
    identifier = daemon.submit(digest)
    daemon.finished(identifier)
    with daemon.connect(receive_buffer=4096) as connection:
        connection.send(request("GET", f"/v1/sessions/{identifier}/logs") * 100)
        time.sleep(36)
        got = 0
        connection.socket.settimeout(2)
        try:
            while data := connection.socket.recv(1 << 20):
                got += len(data)
        except ConnectionResetError:
            pass
        except TimeoutError:
            raise AssertionError(f"still open after 36 s, {got} bytes were waiting") from None
    expect.that(got < 3 * 2**20, f"{got} bytes were kept for it")
