"""The client that awaits: the same as `client`, for asyncio."""

from __future__ import annotations

import asyncio
import json
import os
import pathlib
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any, overload

from . import requests, retry
from .alibrary import AsyncLibrary
from .async_session import AsyncSession
from .atransport import AsyncTransport
from .errors import ConnectionLost, DaemonUnavailable, MalformedReply, RequestTimeout
from .events import EndEvent, Event, HeartbeatEvent, read_event
from .http1 import Lines
from .incoming import Incoming
from .models import Admission, Artifact, Session
from .requests import Args, Content, Files, Order


class AsyncMayfly(AsyncLibrary):
    """Talks to one daemon. May be used by several tasks, and as a context manager.

    - `socket`: where the daemon is; MAYFLY_SOCKET, or the usual places, if not given.
    - `request_timeout`: how many seconds the daemon may take to answer a request. It says nothing of how long a script may run.
    """

    def __init__(self, socket: str | None = None, *, request_timeout: float = 30) -> None:
        self._transport = AsyncTransport(requests.find_socket(socket), request_timeout)

    @property
    def socket(self) -> str:
        """Where the daemon is."""
        return self._transport.path

    async def __aenter__(self) -> AsyncMayfly:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing is kept open between requests."""

    # What runs

    async def run(
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
    ) -> AsyncSession:
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
        async with self._transport.lend(order.on_disconnect == "kill") as transport:
            session = self._session(await transport.call(order.request(requests.LONGEST_WAIT)))
            return session if session.is_finished else await self._wait(transport, session.id)

    async def submit(self, script: str | None = None, **more: Any) -> AsyncSession:
        """Starts a script, and returns at once; takes what `run` takes, but for `on_disconnect`."""
        if more.get("on_disconnect") == "kill":
            raise TypeError("on_disconnect='kill' is for run and stream: what submit has asked on is not kept open")
        return self._session(await self._transport.call(Order(script, **more).request(0)))

    async def dry_run(self, script: str | None = None, **more: Any) -> Admission:
        """Says what would become of a submission; takes what `run` takes."""
        return Admission.from_json(await self._transport.call(Order(script, **more).trial()))

    async def stream(self, script: str | None = None, **more: Any) -> AsyncIterator[Event]:
        """Runs a script, and gives what happens as it happens; the last event has the session. Takes what `run` takes."""
        order = Order(script, **more)
        async with self._transport.lend(order.on_disconnect == "kill") as transport:
            session = self._session(await transport.call(order.request(0)))
            async for event in self._events(transport, session.id, 0, False):
                yield event

    # Sessions

    async def session(self, session: str) -> AsyncSession:
        """A session as it stands."""
        return self._session(await self._transport.call(requests.get("v1", "sessions", session)))

    async def sessions(
        self,
        *,
        state: str | None = None,
        script: str | None = None,
        caller: str | int | None = None,
        label: Mapping[str, str] | None = None,
    ) -> AsyncIterator[Session]:
        """Sessions, newest first: without what they printed and left. All conditions hold together.

        - `caller`: the name of an agent, or the number of a user.
        - `label`: names and values that are all among a session's `labels`; 8 at most.
        """
        labels = [f"{name}={value}" for name, value in (label or {}).items()]
        cursor = None
        while True:
            page = await self._transport.call(
                requests.get(
                    "v1", "sessions", state=state, script=script, caller=caller, label=labels, limit=100, cursor=cursor
                )
            )
            for item in page["items"]:
                yield Session.from_json(item)
            cursor = page["next_cursor"]
            if cursor is None:
                return

    async def wait(self, session: str, timeout: float | None = None) -> AsyncSession:
        """A session once it has ended; RequestTimeout when it has not within `timeout` seconds, and then it goes on."""
        return await self._wait(self._transport, session, timeout)

    async def _wait(self, transport: AsyncTransport, session: str, timeout: float | None = None) -> AsyncSession:
        if timeout is not None:
            requests.check_seconds("timeout", timeout)
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            rest = requests.LONGEST_WAIT if deadline is None else deadline - time.monotonic()
            wait = max(0.0, min(requests.LONGEST_WAIT, rest))
            request = requests.get("v1", "sessions", session, wait_=requests.duration(wait), wait=wait)
            found = self._session(await transport.call(request))
            if found.is_finished:
                return found
            if deadline is not None and time.monotonic() >= deadline:
                raise RequestTimeout(f"session {session} has not ended within {timeout:g} s; it goes on")

    async def kill(self, session: str, reason: str | None = None, *, immediately: bool = False) -> AsyncSession:
        """Ends a session; returns it as it stands, which may be before its end."""
        return self._session(await self._transport.call(requests.kill(session, reason, immediately)))

    async def stats(self, session: str) -> dict[str, Any]:
        """What a session uses now, as the API has it; None is what the kernel does not count."""
        return dict(await self._transport.call(requests.get("v1", "sessions", session, "stats")))

    async def forget(self, session: str) -> None:
        """Has the daemon forget a session that has ended, with its output, artifacts and receipt."""
        await self._transport.call(requests.forget(session))

    async def events(self, session: str, start: int = 0, *, heartbeats: bool = False) -> AsyncIterator[Event]:
        """What happens in a session from a number on, until its end; goes on where a connection was lost."""
        async for event in self._events(self._transport, session, start, heartbeats):
            yield event

    async def _events(self, transport: AsyncTransport, session: str, start: int, heartbeats: bool) -> AsyncIterator[Event]:
        attempt = 0
        while True:
            request = requests.get("v1", "sessions", session, "events", from_=start, follow=1)
            try:
                async with await transport.stream(request) as exchange:
                    lines = Lines()
                    async for piece in exchange.pieces(requests.EVENT_SILENCE):
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
            await asyncio.sleep(seconds)
            attempt += 1

    async def logs(self, session: str, stream: str = "stdout", *, follow: bool = False) -> AsyncIterator[bytes]:
        """What was kept of one stream, in pieces; with `follow` as they come until its end, however long none does."""
        request = requests.get("v1", "sessions", session, "logs", stream=stream, follow=1 if follow else None)
        async with await self._transport.stream(request) as exchange:
            async for piece in exchange.pieces(None if follow else 0):
                yield piece

    @overload
    async def artifact(self, session: str, artifact: str | Artifact) -> bytes: ...

    @overload
    async def artifact(self, session: str, artifact: str | Artifact, *, into: str | os.PathLike[str]) -> pathlib.Path: ...

    async def artifact(
        self, session: str, artifact: str | Artifact, *, into: str | os.PathLike[str] | None = None
    ) -> bytes | pathlib.Path:
        """The bytes of a file that a session left in /outputs; MalformedReply when they are not those that were recorded.

        - `into`: where a new file with them shall be, which is returned; FileExistsError where something is already. It is there
          when all of it has come and has been checked, and not before.
        """
        name = artifact.name if isinstance(artifact, Artifact) else artifact
        request = requests.get("v1", "sessions", session, "artifacts", name)
        with Incoming(artifact, into) as file:
            async with await self._transport.stream(request) as exchange:
                async for piece in exchange.pieces():
                    file.write(piece)
                # Whatever the disk takes for it, other tasks go on.
                return await asyncio.to_thread(file.finish, exchange.head)

    async def receipt(self, session: str) -> Any:
        """The signed record of a session that has ended."""
        return await self._transport.call(requests.get("v1", "sessions", session, "receipt"))

    def _session(self, raw: dict[str, Any]) -> AsyncSession:
        return AsyncSession.from_json(raw, client=self)

    def _event(self, line: bytes) -> Event | None:
        try:
            raw = json.loads(line)
        except ValueError:
            raise MalformedReply("an event is no JSON") from None
        event = read_event(raw)
        return EndEvent(event.seq, event.time, self._session(raw["session"])) if isinstance(event, EndEvent) else event
