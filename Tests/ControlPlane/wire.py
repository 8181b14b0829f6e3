"""One raw connection to the daemon: bytes out, answers in, and whether the other end has closed."""

import json
import socket
import struct
import time


class Closed(Exception):
    """The connection ended before an answer was complete."""


class Answer:
    """One HTTP answer."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        """The body as JSON; an empty object when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return {}

    @property
    def code(self):
        """The problem's code; None when the answer is no problem."""
        return self.json.get("code") if "problem" in self.headers.get("content-type", "") else None

    def __repr__(self):
        return f"{self.status} {self.code or ''} {self.body[:160]!r}".replace("  ", " ")


class Connection:
    """A connection that sends exactly the bytes it is given."""

    def __init__(self, path, timeout=20, receive_buffer=None):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        # A socket with a timeout of Python's own would not wait for a place in the queue of the listener.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", timeout, 0))
        self.socket.connect(path)
        self.socket.settimeout(timeout)
        self.pending = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Closes this end."""
        self.socket.close()

    def send(self, data):
        """Sends bytes; False when the other end has closed meanwhile, which a later read shows."""
        try:
            self.socket.sendall(data)
            return True
        except (BrokenPipeError, ConnectionResetError):
            return False

    def finish_sending(self):
        """Closes the sending direction alone."""
        self.socket.shutdown(socket.SHUT_WR)

    def answer(self, method="GET"):
        """Reads one answer; raises Closed when the connection ends before its end."""
        head = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        status = int(head[0].split(" ")[1])
        headers = {}
        for line in head[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        if status < 200 or method == "HEAD":
            return Answer(status, headers, b"")
        return Answer(status, headers, self._body(headers))

    def closes_soon(self):
        """Whether the other end closes by itself: at once, or when a busy machine gets to it."""
        return self.closes_within(20)

    def closes_within(self, seconds):
        """Whether the other end closes in this time; what it still sends is skipped."""
        deadline = time.monotonic() + seconds
        while (rest := deadline - time.monotonic()) > 0:
            self.socket.settimeout(rest)
            try:
                if not self.socket.recv(65536):
                    return True
            except TimeoutError:
                return False
            except ConnectionResetError:
                return True
        return False

    def _body(self, headers):
        if headers.get("transfer-encoding") == "chunked":
            return self._chunks()
        return self._count(int(headers.get("content-length", "0")))

    def _chunks(self):
        body = b""
        while size := int(self._until(b"\r\n"), 16):
            body += self._count(size)
            self._count(2)
        self._until(b"\r\n")
        return body

    def _until(self, mark):
        while mark not in self.pending:
            self._more()
        found, _, self.pending = self.pending.partition(mark)
        return found

    def _count(self, count):
        parts, length = [self.pending], len(self.pending)
        while length < count:
            self.pending = b""
            self._more()
            parts.append(self.pending)
            length += len(self.pending)
        whole = b"".join(parts)
        self.pending = whole[count:]
        return whole[:count]

    def _more(self):
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            data = b""
        if not data:
            raise Closed("the connection was closed before the answer was complete")
        self.pending += data


def request(method, target, body=None, headers=()):
    """The bytes of a well-formed request; a body that is no bytes becomes JSON."""
    lines = [f"{method} {target} HTTP/1.1", "Host: mayfly", *headers]
    if body is not None:
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        if not any(line.lower().startswith("content-type:") for line in headers):
            lines.append("Content-Type: application/json")
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + (body or b"")
