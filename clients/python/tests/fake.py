"""A daemon that does what a test says: one function for each connection, in their order."""

import contextlib
import json
import socket
import tempfile
import threading

SESSION = {
    "id": "ses_01m85xm72t7a24204s7fh61fck", "script": {"name": "a", "digest": "sha256:" + "ab" * 32}, "runtime": "sh",
    "profile": "standard", "state": "destroyed", "verdict": "ok", "verdict_detail": {"evidence": "exit"}, "exit_code": 0,
    "signal": None, "limits": {}, "limits_hit": [], "usage": None, "duration_ms": 1, "destroyed": True, "labels": {},
    "stdout": {"bytes": 0, "sha256": None, "truncated": False, "dropped_bytes": 0, "text": ""},
    "stderr": {"bytes": 0, "sha256": None, "truncated": False, "dropped_bytes": 0, "text": ""}, "artifacts": [],
}


def read(connection):
    """One request: its first line, its fields, its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    while len(body) < int(fields.get("content-length", 0)):
        body += connection.recv(65536)
    return lines[0], fields, body


def answer(connection, value, status=200, more=""):
    """A reply with JSON."""
    body = json.dumps(value).encode()
    connection.sendall(f"HTTP/1.1 {status} X\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode() + body)


@contextlib.contextmanager
def daemon(*scripts):
    """Serves one connection with each function; yields the path and the requests that came."""
    seen = []
    with tempfile.TemporaryDirectory() as directory, socket.socket(socket.AF_UNIX) as listener:
        path = f"{directory}/s"
        listener.bind(path)
        listener.listen(8)

        def serve():
            for script in scripts:
                connection, _ = listener.accept()
                with connection:
                    request = read(connection)
                    if request:
                        seen.append(request)
                        script(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield path, seen
        thread.join(5)
        assert not thread.is_alive(), "not every connection was made"
