"""The client that waits."""

from __future__ import annotations

import json
import os
import pathlib
import time
from collections.abc import Iterator, Mapping
from typing import Any, overload

from . import requests, retry
from .errors import ConnectionLost, DaemonUnavailable, MalformedReply, RequestTimeout
from .events import EndEvent, Event, HeartbeatEvent, read_event
from .http1 import Lines
from .incoming import Incoming
from .library import Library
from .models import Admission, Artifact, Session
from .requests import Args, Content, Files, Order
from .sync_session import SyncSession
from .transport import Transport


class Mayfly(Library):
    """Talks to one daemon. May be used by several threads, and as a context manager.

    - `socket`: where the daemon is; MAYFLY_SOCKET, or the usual places, if not given.
    - `request_timeout`: how many seconds the daemon may take to answer a request. It says nothing of how long a script may run.
    """

    def __init__(self, socket: str | None = None, *, request_timeout: float = 30) -> None:
        self._transport = Transport(requests.find_socket(socket), request_timeout)

    @property
    def socket(self) -> str:
        """Where the daemon is."""
        return self._transport.path

    def __enter__(self) -> Mayfly:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes what is open; the client may be used again."""
        self._transport.close()

    # What runs

    def run(
        self,
        script: str | None = None,
        *,
        code: str | None = None,
        runtime: str | None = None,
        args: Args | None = None,
        stdin: Content | None = None,
        env: Mapping[str, str] | None = None,
        files: Files | None = None,
        profile: str | None = None,
        limits: Mapping[str, str | int | float] | None = None,
        timeout: float | None = None,
        labels: Mapping[str, str] | None = None,
        on_disconnect: str | None = None,
        idempotency_key: str | None = None,
        traceparent: str | None = None,
        queue_timeout: float | None = None,
        workspace: str | None = None,
    ) -> SyncSession:
        """Runs a script to its end.

        However it ends is a result: `check()` raises where anything but `ok` is an error.

        - `script`: `name`, `name@sha256:…` or `sha256:…`; instead, `code` and `runtime`: runs only if these bytes are approved.
        - `args`: texts for its command line, or, where its bundle has a schema, an object.
        - `files`: what it finds in /inputs, by path.
        - `workspace`: the name of one, whose files it finds in /work, and may change.
        - `timeout`: its limit of time in seconds; a script that reaches it ends with `wall_timeout`.
        - `idempotency_key`: made for each call if not given: a connection that is lost makes no second run.
        """
        order = Order(
            script, code, runtime, args, stdin, env, files, profile, limits, timeout, labels, on_disconnect, idempotency_key,
            traceparent, queue_timeout, workspace,
        )
        with self._transport.lend(order.on_disconnect == "kill") as transport:
            session = self._session(transport.call(order.request(requests.LONGEST_WAIT)))
            return session if session.is_finished else self._wait(transport, session.id)

    def submit(self, script: str | None = None, **more: Any) -> SyncSession:
        """Starts a script, and returns at once; takes what `run` takes, but for `on_disconnect`."""
        if more.get("on_disconnect") == "kill":
            raise TypeError("on_disconnect='kill' is for run and stream: what submit has asked on is not kept open")
        return self._session(self._transport.call(Order(script, **more).request(0)))

    def dry_run(self, script: str | None = None, **more: Any) -> Admission:
        """Says what would become of a submission; takes what `run` takes."""
        return Admission.from_json(self._transport.call(Order(script, **more).trial()))

    def stream(self, script: str | None = None, **more: Any) -> Iterator[Event]:
        """Runs a script, and gives what happens as it happens; the last event has the session. Takes what `run` takes."""
        order = Order(script, **more)
        with self._transport.lend(order.on_disconnect == "kill") as transport:
            session = self._session(transport.call(order.request(0)))
            for event in self._events(transport, session.id, 0, False):
                yield event

    # Sessions

    def session(self, session: str) -> SyncSession:
        """A session as it stands."""
        return self._session(self._transport.call(requests.get("v1", "sessions", session)))

    def sessions(
        self,
        *,
        state: str | None = None,
        script: str | None = None,
        caller: str | int | None = None,
        label: Mapping[str, str] | None = None,
    ) -> Iterator[Session]:
        """Sessions, newest first: without what they printed and left. All conditions hold together.

        - `caller`: the name of an agent, or the number of a user.
        - `label`: names and values that are all among a session's `labels`; 8 at most.
        """
        labels = [f"{name}={value}" for name, value in (label or {}).items()]
        cursor = None
        while True:
            page = self._transport.call(
                requests.get(
                    "v1", "sessions", state=state, script=script, caller=caller, label=labels, limit=100, cursor=cursor
                )
            )
            for item in page["items"]:
                yield Session.from_json(item)
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def wait(self, session: str, timeout: float | None = None) -> SyncSession:
        """A session once it has ended; RequestTimeout when it has not within `timeout` seconds, and then it goes on."""
        return self._wait(self._transport, session, timeout)

    def _wait(self, transport: Transport, session: str, timeout: float | None = None) -> SyncSession:
        if timeout is not None:
            requests.check_seconds("timeout", timeout)
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            rest = requests.LONGEST_WAIT if deadline is None else deadline - time.monotonic()
            wait = max(0.0, min(requests.LONGEST_WAIT, rest))
            request = requests.get("v1", "sessions", session, wait_=requests.duration(wait), wait=wait)
            found = self._session(transport.call(request))
            if found.is_finished:
                return found
            if deadline is not None and time.monotonic() >= deadline:
                raise RequestTimeout(f"session {session} has not ended within {timeout:g} s; it goes on")

    def kill(self, session: str, reason: str | None = None, *, immediately: bool = False) -> SyncSession:
        """Ends a session; returns it as it stands, which may be before its end."""
        return self._session(self._transport.call(requests.kill(session, reason, immediately)))

    def stats(self, session: str) -> dict[str, Any]:
        """What a session uses now, as the API has it; None is what the kernel does not count."""
        return dict(self._transport.call(requests.get("v1", "sessions", session, "stats")))

    def forget(self, session: str) -> None:
        """Has the daemon forget a session that has ended, with its output, artifacts and receipt."""
        self._transport.call(requests.forget(session))

    def events(self, session: str, start: int = 0, *, heartbeats: bool = False) -> Iterator[Event]:
        """What happens in a session from a number on, until its end; goes on where a connection was lost."""
        for event in self._events(self._transport, session, start, heartbeats):
            yield event

    def _events(self, transport: Transport, session: str, start: int, heartbeats: bool) -> Iterator[Event]:
        attempt = 0
        while True:
            request = requests.get("v1", "sessions", session, "events", from_=start, follow=1)
            try:
                with transport.stream(request) as exchange:
                    lines = Lines()
                    for piece in exchange.pieces(requests.EVENT_SILENCE):
                        for line in lines.feed(piece):
                            event = self._event(line)
                            if event is None or isinstance(event, HeartbeatEvent) and not heartbeats:
                                continue
                            start, attempt = event.seq, 0
                            yield event
                            if isinstance(event, EndEvent):
                                return
                raise ConnectionLost("the events ended before the session did")
            except (ConnectionLost, DaemonUnavailable) as error:
                seconds = retry.pause(request, attempt, error, transport.was_reached) if transport.retries else None
                if seconds is None:
                    raise
            time.sleep(seconds)
            attempt += 1

    def logs(self, session: str, stream: str = "stdout", *, follow: bool = False) -> Iterator[bytes]:
        """What was kept of one stream, in pieces; with `follow` as they come until its end, however long none does."""
        request = requests.get("v1", "sessions", session, "logs", stream=stream, follow=1 if follow else None)
        with self._transport.stream(request) as exchange:
            yield from exchange.pieces(None if follow else 0)

    @overload
    def artifact(self, session: str, artifact: str | Artifact) -> bytes: ...

    @overload
    def artifact(self, session: str, artifact: str | Artifact, *, into: str | os.PathLike[str]) -> pathlib.Path: ...

    def artifact(
        self, session: str, artifact: str | Artifact, *, into: str | os.PathLike[str] | None = None
    ) -> bytes | pathlib.Path:
        """The bytes of a file that a session left in /outputs; MalformedReply when they are not those that were recorded.

        - `into`: where a new file with them shall be, which is returned; FileExistsError where something is already. It is there
          when all of it has come and has been checked, and not before.
        """
        name = artifact.name if isinstance(artifact, Artifact) else artifact
        request = requests.get("v1", "sessions", session, "artifacts", name)
        with Incoming(artifact, into) as file:
            with self._transport.stream(request) as exchange:
                for piece in exchange.pieces():
                    file.write(piece)
                return file.finish(exchange.head)

    def receipt(self, session: str) -> Any:
        """The signed record of a session that has ended."""
        return self._transport.call(requests.get("v1", "sessions", session, "receipt"))

    def _session(self, raw: dict[str, Any]) -> SyncSession:
        return SyncSession.from_json(raw, client=self)

    def _event(self, line: bytes) -> Event | None:
        try:
            raw = json.loads(line)
        except ValueError:
            raise MalformedReply("an event is no JSON") from None
        event = read_event(raw)
        return EndEvent(event.seq, event.time, self._session(raw["session"])) if isinstance(event, EndEvent) else event
