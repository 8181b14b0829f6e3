"""A session, and what can be done with it."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

from .events import Event
from .models import Artifact, Session

if TYPE_CHECKING:
    from .client import Mayfly


@dataclass(frozen=True)
class SyncSession(Session):
    """A session, and what can be done with it."""

    client: Mayfly = field(repr=False, hash=False, compare=False, kw_only=True)

    def wait(self, timeout: float | None = None) -> SyncSession:
        """The session once it has ended; see `Mayfly.wait`."""
        return self.client.wait(self.id, timeout)

    def kill(self, reason: str | None = None, *, immediately: bool = False) -> SyncSession:
        """Ends it; see `Mayfly.kill`."""
        return self.client.kill(self.id, reason, immediately=immediately)

    def stats(self) -> dict[str, Any]:
        """What it uses now; see `Mayfly.stats`."""
        return self.client.stats(self.id)

    def forget(self) -> None:
        """Has the daemon forget it; see `Mayfly.forget`."""
        self.client.forget(self.id)

    def events(self, start: int = 0) -> Iterator[Event]:
        """What happens in it; see `Mayfly.events`."""
        return self.client.events(self.id, start)

    def logs(self, stream: str = "stdout", *, follow: bool = False) -> Iterator[bytes]:
        """What was kept of one of its streams; see `Mayfly.logs`."""
        return self.client.logs(self.id, stream, follow=follow)

    @overload
    def read(self, artifact: str | Artifact) -> bytes: ...

    @overload
    def read(self, artifact: str | Artifact, *, into: str | os.PathLike[str]) -> pathlib.Path: ...

    def read(self, artifact: str | Artifact, *, into: str | os.PathLike[str] | None = None) -> bytes | pathlib.Path:
        """The bytes of a file that it left, or a new file with them; see `Mayfly.artifact`."""
        if into is None:
            return self.client.artifact(self.id, artifact)
        return self.client.artifact(self.id, artifact, into=into)
