"""A session, and what can be done with it, for asyncio."""

from __future__ import annotations

import os
import pathlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

from .events import Event
from .models import Artifact, Session

if TYPE_CHECKING:
    from .aclient import AsyncMayfly


@dataclass(frozen=True)
class AsyncSession(Session):
    """A session, and what can be done with it."""

    client: AsyncMayfly = field(repr=False, hash=False, compare=False, kw_only=True)

    async def wait(self, timeout: float | None = None) -> AsyncSession:
        """The session once it has ended; see `AsyncMayfly.wait`."""
        return await self.client.wait(self.id, timeout)

    async def kill(self, reason: str | None = None, *, immediately: bool = False) -> AsyncSession:
        """Ends it; see `AsyncMayfly.kill`."""
        return await self.client.kill(self.id, reason, immediately=immediately)

    async def stats(self) -> dict[str, Any]:
        """What it uses now; see `AsyncMayfly.stats`."""
        return await self.client.stats(self.id)

    async def forget(self) -> None:
        """Has the daemon forget it; see `AsyncMayfly.forget`."""
        await self.client.forget(self.id)

    def events(self, start: int = 0) -> AsyncIterator[Event]:
        """What happens in it; see `AsyncMayfly.events`."""
        return self.client.events(self.id, start)

    def logs(self, stream: str = "stdout", *, follow: bool = False) -> AsyncIterator[bytes]:
        """What was kept of one of its streams; see `AsyncMayfly.logs`."""
        return self.client.logs(self.id, stream, follow=follow)

    @overload
    async def read(self, artifact: str | Artifact) -> bytes: ...

    @overload
    async def read(self, artifact: str | Artifact, *, into: str | os.PathLike[str]) -> pathlib.Path: ...

    async def read(self, artifact: str | Artifact, *, into: str | os.PathLike[str] | None = None) -> bytes | pathlib.Path:
        """The bytes of a file that it left, or a new file with them; see `AsyncMayfly.artifact`."""
        if into is None:
            return await self.client.artifact(self.id, artifact)
        return await self.client.artifact(self.id, artifact, into=into)
