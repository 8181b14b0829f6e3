"""What happens in a session, as values."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Union

from .errors import MalformedReply
from .models import Artifact, Raw, Session


@dataclass(frozen=True)
class StateEvent:
    """The session has reached a state."""

    seq: int
    time: str
    state: str


@dataclass(frozen=True)
class OutputEvent:
    """The script has printed something."""

    seq: int
    time: str
    stream: str
    data: bytes

    @property
    def text(self) -> str:
        """As text; what is not UTF-8 is replaced."""
        return self.data.decode("utf-8", "replace")


@dataclass(frozen=True)
class TruncatedEvent:
    """Some of what was printed was not kept."""

    seq: int
    time: str
    stream: str
    bytes: int


@dataclass(frozen=True)
class ArtifactEvent:
    """The session has left a file."""

    seq: int
    time: str
    artifact: Artifact


@dataclass(frozen=True)
class HeartbeatEvent:
    """Nothing has happened for a while."""

    seq: int
    time: str


@dataclass(frozen=True)
class EndEvent:
    """The last event: the session as it stays."""

    seq: int
    time: str
    session: Session


Event = Union[StateEvent, OutputEvent, TruncatedEvent, ArtifactEvent, HeartbeatEvent, EndEvent]


def read_event(raw: Raw) -> Event | None:
    """Reads one line of the events; None for a kind that this package does not know."""
    try:
        seq, time, kind = raw["seq"], raw["t"], raw["type"]
        if kind == "state":
            return StateEvent(seq, time, raw["state"])
        if kind in ("stdout", "stderr"):
            data = base64.b64decode(raw["b64"]) if "b64" in raw else raw["text"].encode()
            return OutputEvent(seq, time, kind, data)
        if kind == "truncated":
            return TruncatedEvent(seq, time, raw["stream"], raw["bytes"])
        if kind == "artifact":
            return ArtifactEvent(seq, time, Artifact(raw["name"], raw["bytes"], raw["sha256"]))
        if kind == "heartbeat":
            return HeartbeatEvent(seq, time)
        if kind == "end":
            return EndEvent(seq, time, Session.from_json(raw["session"]))
    except (KeyError, TypeError, ValueError) as error:
        raise MalformedReply(f"this is no event: {error!r}") from None
    return None
