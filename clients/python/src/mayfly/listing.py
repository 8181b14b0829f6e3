"""Reads the daemon's lists: page after page, and what a script's name means."""

from __future__ import annotations

from typing import Any

from .errors import MalformedReply
from .models import Raw, Version

PAGE = 500
"""How many items are asked for at once."""
MOST_PAGES = 1_000
"""More than any daemon has."""


class Pages:
    """Where a list goes on. A daemon that would be asked without end is refused."""

    def __init__(self, name: str, member: str = "items") -> None:
        self.cursor: str | None = None
        """What the next page is asked with; None for the first one."""
        self.is_done = False
        """Whether there are no more."""
        self._name = name
        self._member = member
        self._seen: set[str] = set()

    def take(self, page: Any) -> list[Raw]:
        """The items of a page that has come."""
        try:
            items, self.cursor = list(page[self._member]), page.get("next_cursor")
        except (KeyError, TypeError, AttributeError) as error:
            raise MalformedReply(f"{self._name} is no list: {error!r}") from None
        if self.cursor is None:
            self.is_done = True
            return items
        if not items or self.cursor in self._seen:
            raise MalformedReply(f"{self._name}: a page that leads on has nothing, or leads back")
        self._seen.add(self.cursor)
        if len(self._seen) >= MOST_PAGES:
            raise MalformedReply(f"{self._name} has more than {MOST_PAGES} pages")
        return items


def current_version(raw: Raw) -> Version | None:
    """The version that runs when a script is asked for by its name alone; None when none of these does.

    That is the one that was approved last, which need not be the newest. Of a daemon that does not say which it is, it is the
    newest approved one.
    """
    try:
        versions = [Version.from_json(item) for item in raw["versions"]]
    except (KeyError, TypeError) as error:
        raise MalformedReply(f"this is no script: {error!r}") from None
    if "current" in raw:
        return next((version for version in versions if version.digest == raw["current"]), None)
    return next((version for version in versions if version.state == "approved"), None)


def older_current(raw: Raw) -> str | None:
    """The digest of the version that a script's name means, where it may be on a later page; None where there is none."""
    if raw.get("next_cursor") is None or current_version(raw) is not None:
        return None
    digest = raw.get("current")
    return digest if isinstance(digest, str) else None


def exact_version(raw: Raw, digest: str) -> Version:
    """The version that was asked for by its digest, and no other."""
    version = Version.from_json(raw)
    if version.digest != digest:
        raise MalformedReply(f"{digest} was asked for, and the daemon shows {version.digest}")
    return version
