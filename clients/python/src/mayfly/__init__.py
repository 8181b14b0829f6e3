"""Runs approved scripts with Mayfly: each in a fresh sandbox, with a verdict and the proof that it is gone."""

from .aclient import AsyncMayfly, AsyncSession
from .client import Mayfly, SyncSession
from .errors import (
    ConnectionLost,
    DaemonUnavailable,
    ExecutionFailed,
    ExecutionTimeout,
    Forbidden,
    InvalidArguments,
    InvalidBundle,
    MalformedReply,
    MayflyError,
    NotApproved,
    NotFound,
    ProblemError,
    QueueFull,
    QuotaExceeded,
    RequestTimeout,
    Unavailable,
)
from .models import (
    Admission,
    Artifact,
    ArtifactEvent,
    EndEvent,
    Event,
    HeartbeatEvent,
    OutputEvent,
    Session,
    StateEvent,
    Stream,
    TruncatedEvent,
    Upload,
    Version,
)

__all__ = [
    "Admission", "Artifact", "ArtifactEvent", "AsyncMayfly", "AsyncSession", "ConnectionLost", "DaemonUnavailable", "EndEvent",
    "Event", "ExecutionFailed", "ExecutionTimeout", "Forbidden", "HeartbeatEvent", "InvalidArguments", "MalformedReply",
    "Mayfly", "MayflyError", "NotApproved", "NotFound", "OutputEvent", "ProblemError", "QueueFull", "QuotaExceeded", "RequestTimeout",
    "Session", "StateEvent", "Stream", "SyncSession", "TruncatedEvent", "Unavailable", "Upload", "Version",
]
__version__ = "0.1.0"
