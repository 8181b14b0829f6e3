"""What there is at a daemon besides sessions: scripts, files sent ahead, workspaces."""

from __future__ import annotations

import os
from typing import Any

from . import requests
from .transport import Transport
from .listing import PAGE, Pages, current_version, exact_version, older_current
from .models import Upload, Version, Workspace
from .requests import Files


class Library:
    """The part of `Mayfly` that is not about sessions."""

    _transport: Transport

    def scripts(self) -> list[Version]:
        """Every script, by its newest version, which need not be the one that its name runs: that one is `current(name)`."""
        pages, found = Pages("GET /v1/scripts"), []
        while not pages.is_done:
            page = self._transport.call(requests.get("v1", "scripts", limit=PAGE, cursor=pages.cursor))
            found += [Version.from_json(item["latest"]) for item in pages.take(page)]
        return found

    def script(self, name: str) -> list[Version]:
        """All versions of a script, newest first."""
        pages, found = Pages(f"GET /v1/scripts/{name}", "versions"), []
        while not pages.is_done:
            page = self._transport.call(requests.get("v1", "scripts", *name.split("/"), cursor=pages.cursor))
            found += [Version.from_json(item) for item in pages.take(page)]
        return found

    def current(self, name: str) -> Version | None:
        """The version of a script that runs by its name alone, the one that was approved last; None when there is none."""
        place = ("v1", "scripts", *name.split("/"))
        newest = self._transport.call(requests.get(*place))
        found, older = current_version(newest), older_current(newest)
        if older is None:
            return found
        return exact_version(self._transport.call(requests.get(*place, "versions", older)), older)

    def upload(self, source: bytes | str | os.PathLike[str]) -> Upload:
        """Sends bytes, or a file by its path, that sessions are to find in /inputs: for what is too large for a request.

        What it returns stands where the content of a file would: `run(…, files={"data.csv": client.upload("data.csv")})`.
        """
        return Upload.from_json(self._transport.call(requests.upload(source)))

    def propose(self, name: str, source: str | os.PathLike[str] | Files) -> Version:
        """Proposes a version: a directory, one file, or a mapping of paths to contents. Nothing runs before it is approved."""
        return Version.from_json(self._transport.call(requests.propose(name, source)))

    def profiles(self) -> list[dict[str, Any]]:
        """The profiles in force."""
        return list(self._transport.call(requests.get("v1", "profiles"))["items"])

    def agents(self) -> list[dict[str, Any]]:
        """The agents that operators name: an agent sees itself; Forbidden where none are named."""
        return list(self._told_of_agents()["items"])

    def _told_of_agents(self) -> dict[str, Any]:
        """All that the daemon says of agents: `items` and `strangers`."""
        return dict(self._transport.call(requests.get("v1", "agents")))

    def version(self) -> dict[str, Any]:
        """What the daemon is."""
        return dict(self._transport.call(requests.get("v1", "version")))

    # Workspaces

    def create_workspace(self, name: str | None = None, *, profile: str | None = None, ttl: float | None = None) -> Workspace:
        """Makes an empty workspace, for `workspace` of `run`.

        - `name`: unique among the caller's; made up if not given.
        - `profile`: whose sessions may use it; `standard` if not given.
        - `ttl`: how many seconds it lives; what the profile allows if not given.
        """
        return Workspace.from_json(self._transport.call(requests.create_workspace(name, profile, ttl)))

    def workspaces(self) -> list[Workspace]:
        """The caller's workspaces, oldest first; an operator is told of everybody's."""
        return [Workspace.from_json(item) for item in (self._transport.call(requests.get("v1", "workspaces")))["items"]]

    def workspace(self, workspace: str) -> Workspace:
        """One workspace by its name or id, with the names of what it holds: `contents`."""
        return Workspace.from_json(self._transport.call(requests.get("v1", "workspaces", workspace)))

    def delete_workspace(self, workspace: str) -> Workspace:
        """Destroys a workspace, by its name or id, with all that it holds; returns what it was. It is gone when this returns.

        ProblemError with the code `workspace_in_use` while a session has it.
        """
        return Workspace.from_json(self._transport.call(requests.delete_workspace(workspace)))
