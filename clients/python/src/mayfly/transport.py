"""Sends requests over the Unix socket, and waits for their replies."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

from . import requests, retry
from .errors import ConnectionLost, DaemonUnavailable, MalformedReply, MayflyError, RequestTimeout
from .http1 import Head, Reader
from .requests import Request

_PIECE = 64 * 1024


def unavailable(path: str, error: OSError) -> DaemonUnavailable:
    """What it means that nobody can be reached at a socket."""
    if isinstance(error, (FileNotFoundError, ConnectionRefusedError, NotADirectoryError)):
        return DaemonUnavailable(f"no daemon listens at {path}; is mayflyd running?")
    if isinstance(error, PermissionError):
        return DaemonUnavailable(f"{path} is closed to this user; is it in group mayfly?")
    return DaemonUnavailable(f"{path}: {error}")


class Transport:
    """Keeps one connection that nobody uses, for the next request."""

    retries = True
    """Whether what may be repeated is, when a connection is lost."""
    was_reached = False
    """Whether a daemon has ever answered here."""

    def __init__(self, path: str, timeout: float) -> None:
        self.path = path
        self.timeout = timeout
        self._idle: socket.socket | None = None
        self._lock = threading.Lock()

    def close(self) -> None:
        """Closes the connection that is kept."""
        kept = self._take()
        if kept:
            kept.close()

    def call(self, request: Request) -> Any:
        """Sends a request, and reads the JSON of its reply; sends it again where that is safe."""
        attempt = 0
        while True:
            try:
                head, body = self._exchange(request)
                return requests.parse(head, body)
            except MayflyError as error:
                seconds = retry.pause(request, attempt, error, self.was_reached) if self.retries else None
                if seconds is None:
                    raise
            time.sleep(seconds)
            attempt += 1

    @contextlib.contextmanager
    def lend(self, pinned: bool) -> Iterator[Transport]:
        """What to send several requests with: this, or one connection for all of them."""
        if not pinned:
            yield self
            return
        pin = _Pin(self.path, self.timeout)
        try:
            yield pin
        finally:
            pin.close()

    def _exchange(self, request: Request) -> tuple[Head, bytes]:
        with Exchange(self, request) as exchange:
            return exchange.head, exchange.read()

    def stream(self, request: Request) -> Exchange:
        """Sends a request, and leaves the body of its reply to be read piece by piece."""
        exchange = Exchange(self, request)
        if not 200 <= exchange.head.status < 300:
            with exchange:
                requests.parse(exchange.head, exchange.read())
        return exchange

    def connect(self) -> tuple[socket.socket, bool]:
        """A connection, and whether it was used before."""
        kept = self._take()
        if kept:
            return kept, True
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(self.timeout)
            connection.connect(self.path)
        except OSError as error:
            connection.close()
            raise unavailable(self.path, error) from None
        return connection, False

    def _take(self) -> socket.socket | None:
        with self._lock:
            kept, self._idle = self._idle, None
            return kept

    def keep(self, connection: socket.socket) -> None:
        """Keeps a connection for the next request."""
        with self._lock:
            if self._idle is None:
                self._idle = connection
                return
        connection.close()


class _Pin(Transport):
    """One connection for all requests: when it is lost, all is over."""

    retries = False
    _was_opened = False

    def connect(self) -> tuple[socket.socket, bool]:
        if self._was_opened:
            kept = self._take()
            if kept is None:
                raise ConnectionLost("the connection was lost, and with it what depends on it")
            return kept, False
        self._was_opened = True
        return super().connect()


class Exchange:
    """One request and its reply, of which the head has come."""

    def __init__(self, transport: Transport, request: Request) -> None:
        self._transport = transport
        self._timeout = transport.timeout
        while True:
            self._connection, was_used = transport.connect()
            self._reader = Reader()
            try:
                self.head = self._send(request)
                break
            except ConnectionLost:
                self._connection.close()
                # The daemon closes connections that are idle: this request has not arrived, or is safe to repeat.
                if not was_used or not request.is_repeatable:
                    raise
            except BaseException:
                self._connection.close()
                raise

    def _send(self, request: Request) -> Head:
        self._connection.settimeout(self._timeout)
        try:
            self._connection.sendall(request.head() + (request.body or b""))
        except TimeoutError:
            raise RequestTimeout(f"{request.method} {request.target} was not taken within {self._timeout} s") from None
        except OSError:
            # A daemon may refuse before it has read everything: then it has answered.
            pass
        self._connection.settimeout(self._timeout + request.wait)
        while (head := self._reader.read_head()) is None:
            self._receive()
        self._connection.settimeout(self._timeout)
        self._transport.was_reached = True
        return head

    def _receive(self) -> None:
        try:
            data = self._connection.recv(_PIECE)
        except TimeoutError:
            raise RequestTimeout(f"no answer within {self._connection.gettimeout():g} s") from None
        except OSError as error:
            raise ConnectionLost(f"the connection was lost: {error}") from None
        self._reader.feed(data)

    def pieces(self, silence: float | None = 0) -> Iterator[bytes]:
        """The body as it comes.

        - `silence`: how many seconds may pass without any of it, if more than a request may take; None for however many.
        """
        self._connection.settimeout(None if silence is None else max(self._timeout, silence))
        while True:
            piece = self._reader.read_body()
            if piece:
                yield piece
            elif self._reader.is_done:
                return
            else:
                self._receive()

    def read(self) -> bytes:
        """The whole body."""
        parts, count = [], 0
        for piece in self.pieces():
            count += len(piece)
            if count > requests.LONGEST_JSON:
                raise MalformedReply(f"the reply has more than {requests.LONGEST_JSON} bytes")
            parts.append(piece)
        return b"".join(parts)

    def __enter__(self) -> Exchange:
        return self

    def __exit__(self, *_: object) -> None:
        if self._reader.is_done and not self.head.closes:
            self._transport.keep(self._connection)
        else:
            self._connection.close()
