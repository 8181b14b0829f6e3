"""A daemon that does what a test says: one function for each connection, in their order."""

import contextlib
import json
import pathlib
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


def octets(connection, data, digest, length=None):
    """A reply with the bytes of a file, or with the beginning of a longer one."""
    head = f"HTTP/1.1 200 OK\r\nX-Content-SHA256: {digest}\r\nContent-Length: {length or len(data)}\r\n\r\n"
    connection.sendall(head.encode() + data)


@contextlib.contextmanager
def daemon(*scripts, at=None):
    """Serves one connection with each function, at a path of its own if none is given; yields the path and the requests that came."""
    seen = []
    with tempfile.TemporaryDirectory() as directory, socket.socket(socket.AF_UNIX) as listener:
        path = at or f"{directory}/s"
        pathlib.Path(path).unlink(missing_ok=True)
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


@contextlib.contextmanager
def answering(answers):
    """Answers every request, on however many connections; yields the path and the requests that came.

    - `answers`: what is said to a request, by its method and target: JSON, or a status and a problem. To others it is 404.
    """
    seen = []

    def serve(connection):
        with connection:
            while request := read(connection):
                seen.append(request)
                value = answers.get(request[0].rpartition(" ")[0], (404, {"code": "no_such_path"}))
                status, value = value if isinstance(value, tuple) else (200, value)
                answer(connection, value, status)

    def accept(listener):
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=serve, args=listener.accept()[:1], daemon=True).start()

    with tempfile.TemporaryDirectory() as directory, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{directory}/s")
        listener.listen(8)
        thread = threading.Thread(target=accept, args=(listener,), daemon=True)
        thread.start()
        yield f"{directory}/s", seen
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(20)
        assert not thread.is_alive(), "it goes on to listen"


def version(name, digest, under=("standard",), state="approved", **description):
    """What the daemon says of a version that is approved for some profiles."""
    permitted = [{"name": profile, "permitted": True} for profile in under]
    return {
        "name": name, "digest": f"sha256:{digest}", "state": state, "runtime": "sh", "description": description or None,
        "approvals": [{"state": "approved", "profiles": permitted}],
    }


def scripts(*versions, **more):
    """The answers of a daemon that has these versions, newest first: `GET /v1/scripts`, and of each script."""
    by_name = {}
    for one in versions:
        by_name.setdefault(one["name"], []).append(one)
    answers = {f"GET /v1/scripts/{name}": {"name": name, "versions": found, **more} for name, found in by_name.items()}
    items = [{"name": name, "versions": len(found), "latest": found[0]} for name, found in by_name.items()]
    return {**answers, "GET /v1/scripts?limit=500": {"items": items, "next_cursor": None}}


WORKSPACE = {
    "id": "wsp_01m85xm72t7a24204s7fh61fck", "name": "march", "profile": "standard", "owner": {"uid": 1, "gid": 1, "pid": 1},
    "agent": None, "created_at": "2026-01-01T00:00:00.000Z", "expires_at": "2026-01-02T00:00:00.000Z", "state": None, "files": 1,
    "bytes": 3, "session": None, "written_by": None, "written_at": None,
}
"""A workspace as the daemon describes it."""
AGENT = {
    "name": "bot", "uids": [1], "gids": [], "roles": ["agent"], "scripts": ["team/*"], "tags": ["open"], "profiles": ["strict"],
}
"""An agent as the daemon describes it, which has one profile that is not the usual one."""


def bounded():
    """The answers of a daemon to this agent: it may run one of three scripts, under a profile that is not the usual one."""
    found = scripts(
        version("team/both", "01", ("standard", "strict")), version("team/usual", "02"), version("own/strict", "03", ("strict",))
    )
    wait = f"POST /v1/sessions?wait={30_000}ms"
    return {**found, "GET /v1/agents": {"items": [AGENT], "strangers": []}, wait: (201, SESSION)}
