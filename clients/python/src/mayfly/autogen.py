"""An AutoGen code executor that runs approved code only. Needs `mayfly-client[autogen]`."""

from __future__ import annotations

import asyncio
from typing import Any

from autogen_core import CancellationToken
from autogen_core.code_executor import CodeBlock, CodeExecutor, CodeResult

from .aclient import AsyncMayfly
from .answers import answer, mistake, refusal
from .client import Mayfly
from .errors import ProblemError
from .models import Session
from .rights import USUAL_PROFILE, Rights, arights

_RUNTIMES = {
    "python": "python", "python3": "python", "py": "python", "sh": "sh", "bash": "sh", "shell": "sh", "javascript": "node",
    "js": "node", "node": "node",
}
REFUSED = 126
"""The exit code of a block that was not run."""


class MayflyCodeExecutor(CodeExecutor):
    """Runs each block as a session of its own, if its very bytes are approved; else says what a human can do.

    Blocks share nothing: no variable, no file. The first one that does not end with 0 is the last. The output has a line of JSON
    for each block: how it ended, what it printed, or why it was refused.

    - `profile`: what to run under; if not given, the usual one, or the first that the caller may use.
    """

    def __init__(self, client: Mayfly, *, profile: str | None = None, timeout: float | None = None) -> None:
        self._client = AsyncMayfly(client.socket)
        self._profile = profile
        self._has_profile = profile is not None
        self._timeout = timeout

    async def execute_code_blocks(
        self, code_blocks: list[CodeBlock], cancellation_token: CancellationToken
    ) -> CodeResult:
        """Runs the blocks one after the other; cancelling ends the one that runs."""
        outputs: list[str] = []
        for block in code_blocks:
            runtime = _RUNTIMES.get(block.language.lower())
            if runtime is None:
                outputs.append(mistake(f"there is no runtime for {block.language!r}"))
                return CodeResult(REFUSED, "\n".join(outputs))
            running = asyncio.ensure_future(self._run(block.code, runtime))
            cancellation_token.link_future(running)
            try:
                session = await running
            except ProblemError as error:
                outputs.append(refusal(error))
                return CodeResult(REFUSED, "\n".join(outputs))
            outputs.append(answer(session))
            if session.verdict != "ok":
                return CodeResult(_exit_code(session), "\n".join(outputs))
        return CodeResult(0, "\n".join(outputs))

    async def _run(self, code: str, runtime: str) -> Any:
        if not self._has_profile:
            self._profile = _choice(await arights(self._client))
            self._has_profile = True
        return await self._client.run(
            code=code, runtime=runtime, profile=self._profile, timeout=self._timeout, on_disconnect="kill"
        )

    async def start(self) -> None:
        """There is nothing to start: every block has a fresh sandbox."""

    async def stop(self) -> None:
        """There is nothing to stop."""

    async def restart(self) -> None:
        """There is nothing to restart."""


def _choice(allowed: Rights) -> str | None:
    """A profile that the caller may use; None for the daemon's own choice, which it refuses where there is none."""
    try:
        profile = allowed.choice()
    except LookupError:
        return None
    return None if profile == USUAL_PROFILE else profile


def _exit_code(session: Session) -> int:
    if session.verdict == "nonzero_exit" and session.exit_code is not None:
        return session.exit_code
    return 124 if session.verdict in ("wall_timeout", "cpu_timeout") else 125
