"""Runs approved scripts with Mayfly: each in a fresh sandbox, with a verdict and the proof that it is gone."""

from .aclient import AsyncMayfly
from .async_session import AsyncSession
from .client import Mayfly
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
from .events import ArtifactEvent, EndEvent, Event, HeartbeatEvent, OutputEvent, StateEvent, TruncatedEvent
from .models import Admission, Artifact, Session, Stream, Upload, Version, Workspace
from .sync_session import SyncSession

__all__ = [
    "Admission", "Artifact", "ArtifactEvent", "AsyncMayfly", "AsyncSession", "ConnectionLost", "DaemonUnavailable", "EndEvent",
    "Event", "ExecutionFailed", "ExecutionTimeout", "Forbidden", "HeartbeatEvent", "InvalidArguments", "InvalidBundle",
    "MalformedReply", "Mayfly", "MayflyError", "NotApproved", "NotFound", "OutputEvent", "ProblemError", "QueueFull",
    "QuotaExceeded", "RequestTimeout", "Session", "StateEvent", "Stream", "SyncSession", "TruncatedEvent", "Unavailable", "Upload",
    "Version", "Workspace",
]
__version__ = "0.1.0"
