"""What is asked of the daemon: requests as values, which both clients send."""

from __future__ import annotations

import base64
import json
import math
import os
import pathlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Union
from urllib.parse import quote, urlencode

from . import bundle
from .errors import InvalidBundle, MalformedReply, problem_error
from .http1 import Head
from .models import Upload

Content = Union[str, bytes]
Files = Mapping[str, Union[str, bytes, Upload]]
Args = Union[Sequence[str], Mapping[str, Any]]

DEFAULT_SOCKET = "/run/mayfly/mayfly.sock"
LONGEST_WAIT = 30
EVENT_SILENCE = 30
"""How many seconds may pass without an event at least: there is a heartbeat every 15 s."""
LONGEST_JSON = 64 * 1024 * 1024


@dataclass(frozen=True)
class Request:
    """One request."""

    method: str
    target: str
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    wait: float = 0
    """How long the daemon may take, in seconds, before it even begins to answer."""
    is_repeatable: bool = False
    """Whether sending it twice does no more than sending it once."""
    body_type: str = "application/json"

    def head(self) -> bytes:
        """What is sent before the body."""
        lines = [f"{self.method} {self.target} HTTP/1.1", "Host: mayfly", "User-Agent: mayfly-client"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.body is not None:
            lines += [f"Content-Type: {self.body_type}", f"Content-Length: {len(self.body)}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def find_socket(path: str | None = None) -> str:
    """Where the daemon is: the argument, MAYFLY_SOCKET, the user's own, the machine's."""
    if path or os.environ.get("MAYFLY_SOCKET"):
        return path or os.environ["MAYFLY_SOCKET"]
    own = os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), "mayfly/mayfly.sock")
    return own if os.path.isabs(own) and os.path.exists(own) else DEFAULT_SOCKET


def get(*path: str, wait: float = 0, **query: Any) -> Request:
    """A request that reads; of a list each element is given."""
    target = "/" + "/".join(quote(part, safe="") for part in path)
    given = {name.rstrip("_"): value for name, value in query.items() if value is not None and value != []}
    return Request("GET", target + ("?" + urlencode(given, doseq=True, quote_via=quote) if given else ""), wait=wait, is_repeatable=True)


def post(target: str, body: Any, **more: Any) -> Request:
    """A request that changes something."""
    return Request("POST", target, json.dumps(body, ensure_ascii=False, allow_nan=False).encode(), **more)


def upload(source: bytes | str | os.PathLike[str]) -> Request:
    """Sends bytes, or those of a file, ahead of the sessions that read them."""
    data = source if isinstance(source, bytes) else pathlib.Path(source).read_bytes()
    return Request("POST", "/v1/uploads", data, is_repeatable=True, body_type="application/octet-stream")


def duration(seconds: float) -> str:
    """A duration as the daemon reads it."""
    return f"{max(1, round(seconds * 1000))}ms"


def check_seconds(name: str, seconds: Any) -> None:
    """Refuses what is no time in seconds; `name` is the argument."""
    if isinstance(seconds, bool) or not hasattr(seconds, "__float__"):
        raise TypeError(f"{name} is seconds as a number, for example 0.5, not {type(seconds).__name__}")
    if seconds != seconds:
        raise ValueError(f"{name} is seconds as a number, for example 0.5, not {seconds}")


def _limit(name: str, seconds: Any) -> str:
    """An argument that is a time, as the daemon reads it."""
    check_seconds(name, seconds)
    if seconds in (math.inf, -math.inf):
        raise ValueError(f"{name} has an end; leave it out for none of your own")
    return duration(seconds)


def _files(files: Files) -> list[dict[str, str]]:
    entries = []
    for path, content in files.items():
        if isinstance(content, Upload):
            entries.append({"path": path, "upload": content.id})
        elif isinstance(content, str):
            entries.append({"path": path, "content": content})
        else:
            entries.append({"path": path, "content": base64.b64encode(content).decode(), "encoding": "base64"})
    return entries


@dataclass
class Order:
    """What shall run, and with what. See `Mayfly.run` for the members."""

    script: str | None = None
    code: str | None = None
    runtime: str | None = None
    args: Args | None = None
    stdin: Content | None = None
    env: Mapping[str, str] | None = None
    files: Files | None = None
    profile: str | None = None
    limits: Mapping[str, str | int | float] | None = None
    timeout: float | None = None
    labels: Mapping[str, str] | None = None
    on_disconnect: str | None = None
    idempotency_key: str | None = None
    traceparent: str | None = None
    queue_timeout: float | None = None
    workspace: str | None = None
    body: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if (self.script is None) == (self.code is None):
            raise TypeError("give either script, or code and runtime")
        if isinstance(self.args, (str, bytes)):
            raise TypeError("args is a list of texts or a mapping, not one text")
        limits = dict(self.limits or {})
        if self.timeout is not None:
            limits["wall"] = _limit("timeout", self.timeout)
        members: dict[str, Any] = {
            "script": self.script, "code": self.code, "runtime": self.runtime, "env": self.env and dict(self.env),
            "profile": self.profile, "limits": limits or None, "labels": self.labels and dict(self.labels),
            "on_disconnect": self.on_disconnect, "files": self.files and _files(self.files), "workspace": self.workspace,
            "queue_timeout": None if self.queue_timeout is None else _limit("queue_timeout", self.queue_timeout),
        }
        if self.args is not None:
            members["args"] = dict(self.args) if isinstance(self.args, Mapping) else list(self.args)
        if isinstance(self.stdin, str):
            members["stdin"] = self.stdin
        elif self.stdin is not None:
            members["stdin_base64"] = base64.b64encode(self.stdin).decode()
        given = {name: value for name, value in members.items() if value is not None}
        self.body = json.dumps(given, ensure_ascii=False, allow_nan=False).encode()
        self.idempotency_key = self.idempotency_key or f"py-{uuid.uuid4()}"

    def request(self, wait: float) -> Request:
        """The submission; sent again with the same key it is the same session."""
        headers = [("Idempotency-Key", str(self.idempotency_key))]
        if self.traceparent:
            headers.append(("traceparent", self.traceparent))
        query = f"?wait={duration(wait)}" if wait > 0 else ""
        return Request("POST", "/v1/sessions" + query, self.body, tuple(headers), wait, is_repeatable=True)

    def trial(self) -> Request:
        """The same, only tried."""
        return Request("POST", "/v1/sessions?dry_run=true", self.body, is_repeatable=True)


def propose(name: str, source: str | os.PathLike[str] | Files) -> Request:
    """A proposal of a version."""
    files = source if isinstance(source, Mapping) else bundle.read(source)
    if not files:
        raise InvalidBundle("there is no file to be proposed")
    return post("/v1/scripts", {"name": name, "files": _files(files)}, is_repeatable=True)


def kill(session: str, reason: str | None, immediately: bool) -> Request:
    """The end of a session."""
    body = {"immediately": immediately, **({"reason": reason} if reason else {})}
    return post(f"/v1/sessions/{quote(session, safe='')}/kill", body)


def forget(session: str) -> Request:
    """A session that has ended, and shall be forgotten."""
    return Request("DELETE", f"/v1/sessions/{quote(session, safe='')}")


def create_workspace(name: str | None, profile: str | None, ttl: float | None) -> Request:
    """A new workspace; sent twice, it would be two, or the second would be refused."""
    members = {"name": name, "profile": profile, "ttl": None if ttl is None else _limit("ttl", ttl)}
    return post("/v1/workspaces", {member: value for member, value in members.items() if value is not None})


def delete_workspace(workspace: str) -> Request:
    """A workspace that shall be destroyed."""
    return Request("DELETE", f"/v1/workspaces/{quote(workspace, safe='')}")


def parse(head: Head, body: bytes) -> Any:
    """The JSON of a reply; raises the exception for a problem."""
    try:
        value = json.loads(body)
    except ValueError:
        raise MalformedReply(f"a reply with status {head.status} is no JSON") from None
    if 200 <= head.status < 300:
        return value
    raise problem_error(head.status, value if isinstance(value, dict) else {}, head.headers.get("retry-after"))
