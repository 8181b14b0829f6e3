"""An AutoGen code executor that runs approved code only. Needs `mayfly-client[autogen]`."""

from __future__ import annotations

import asyncio
from typing import Any

from autogen_core import CancellationToken
from autogen_core.code_executor import CodeBlock, CodeExecutor, CodeResult

from .aclient import AsyncMayfly
from .catalogue import refusal
from .client import Mayfly
from .errors import ProblemError
from .models import Session

_RUNTIMES = {
    "python": "python", "python3": "python", "py": "python", "sh": "sh", "bash": "sh", "shell": "sh", "javascript": "node",
    "js": "node", "node": "node",
}
REFUSED = 126
"""The exit code of a block that was not run."""


class MayflyCodeExecutor(CodeExecutor):
    """Runs each block as a session of its own, if its very bytes are approved; else says what a human can do.

    Blocks share nothing: no variable, no file. The first one that does not end with 0 is the last.
    """

    def __init__(self, client: Mayfly, *, profile: str | None = None, timeout: float | None = None) -> None:
        self._client = AsyncMayfly(client.socket)
        self._profile = profile
        self._timeout = timeout

    async def execute_code_blocks(
        self, code_blocks: list[CodeBlock], cancellation_token: CancellationToken
    ) -> CodeResult:
        """Runs the blocks one after the other; cancelling ends the one that runs."""
        outputs: list[str] = []
        for block in code_blocks:
            runtime = _RUNTIMES.get(block.language.lower())
            if runtime is None:
                outputs.append(f"there is no runtime for {block.language!r}")
                return CodeResult(REFUSED, "\n".join(outputs))
            running = asyncio.ensure_future(self._run(block.code, runtime))
            cancellation_token.link_future(running)
            try:
                session = await running
            except ProblemError as error:
                outputs.append(refusal(error))
                return CodeResult(REFUSED, "\n".join(outputs))
            outputs.append(_output(session))
            if session.verdict != "ok":
                return CodeResult(_exit_code(session), "\n".join(outputs))
        return CodeResult(0, "\n".join(outputs))

    async def _run(self, code: str, runtime: str) -> Any:
        return await self._client.run(
            code=code, runtime=runtime, profile=self._profile, timeout=self._timeout, on_disconnect="kill"
        )

    async def start(self) -> None:
        """There is nothing to start: every block has a fresh sandbox."""

    async def stop(self) -> None:
        """There is nothing to stop."""

    async def restart(self) -> None:
        """There is nothing to restart."""


def _output(session: Session) -> str:
    text = session.stdout + session.stderr
    return text if session.verdict in ("ok", "nonzero_exit") else f"{text}[{session.verdict}: {session.reason}]"


def _exit_code(session: Session) -> int:
    if session.verdict == "nonzero_exit" and session.exit_code is not None:
        return session.exit_code
    return 124 if session.verdict in ("wall_timeout", "cpu_timeout") else 125
