"""What the daemon says, as values. `raw` has everything, also what this package does not know."""

from __future__ import annotations

import base64
import builtins
from dataclasses import dataclass, field
from typing import Any, TypeVar

from .errors import ExecutionFailed, ExecutionTimeout, MalformedReply

Raw = dict[str, Any]
AnySession = TypeVar("AnySession", bound="Session")


@dataclass(frozen=True)
class Stream:
    """What a script printed on one stream."""

    text: str
    """The beginning, 256 KiB at most; what is not UTF-8 is replaced."""
    tail: str
    """The end, where something lies between; else empty."""
    bytes: int
    """How much was printed."""
    sha256: str | None
    truncated: bool
    """Whether something that was printed is in neither `text` nor `tail`."""
    data: builtins.bytes
    """The exact bytes of `text`."""
    dropped_bytes: int = 0
    """How much was not kept."""
    marker: str | None = None
    """What is missing between `text` and `tail`, in words, where something is."""
    artifact: str | None = None
    """The artifact that has the whole stream, where there is one."""

    @classmethod
    def from_json(cls, raw: Raw) -> Stream:
        """Reads the daemon's JSON."""
        text = raw.get("text", "")
        data = base64.b64decode(raw["base64"]) if "base64" in raw else text.encode()
        return cls(
            text, raw.get("tail", ""), raw["bytes"], raw.get("sha256"), raw["truncated"], data, raw.get("dropped_bytes", 0),
            raw.get("marker"), raw.get("artifact"),
        )


@dataclass(frozen=True)
class Artifact:
    """A file that a session left in /outputs."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Session:
    """One execution, as the daemon described it last."""

    id: str
    state: str
    """`queued`, `preparing`, `running`, `finishing` or `destroyed`."""
    verdict: str | None
    """Why it ended: `ok`, `nonzero_exit`, `wall_timeout`, …; None before."""
    exit_code: int | None
    signal: int | None
    script: str | None
    """The name that it was asked for by."""
    digest: str
    """Of what ran."""
    profile: str
    stdout_stream: Stream
    stderr_stream: Stream
    artifacts: tuple[Artifact, ...]
    limits: dict[str, str]
    limits_hit: tuple[str, ...]
    usage: Raw
    duration_ms: int | None
    destroyed: bool | None
    """Whether its cell was checked to be gone; None when there was none, or still is."""
    labels: dict[str, str]
    raw: Raw = field(repr=False, hash=False)

    @classmethod
    def from_json(cls: type[AnySession], raw: Raw, **more: Any) -> AnySession:
        """Reads the daemon's JSON."""
        try:
            return cls(
                id=raw["id"], state=raw["state"], verdict=raw["verdict"], exit_code=raw["exit_code"], signal=raw["signal"],
                script=raw["script"]["name"], digest=raw["script"]["digest"], profile=raw["profile"],
                stdout_stream=Stream.from_json(raw["stdout"]), stderr_stream=Stream.from_json(raw["stderr"]),
                artifacts=tuple(Artifact(a["name"], a["bytes"], a["sha256"]) for a in raw.get("artifacts", [])),
                limits=raw["limits"], limits_hit=tuple(raw["limits_hit"]), usage=raw["usage"] or {},
                duration_ms=raw["duration_ms"], destroyed=raw["destroyed"], labels=raw["labels"], raw=raw, **more,
            )
        except (KeyError, TypeError) as error:
            raise MalformedReply(f"this is no session: {error!r}") from None

    @property
    def stdout(self) -> str:
        """What it printed on standard output; `stdout_stream` says whether that is all."""
        return self.stdout_stream.text

    @property
    def stderr(self) -> str:
        """What it printed on standard error; `stderr_stream` says whether that is all."""
        return self.stderr_stream.text

    @property
    def is_finished(self) -> bool:
        """Whether nothing about it will change any more."""
        return self.state == "destroyed"

    @property
    def truncated(self) -> bool:
        """Whether it printed more than is here."""
        return self.stdout_stream.truncated or self.stderr_stream.truncated

    @property
    def reason(self) -> str:
        """The evidence for its verdict."""
        return str((self.raw.get("verdict_detail") or {}).get("evidence", "it has not ended"))

    @property
    def result(self) -> Any:
        """The JSON that the script gave back as its result, where its bundle declares one; else None."""
        return self.raw.get("result")

    def check(self: AnySession) -> AnySession:
        """Raises ExecutionFailed unless it ended with `ok`; returns itself."""
        if self.verdict == "ok":
            return self
        raise (ExecutionTimeout if self.verdict in ("wall_timeout", "cpu_timeout") else ExecutionFailed)(self)


@dataclass(frozen=True)
class Upload:
    """Bytes that were sent ahead; its sender can name it in the files of sessions until it expires."""

    id: str
    bytes: int
    sha256: str
    expires_at: str

    @classmethod
    def from_json(cls, raw: Raw) -> Upload:
        """Reads the daemon's JSON."""
        return cls(raw["id"], raw["bytes"], raw["sha256"], raw["expires_at"])


@dataclass(frozen=True)
class Workspace:
    """Files that one session leaves in /work, and the next one that names it finds there."""

    id: str
    name: str
    profile: str
    """Whose sessions may use it."""
    expires_at: str
    files: int
    bytes: int
    session: str | None
    """The session that has it now."""
    raw: Raw = field(repr=False, hash=False)

    @classmethod
    def from_json(cls, raw: Raw) -> Workspace:
        """Reads the daemon's JSON."""
        try:
            return cls(
                raw["id"], raw["name"], raw["profile"], raw["expires_at"], raw["files"], raw["bytes"], raw["session"], raw
            )
        except (KeyError, TypeError) as error:
            raise MalformedReply(f"this is no workspace: {error!r}") from None

    @property
    def contents(self) -> tuple[Artifact, ...]:
        """What it holds, as far as the daemon was asked: `workspace(name)` is told, lists are not."""
        return tuple(Artifact(item["path"], item["bytes"], item["sha256"]) for item in self.raw.get("contents") or [])


@dataclass(frozen=True)
class Version:
    """One version of a script."""

    name: str
    digest: str
    state: str
    """`proposed`, `approved`, `expired`, `rejected`, `deprecated` or `revoked`."""
    runtime: str
    raw: Raw = field(repr=False, hash=False)

    @classmethod
    def from_json(cls, raw: Raw) -> Version:
        """Reads the daemon's JSON."""
        return cls(raw["name"], raw["digest"], raw["state"], raw["runtime"], raw)

    @property
    def reference(self) -> str:
        """What to run, to the byte."""
        return f"{self.name}@{self.digest}"

    @property
    def description(self) -> str | None:
        """What its bundle says that it does."""
        return (self.raw.get("description") or {}).get("text")

    @property
    def schema(self) -> Raw | None:
        """The JSON Schema of its arguments, where its bundle has one: then `args` is an object."""
        return (self.raw.get("description") or {}).get("args")


@dataclass(frozen=True)
class Admission:
    """What would become of a submission."""

    admitted: bool
    digest: str | None
    limits: dict[str, str] | None
    rule: str | None
    """The code of the problem that it would be answered with."""
    detail: str | None
    hint: str | None
    raw: Raw = field(repr=False, hash=False)

    @classmethod
    def from_json(cls, raw: Raw) -> Admission:
        """Reads the daemon's JSON."""
        return cls(
            raw["admitted"], raw["script"]["digest"], raw["limits"], raw["rule"], raw["detail"], raw["hint"], raw
        )
