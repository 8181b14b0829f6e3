"""Sends requests over the Unix socket, and awaits their replies."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from . import requests, retry
from .errors import ConnectionLost, MalformedReply, MayflyError, RequestTimeout
from .http1 import Head, Reader
from .requests import Request
from .transport import unavailable

_PIECE = 64 * 1024


_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class AsyncTransport:
    """Makes a connection for each request: tasks of several loops may use it."""

    retries = True
    """Whether what may be repeated is, when a connection is lost."""
    was_reached = False
    """Whether a daemon has ever answered here."""

    def __init__(self, path: str, timeout: float) -> None:
        self.path = path
        self.timeout = timeout

    async def call(self, request: Request) -> Any:
        """Sends a request, and reads the JSON of its reply; sends it again where that is safe."""
        attempt = 0
        while True:
            try:
                async with await self.open(request) as exchange:
                    return requests.parse(exchange.head, await exchange.read())
            except MayflyError as error:
                seconds = retry.pause(request, attempt, error, self.was_reached) if self.retries else None
                if seconds is None:
                    raise
            await asyncio.sleep(seconds)
            attempt += 1

    @contextlib.asynccontextmanager
    async def lend(self, pinned: bool) -> AsyncIterator[AsyncTransport]:
        """What to send several requests with: this, or one connection for all of them."""
        if not pinned:
            yield self
            return
        pin = _Pin(self.path, self.timeout)
        try:
            yield pin
        finally:
            pin.close()

    async def stream(self, request: Request) -> AsyncExchange:
        """Sends a request, and leaves the body of its reply to be read piece by piece."""
        exchange = await self.open(request)
        if not 200 <= exchange.head.status < 300:
            async with exchange:
                requests.parse(exchange.head, await exchange.read())
        return exchange

    async def open(self, request: Request) -> AsyncExchange:
        """Sends a request, and waits for the head of its reply."""
        exchange = AsyncExchange(self, await self.connect())
        try:
            await exchange.send(request)
        except BaseException:
            exchange.close()
            raise
        return exchange

    async def connect(self) -> _Streams:
        """A connection."""
        try:
            return await asyncio.wait_for(asyncio.open_unix_connection(self.path), self.timeout)
        except asyncio.TimeoutError:
            raise RequestTimeout(f"no connection to {self.path} within {self.timeout} s") from None
        except OSError as error:
            raise unavailable(self.path, error) from None

    def keep(self, streams: _Streams) -> None:
        """Takes a connection back that could be used again."""
        streams[1].close()


class _Pin(AsyncTransport):
    """One connection for all requests: when it is lost, all is over."""

    retries = False
    _was_opened = False
    _idle: _Streams | None = None

    async def connect(self) -> _Streams:
        if self._was_opened:
            kept, self._idle = self._idle, None
            if kept is None:
                raise ConnectionLost("the connection was lost, and with it what depends on it")
            return kept
        self._was_opened = True
        return await super().connect()

    def keep(self, streams: _Streams) -> None:
        self._idle = streams

    def close(self) -> None:
        """Closes the connection."""
        if self._idle:
            self._idle[1].close()


class AsyncExchange:
    """One request and its reply."""

    head: Head

    def __init__(self, transport: AsyncTransport, streams: _Streams) -> None:
        self._transport = transport
        self._reader, self._writer = streams
        self._timeout = transport.timeout
        self._reply = Reader()

    async def send(self, request: Request) -> None:
        """Sends the request, and reads the head of the reply."""
        try:
            self._writer.write(request.head() + (request.body or b""))
            await asyncio.wait_for(self._writer.drain(), self._timeout)
        except asyncio.TimeoutError:
            raise RequestTimeout(f"{request.method} {request.target} was not taken within {self._timeout} s") from None
        except OSError:
            # A daemon may refuse before it has read everything: then it has answered.
            pass
        while (head := self._reply.read_head()) is None:
            await self._receive(self._timeout + request.wait)
        self._transport.was_reached = True
        self.head = head

    async def _receive(self, seconds: float | None) -> None:
        try:
            data = await asyncio.wait_for(self._reader.read(_PIECE), seconds)
        except asyncio.TimeoutError:
            raise RequestTimeout(f"no answer within {seconds:g} s") from None
        except OSError as error:
            raise ConnectionLost(f"the connection was lost: {error}") from None
        self._reply.feed(data)

    async def pieces(self, silence: float | None = 0) -> AsyncIterator[bytes]:
        """The body as it comes.

        - `silence`: how many seconds may pass without any of it, if more than a request may take; None for however many.
        """
        seconds = None if silence is None else max(self._timeout, silence)
        while True:
            piece = self._reply.read_body()
            if piece:
                yield piece
            elif self._reply.is_done:
                return
            else:
                await self._receive(seconds)

    async def read(self) -> bytes:
        """The whole body."""
        parts, count = [], 0
        async for piece in self.pieces():
            count += len(piece)
            if count > requests.LONGEST_JSON:
                raise MalformedReply(f"the reply has more than {requests.LONGEST_JSON} bytes")
            parts.append(piece)
        return b"".join(parts)

    def close(self) -> None:
        """Closes the connection."""
        self._writer.close()

    async def __aenter__(self) -> AsyncExchange:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._reply.is_done and not self.head.closes:
            self._transport.keep((self._reader, self._writer))
        else:
            self.close()
