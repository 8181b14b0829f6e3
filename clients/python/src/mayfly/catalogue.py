"""Scripts as tools of an agent: what the adapters share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .aclient import AsyncMayfly
from .client import Mayfly
from .errors import NotApproved, ProblemError
from .models import Session, Version
from .requests import Args

_FREE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "args": {"type": "array", "items": {"type": "string"}, "description": "What follows the script on its command line."}
    },
    "additionalProperties": False,
}


@dataclass(frozen=True)
class ScriptTool:
    """One approved version of a script, to the byte."""

    name: str
    """For the model: letters, digits, '_' and '-'."""
    version: Version
    profile: str | None
    client: Mayfly

    @property
    def description(self) -> str:
        """What the model is told of it."""
        text = self.version.description or f"Runs the approved script {self.version.name}."
        return f"{text} Runs in a fresh sandbox without network; answers why it ended and what it printed."

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its arguments; an object always."""
        return self.version.schema or _FREE_SCHEMA

    def args(self, given: dict[str, Any]) -> Args:
        """What the daemon is given for what the model gave."""
        if self.version.schema is not None:
            return given
        return [str(text) for text in given.get("args") or []]

    def run(self, given: dict[str, Any]) -> Session:
        """Runs it; it ends with this process, too."""
        return self.client.run(
            self.version.reference, args=self.args(given), profile=self.profile, on_disconnect="kill"
        )

    async def arun(self, given: dict[str, Any]) -> Session:
        """The same for asyncio; a task that is cancelled ends it."""
        client = AsyncMayfly(self.client.socket)
        return await client.run(
            self.version.reference, args=self.args(given), profile=self.profile, on_disconnect="kill"
        )


def script_tools(client: Mayfly, scripts: Iterable[str] | None = None) -> list[ScriptTool]:
    """A tool for each script that is approved now; of those that are named, or of all."""
    wanted = None if scripts is None else set(scripts)
    tools: dict[str, ScriptTool] = {}
    for latest in client.scripts():
        if wanted is not None and latest.name not in wanted:
            continue
        # A list of scripts does not say what their bundles say.
        approved = next((version for version in client.script(latest.name) if version.state == "approved"), None)
        if approved is None:
            continue
        name = re.sub(r"[^A-Za-z0-9_-]", "_", approved.name.replace("/", "__"))[:64]
        if name in tools:
            raise ValueError(f"{approved.name} and {tools[name].version.name} would both be the tool {name}: choose with scripts=")
        tools[name] = ScriptTool(name, approved, _profile(approved), client)
    missing = (wanted or set()) - {tool.version.name for tool in tools.values()}
    if missing:
        raise ValueError(f"not approved, or not there: {', '.join(sorted(missing))}")
    return list(tools.values())


def _profile(version: Version) -> str | None:
    """Under which profile to run: the usual one, or the first that it is approved for."""
    approved = [profile for approval in version.raw.get("approvals") or [] for profile in approval.get("profiles") or []]
    # A profile's name, or how far the approval has come under it.
    names = [
        profile if isinstance(profile, str) else profile["name"]
        for profile in approved
        if isinstance(profile, str) or profile.get("permitted")
    ]
    return None if not names or "standard" in names else str(names[0])


def answer(session: Session) -> str:
    """What the model is told of a session: JSON, so that nothing a script prints is taken for the verdict."""
    told: dict[str, Any] = {
        "verdict": session.verdict, "exit_code": session.exit_code, "stdout": session.stdout, "stderr": session.stderr,
    }
    if session.verdict != "ok":
        told["reason"] = session.reason
    for name, stream in (("stdout_tail", session.stdout_stream), ("stderr_tail", session.stderr_stream)):
        if stream.tail:
            told[name] = stream.tail
    if session.truncated:
        told["truncated"] = True
    if session.artifacts:
        told["artifacts"] = [{"name": artifact.name, "bytes": artifact.bytes} for artifact in session.artifacts]
    if session.result is not None:
        told["result"] = session.result
    return json.dumps({**told, "session": session.id}, ensure_ascii=False)


def refusal(error: ProblemError) -> str:
    """What the model is told of a refusal: it cannot approve anything, and can ask a human to."""
    told: dict[str, Any] = {"refused": error.code, "detail": error.detail}
    if error.hint:
        told["hint"] = error.hint
    if isinstance(error, NotApproved) and error.digest:
        told["digest"] = error.digest
    errors = error.problem.get("errors")
    if errors:
        told["errors"] = errors
    return json.dumps(told, ensure_ascii=False)
