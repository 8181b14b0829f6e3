"""What happens when connections are lost: one run, and every event once."""

import asyncio
import contextlib
import json
import time

import pytest

import fake
from mayfly import (
    AsyncMayfly, ConnectionLost, DaemonUnavailable, EndEvent, MalformedReply, Mayfly, OutputEvent, QueueFull, QuotaExceeded,
    RequestTimeout, Unavailable, requests, retry,
)


def run(path, how, **more):
    """Runs a script with either client."""
    if how == "sync":
        return Mayfly(path).run("a", **more)
    return asyncio.run(AsyncMayfly(path).run("a", **more))


def stream(path, how):
    """The events of a run with either client."""
    if how == "sync":
        return list(Mayfly(path).stream("a"))

    async def collect():
        return [event async for event in AsyncMayfly(path).stream("a")]

    return asyncio.run(collect())


both = pytest.mark.parametrize("how", ["sync", "async"])


def lose(connection):
    """Says nothing, and closes."""


def half(connection):
    """Begins to answer, and closes."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")


def end(connection):
    """Answers with a session that has ended."""
    fake.answer(connection, fake.SESSION)


@both
def test_a_submission_is_repeated_with_its_key(how):
    with fake.daemon(lose, half, end) as (path, seen):
        assert run(path, how).verdict == "ok"
    keys = {fields["idempotency-key"] for _, fields, _ in seen}
    assert len(seen) == 3
    assert len(keys) == 1
    assert len({body for _, _, body in seen}) == 1


@both
def test_each_submission_has_a_key_of_its_own(how):
    with fake.daemon(end, end, end) as (path, seen):
        run(path, how)
        run(path, how)
        run(path, how, idempotency_key="mine")
    keys = [fields["idempotency-key"] for _, fields, _ in seen]
    assert len(set(keys)) == 3
    assert keys[2] == "mine"


@both
def test_it_is_given_up_in_the_end(how):
    with fake.daemon(lose, lose, lose, lose) as (path, _), pytest.raises(ConnectionLost):
        run(path, how)


@both
def test_a_daemon_that_is_busy_is_asked_again_and_a_full_queue_is_not(how):
    def busy(connection):
        fake.answer(connection, {"code": "busy", "status": 503}, 503, "Retry-After: 1\r\n")

    def full(connection):
        fake.answer(connection, {"code": "queue_full", "status": 429}, 429, "Retry-After: 7\r\n")

    with fake.daemon(busy, end) as (path, _):
        began = time.monotonic()
        assert run(path, how).verdict == "ok"
        assert time.monotonic() - began >= 1
    with fake.daemon(full) as (path, _), pytest.raises(QueueFull) as caught:
        run(path, how)
    assert caught.value.retry_after == 7
    assert not isinstance(caught.value, (QuotaExceeded, Unavailable))


@both
def test_a_quota_that_is_used_up_is_an_error_of_its_own_and_is_not_tried_again(how):
    def used_up(connection):
        problem = {"code": "quota_cpu", "status": 429, "agent": "bot", "limit": "10.000 s"}
        fake.answer(connection, problem, 429, "Retry-After: 900\r\n")

    with fake.daemon(used_up) as (path, seen), pytest.raises(QuotaExceeded) as caught:
        run(path, how)
    assert (caught.value.retry_after, caught.value.code, len(seen)) == (900, "quota_cpu", 1)


@both
def test_a_kill_is_not_repeated(how):
    with fake.daemon(lose) as (path, seen), pytest.raises(ConnectionLost):
        if how == "sync":
            Mayfly(path).kill("x")
        else:
            asyncio.run(AsyncMayfly(path).kill("x"))
    assert len(seen) == 1


@both
def test_a_daemon_that_does_not_answer_is_not_a_script_that_takes_long(how):
    def wait(connection):
        time.sleep(1)

    with fake.daemon(wait) as (path, _), pytest.raises(RequestTimeout):
        if how == "sync":
            Mayfly(path, request_timeout=0.3).version()
        else:
            asyncio.run(AsyncMayfly(path, request_timeout=0.3).version())


def watch(monkeypatch, on_pause=lambda: None):
    """Notes what every client that is refused waits for, and does something before it does; the seconds of each time."""
    pause, pauses = retry.pause, []

    def note(*given):
        pauses.append(pause(*given))
        if pauses[-1] is not None:
            on_pause()
        return pauses[-1]

    monkeypatch.setattr(retry, "pause", note)
    return pauses


@both
def test_no_daemon_is_said_at_once(how, tmp_path, monkeypatch):
    pauses = watch(monkeypatch)
    began = time.monotonic()
    with pytest.raises(DaemonUnavailable, match="is mayflyd running"):
        run(str(tmp_path / "none"), how)
    assert time.monotonic() - began < 10
    assert pauses == [None]


@both
def test_a_daemon_that_was_there_is_waited_for(how, tmp_path, monkeypatch):
    path = str(tmp_path / "s")
    client = Mayfly(path) if how == "sync" else AsyncMayfly(path)

    def ask():
        return client.version() if how == "sync" else asyncio.run(client.version())

    def answer(connection):
        fake.answer(connection, {"api": "v1"})

    with contextlib.ExitStack() as stack:
        back = []

        def come_back():
            if len(pauses) == 2:
                back.append(stack.enter_context(fake.daemon(answer, at=path)))

        with fake.daemon(answer, at=path):
            assert ask() == {"api": "v1"}
        # What the first client keeps open is lost, and nobody listens: until the second pause.
        assert how == "async" or client._transport._idle is not None
        pauses = watch(monkeypatch, come_back)
        assert ask() == {"api": "v1"}
    assert pauses == [0.1, 0.5]
    assert len(back) == 1


@both
def test_a_daemon_that_stays_away_is_given_up(how, tmp_path, monkeypatch):
    path = str(tmp_path / "s")
    client = Mayfly(path) if how == "sync" else AsyncMayfly(path)
    monkeypatch.setattr(retry, "PAUSES", (0.01, 0.01))
    with fake.daemon(lambda connection: fake.answer(connection, {"api": "v1"}), at=path):
        assert (client.version() if how == "sync" else asyncio.run(client.version()))["api"] == "v1"
    pauses = watch(monkeypatch)
    with pytest.raises(DaemonUnavailable):
        client.version() if how == "sync" else asyncio.run(client.version())
    assert pauses == [0.01, 0.01, None]


def chunk(data):
    """A part of a body whose length is not known before."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def silent(seconds, first, rest):
    """Answers with a stream that says nothing for a while between its beginning and its end."""

    def serve(connection):
        with contextlib.suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + first)
            time.sleep(seconds)
            connection.sendall(rest + b"0\r\n\r\n")

    return serve


def logs(path, how, follow):
    """What a session has printed, with either client, that waits a second for an answer."""
    if how == "sync":
        return b"".join(Mayfly(path, request_timeout=1).logs("x", follow=follow))

    async def collect():
        return b"".join([piece async for piece in AsyncMayfly(path, request_timeout=1).logs("x", follow=follow)])

    return asyncio.run(collect())


def events(path, how):
    """What happens in a session, with either client, that waits a second for an answer."""
    if how == "sync":
        return list(Mayfly(path, request_timeout=1).events("x"))

    async def collect():
        return [event async for event in AsyncMayfly(path, request_timeout=1).events("x")]

    return asyncio.run(collect())


@both
@pytest.mark.parametrize("first", [b"", chunk(b"abc")])
def test_output_that_is_followed_may_come_as_late_as_it_likes(how, first):
    with fake.daemon(silent(2.5, first, chunk(b"def"))) as (path, seen):
        assert logs(path, how, True).endswith(b"def")
    assert "follow=1" in seen[0][0]
    with fake.daemon(silent(2.5, first, chunk(b"def"))) as (path, _), pytest.raises(RequestTimeout):
        logs(path, how, False)


@both
def test_events_may_come_as_late_as_their_heartbeats_and_no_later(how, monkeypatch):
    line = json.dumps({"seq": 1, "t": "2026-01-01T00:00:00.000Z", "type": "end", "session": fake.SESSION}) + "\n"
    late = silent(2.5, b"", chunk(line.encode()))
    with fake.daemon(late) as (path, _):
        assert [event.seq for event in events(path, how)] == [1]
    monkeypatch.setattr(requests, "EVENT_SILENCE", 0.2)
    with fake.daemon(late) as (path, _), pytest.raises(RequestTimeout):
        events(path, how)


@both
def test_what_is_no_session_is_said(how):
    with fake.daemon(lambda connection: fake.answer(connection, {"id": 1})) as (path, _), pytest.raises(MalformedReply):
        run(path, how)


@both
def test_events_go_on_where_they_were_cut_off(how):
    def line(seq, kind, **more):
        return (json.dumps({"seq": seq, "t": "2026-01-01T00:00:00.000Z", "type": kind, **more}) + "\n").encode()

    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    first = [line(1, "state", state="queued"), line(4, "stdout", text="abc"), line(4, "heartbeat"), line(9, "news")]
    rest = [line(6, "stderr", b64="/wA="), line(7, "end", session=fake.SESSION)]

    def created(connection):
        fake.answer(connection, {**fake.SESSION, "state": "queued", "verdict": None}, 201)

    def cut(connection):
        connection.sendall(head + b"".join(chunk(part) for part in first) + b"40\r\n" + rest[0][:9])

    def go_on(connection):
        connection.sendall(head + b"".join(chunk(part) for part in rest) + b"0\r\n\r\n")

    scripts = [created, cut, go_on]
    with fake.daemon(*scripts) as (path, seen):
        events = stream(path, how)
    assert [event.seq for event in events] == [1, 4, 6, 7]
    assert [event.data for event in events if isinstance(event, OutputEvent)] == [b"abc", b"\xff\x00"]
    assert isinstance(events[-1], EndEvent)
    assert "from=0&follow=1" in seen[1][0]
    assert "from=4&follow=1" in seen[2][0]
