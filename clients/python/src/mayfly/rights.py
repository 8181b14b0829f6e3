"""What the caller may run, as far as the daemon says: what its agent may, where operators name agents.

It decides which tools there are, and under which profile each runs; whether a call is let in is for the daemon to say.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .aclient import AsyncMayfly
from .client import Mayfly
from .errors import ProblemError
from .models import Raw, Version

USUAL_PROFILE = "standard"
"""The profile of whoever names none."""


@dataclass(frozen=True)
class Rights:
    """What is written down for one agent."""

    scripts: tuple[str, ...] = ()
    """Patterns of names: `*` is any text within a part, `**` at the end one part or more."""
    tags: frozenset[str] = frozenset()
    profiles: tuple[str, ...] = ()
    is_known: bool = True
    """Whether anything is written down; if not, everything may be tried."""

    def may_run(self, version: Version) -> bool:
        """Whether a version may be run."""
        tags = (version.raw.get("description") or {}).get("tags") or []
        return not self.is_known or not self.tags.isdisjoint(tags) or any(_matches(text, version.name) for text in self.scripts)

    def may_use(self, profile: str) -> bool:
        """Whether a profile may be used."""
        return not self.is_known or profile in self.profiles

    def choice(self, profiles: Iterable[str] | None = None) -> str:
        """Under which of some profiles to run, or of all that there are: the usual one, else the first that may be used.

        LookupError when none may be used. Where nothing is known, all are the usual one.
        """
        if profiles is None:
            profiles = self.profiles if self.is_known else (USUAL_PROFILE,)
        usable = [profile for profile in profiles if self.may_use(profile)]
        if not usable:
            raise LookupError("there is no profile that the caller may use")
        return USUAL_PROFILE if USUAL_PROFILE in usable else usable[0]


UNKNOWN = Rights(is_known=False)
"""Agents are not named, or the daemon does not say."""


def rights(client: Mayfly) -> Rights:
    """What the caller may run."""
    try:
        return _told(client._told_of_agents())
    except ProblemError as error:
        return _unnamed(error)


async def arights(client: AsyncMayfly) -> Rights:
    """The same for asyncio."""
    try:
        return _told(await client._told_of_agents())
    except ProblemError as error:
        return _unnamed(error)


def of(
    agents: list[Raw], uid: int | None = None, groups: Iterable[int] | None = None, *, sees_strangers: bool = False
) -> Rights:
    """What a caller may run by the agents that it is told of: the first that it is decides.

    - `uid`, `groups`: who it is; this process if not given.
    - `sees_strangers`: whether it is told of strangers, too, as operators and auditors are.
    """
    if not agents:
        return UNKNOWN
    uid = os.geteuid() if uid is None else uid
    own = {os.getegid(), *os.getgroups()} if groups is None else set(groups)
    # An agent that has no other role is told of itself alone, whatever number it has where the daemon is. An operator or auditor
    # that the file does not name is itself among the strangers.
    is_told = len(agents) == 1 and not sees_strangers
    found = agents[0] if is_told else next((agent for agent in agents if _is(agent, uid, own)), None)
    if found is None or "agent" not in (found.get("roles") or ()):
        return Rights()
    return Rights(
        tuple(found.get("scripts") or ()), frozenset(found.get("tags") or ()), tuple(found.get("profiles") or ())
    )


def _told(reply: dict[str, Any]) -> Rights:
    return of(list(reply["items"]), sees_strangers=bool(reply.get("strangers")))


def _unnamed(error: ProblemError) -> Rights:
    """What a refusal to tell means: agents are not named there, or the daemon is older than that they can be."""
    if error.status in (403, 404):
        return UNKNOWN
    raise error


def _is(agent: dict[str, Any], uid: int, groups: set[int]) -> bool:
    uids, gids = set(agent.get("uids") or ()), set(agent.get("gids") or ())
    return bool(uids or gids) and (not uids or uid in uids) and (not gids or not gids.isdisjoint(groups))


def _matches(pattern: str, name: str) -> bool:
    wanted, parts = pattern.split("/"), name.split("/")
    if wanted[-1] == "**":
        return len(parts) >= len(wanted) and all(map(_fits, wanted[:-1], parts))
    return len(parts) == len(wanted) and all(map(_fits, wanted, parts))


def _fits(pattern: str, text: str) -> bool:
    """Whether a text without `/` fits a part of a pattern."""
    if "*" not in pattern:
        return pattern == text
    first, *middle, last = pattern.split("*")
    place, end = len(first), len(text) - len(last)
    if place > end or not text.startswith(first) or not text.endswith(last):
        return False
    for word in middle:
        place = text.find(word, place, end)
        if place < 0:
            return False
        place += len(word)
    return True
