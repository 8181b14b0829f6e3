"""Reads HTTP/1.1 replies from bytes; knows nothing of sockets, so that both clients share it."""

from __future__ import annotations

from dataclasses import dataclass, field

from .errors import ConnectionLost, MalformedReply

_LONGEST_HEAD = 64 * 1024
_LONGEST_LINE = 1024


@dataclass(frozen=True)
class Head:
    """The status and the fields of a reply; names are in lower case."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def closes(self) -> bool:
        """Whether the connection ends with this reply."""
        return self.headers.get("connection", "").lower() == "close"


class Reader:
    """One reply after the other: feed it what came, and take the head and the body as far as they are there."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._left = 0
        self._state = "head"
        self.head: Head | None = None

    @property
    def is_done(self) -> bool:
        """Whether the reply is complete."""
        return self._state == "done"

    def feed(self, data: bytes) -> None:
        """Takes what came; no bytes mean the end of the connection."""
        if not data:
            raise ConnectionLost("the daemon closed the connection before its answer was complete")
        self._bytes += data

    def read_head(self) -> Head | None:
        """The head of the final reply, once it is there."""
        while self._state == "head":
            end = self._bytes.find(b"\r\n\r\n")
            if end < 0:
                if len(self._bytes) > _LONGEST_HEAD:
                    raise MalformedReply("the head of the reply has no end")
                return None
            lines = bytes(self._bytes[:end]).split(b"\r\n")
            del self._bytes[: end + 4]
            head = _head(lines)
            if head.status >= 200:
                self._begin(head)
        return self.head

    def _begin(self, head: Head) -> None:
        self.head = head
        if "chunked" in head.headers.get("transfer-encoding", "").lower():
            self._state = "size"
        elif head.status in (204, 304):
            self._state = "done"
        else:
            length = head.headers.get("content-length", "")
            if not length.isascii() or not length.isdigit():
                raise MalformedReply("the reply does not say how long it is")
            self._left = int(length)
            self._state = "body" if self._left else "done"

    def read_body(self) -> bytes:
        """As much of the body as is there; none when more has to be fed, or it is complete."""
        parts: list[bytes] = []
        while True:
            if self._state in ("body", "chunk"):
                part = bytes(self._bytes[: self._left])
                if not part:
                    break
                del self._bytes[: len(part)]
                self._left -= len(part)
                parts.append(part)
                if self._left == 0:
                    self._state = "done" if self._state == "body" else "end of chunk"
            elif not self._line():
                break
        return b"".join(parts)

    def _line(self) -> bool:
        """Takes one line between chunks; whether there was one."""
        if self._state not in ("size", "end of chunk", "trailer"):
            return False
        end = self._bytes.find(b"\r\n")
        if end < 0:
            if len(self._bytes) > _LONGEST_LINE:
                raise MalformedReply("a chunk of the reply is malformed")
            return False
        line = bytes(self._bytes[:end])
        del self._bytes[: end + 2]
        if self._state == "size":
            try:
                self._left = int(line.split(b";")[0], 16)
            except ValueError:
                raise MalformedReply("a chunk of the reply has no size") from None
            self._state = "chunk" if self._left else "trailer"
        elif self._state == "end of chunk":
            if line:
                raise MalformedReply("a chunk of the reply is longer than it says")
            self._state = "size"
        elif not line:
            self._state = "done"
        return True


def _head(lines: list[bytes]) -> Head:
    words = lines[0].split(b" ", 2)
    if len(words) < 2 or words[0] != b"HTTP/1.1" or len(words[1]) != 3 or not words[1].isdigit():
        raise MalformedReply("the reply is not HTTP/1.1")
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(b":")
        if not colon:
            raise MalformedReply("a field of the reply is malformed")
        headers[name.decode("latin-1").lower()] = value.strip().decode("latin-1")
    return Head(int(words[1]), headers)


class Lines:
    """Cuts a stream of bytes into lines."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that are complete now, without their ends."""
        self._rest += data
        *lines, rest = self._rest.split(b"\n")
        self._rest = bytearray(rest)
        return [bytes(line) for line in lines]
