"""What can go wrong, as classes: decide by them, or by a problem's code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import Session


class MayflyError(Exception):
    """Everything that this package raises."""


class DaemonUnavailable(MayflyError):
    """There is no daemon at the socket, or this user may not connect to it."""


class ConnectionLost(MayflyError):
    """The connection ended before the answer was complete."""


class MalformedReply(MayflyError):
    """What came back is not what a daemon answers."""


class RequestTimeout(MayflyError):
    """The daemon did not answer in time. This is about the request; see ExecutionTimeout for the script."""


class InvalidBundle(MayflyError):
    """What was to be proposed cannot be a script: it has a link, a name that none may have, or too much. Nothing was sent."""


class ProblemError(MayflyError):
    """The daemon refused: `application/problem+json`."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.problem = problem
        self.code: str = str(problem.get("code") or f"http_{status}")
        self.detail: str = str(problem.get("detail") or problem.get("title") or f"the daemon answered {status}")
        self.hint: str | None = problem.get("hint")
        self.request_id: str | None = problem.get("request_id")
        super().__init__(f"{self.detail} [{self.code}]" + (f"; {self.hint}" if self.hint else ""))


class Forbidden(ProblemError):
    """The caller may not do this."""


class NotApproved(ProblemError):
    """The script may not run as it was asked for: too few have approved it, an approval is over or for something else, or a
    reviewer has rejected, deprecated or revoked it."""

    @property
    def digest(self) -> str | None:
        """What would have run, for whoever is asked to approve it."""
        return self.problem.get("digest")


class NotFound(ProblemError):
    """There is no such script, session, profile or artifact, or not for this caller."""


class InvalidArguments(ProblemError):
    """Something is wrong with the request; `errors` names everything."""

    @property
    def errors(self) -> list[dict[str, str]]:
        """`pointer` and `detail` of each mistake."""
        return list(self.problem.get("errors") or [])


class QueueFull(ProblemError):
    """Too much waits already."""

    def __init__(self, status: int, problem: dict[str, Any], retry_after: float | None = None) -> None:
        super().__init__(status, problem)
        self.retry_after = retry_after


class QuotaExceeded(QueueFull):
    """The agent has used up a quota; `retry_after` is None where nobody can know when there will be room, or it would not help."""


class Unavailable(QueueFull):
    """The daemon stops, is not ready, or has too much to do."""


class ExecutionFailed(MayflyError):
    """A session did not end well; `session` says how. Raised by `Session.check()` only."""

    def __init__(self, session: Session) -> None:
        self.session = session
        super().__init__(f"session {session.id} ended with {session.verdict}: {session.reason}")


class ExecutionTimeout(ExecutionFailed):
    """The script reached its limit of time. This is about the script; see RequestTimeout for the request."""


_NOT_APPROVED = {
    "script_not_approved", "not_enough_approvals", "script_rejected", "script_deprecated", "script_revoked", "approval_expired",
    "approval_too_old", "approval_not_yet_valid", "profile_not_approved", "runtime_changed", "malformed_statement",
}


def problem_error(status: int, problem: dict[str, Any], retry_after: str | None = None) -> ProblemError:
    """The exception for a problem."""
    code = problem.get("code")
    seconds = float(retry_after) if retry_after and retry_after.isdigit() else None
    if code in _NOT_APPROVED:
        return NotApproved(status, problem)
    if status == 429 and str(code).startswith("quota_"):
        return QuotaExceeded(status, problem, seconds)
    if status == 429:
        return QueueFull(status, problem, seconds)
    if status == 503:
        return Unavailable(status, problem, seconds)
    kinds: dict[int, type[ProblemError]] = {403: Forbidden, 404: NotFound, 422: InvalidArguments}
    return kinds.get(status, ProblemError)(status, problem)
