"""Scripts as tools of an agent: what the adapters share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .aclient import AsyncMayfly
from .client import Mayfly
from .models import Session, Version
from .rights import USUAL_PROFILE, rights
from .tool_input import ToolInput


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
        """The JSON Schema of what it takes, the script's arguments and its files; an object always."""
        return ToolInput(self.version.schema).schema

    def order(self, given: dict[str, Any]) -> dict[str, Any]:
        """What a client's `run` is given for what the model gave; InvalidArguments where that makes no sense.

        The session ends with the connection, and so with the process or the task that has called.
        """
        members = ToolInput(self.version.schema).order(given)
        return {"script": self.version.reference, "profile": self.profile, "on_disconnect": "kill", **members}

    def run(self, given: dict[str, Any]) -> Session:
        """Runs it; it ends with this process, too."""
        return self.client.run(**self.order(given))

    async def arun(self, given: dict[str, Any]) -> Session:
        """The same for asyncio; a task that is cancelled ends it."""
        return await AsyncMayfly(self.client.socket).run(**self.order(given))


def script_tools(client: Mayfly, scripts: Iterable[str] | None = None) -> list[ScriptTool]:
    """A tool for each script that is approved now and that the caller may run; of those that are named, or of all.

    A tool runs the version that its script's name means now, under the usual profile, or the first one that it is approved for
    and that the caller may use.
    """
    wanted = None if scripts is None else set(scripts)
    allowed = rights(client)
    tools: dict[str, ScriptTool] = {}
    for latest in client.scripts():
        if wanted is not None and latest.name not in wanted:
            continue
        # A list of scripts does not say what their bundles say.
        approved = client.current(latest.name)
        if approved is None or approved.state != "approved" or not allowed.may_run(approved):
            continue
        try:
            profile = allowed.choice(_profiles(approved))
        except LookupError:
            continue
        name = re.sub(r"[^A-Za-z0-9_-]", "_", approved.name.replace("/", "__"))[:64]
        if name in tools:
            raise ValueError(f"{approved.name} and {tools[name].version.name} would both be the tool {name}: choose with scripts=")
        tools[name] = ScriptTool(name, approved, None if profile == USUAL_PROFILE else profile, client)
    missing = (wanted or set()) - {tool.version.name for tool in tools.values()}
    if missing:
        raise ValueError(f"not approved, not there, or not for this caller: {', '.join(sorted(missing))}")
    return list(tools.values())


def _profiles(version: Version) -> list[str]:
    """Under which profiles a version may run, in the order of approvals that hold; the usual one where nobody says."""
    # One that is closed still says what its signatures are worth.
    holding = [approval for approval in version.raw.get("approvals") or [] if approval.get("state") == "approved"]
    approved = [profile for approval in holding for profile in approval.get("profiles") or []]
    # A profile's name, or how far the approval has come under it.
    names = [
        profile if isinstance(profile, str) else str(profile["name"])
        for profile in approved
        if isinstance(profile, str) or profile.get("permitted")
    ]
    # Its bundle may name the only ones that it is made for.
    listed = (version.raw.get("description") or {}).get("profiles")
    return [name for name in names or [USUAL_PROFILE] if not listed or name in listed]
