"""When a request is sent again: only one that may be, and only when its answer was lost or the daemon had no place for it."""

from __future__ import annotations

from .errors import ConnectionLost, DaemonUnavailable, MayflyError, Unavailable
from .requests import Request

PAUSES = (0.1, 0.5, 2.0)


def pause(request: Request, attempt: int, error: MayflyError, was_reached: bool = False) -> float | None:
    """How many seconds to wait before the next attempt; None when the error stands.

    - `was_reached`: whether a daemon has answered at this socket before.
    """
    if not request.is_repeatable or attempt >= len(PAUSES):
        return None
    if isinstance(error, Unavailable):
        return max(PAUSES[attempt], min(error.retry_after or 0, 5))
    # A daemon that was there may be on its way back; one that never was is not waited for.
    if isinstance(error, ConnectionLost) or isinstance(error, DaemonUnavailable) and (attempt > 0 or was_reached):
        return PAUSES[attempt]
    return None
