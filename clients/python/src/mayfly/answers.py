"""What a model is told of sessions and refusals: the same by every adapter, and bounded."""

from __future__ import annotations

import json
from typing import Any

from .errors import NotApproved, ProblemError
from .models import Session, Stream

LONGEST_HEAD = 32 * 1024
"""The most bytes of the beginning of a stream; one that is half as long again is told whole."""
LONGEST_TAIL = LONGEST_HEAD // 2
"""The most bytes of its end."""


def answer(session: Session) -> str:
    """What the model is told of a session: JSON, so that nothing a script prints is taken for the verdict.

    Of a long stream that is its beginning and, as `stdout_tail`, its end; `stdout_marker` says what is missing between them, and
    where all of it is.
    """
    told: dict[str, Any] = {"verdict": session.verdict, "exit_code": session.exit_code}
    if session.verdict != "ok":
        told["reason"] = session.reason
    told |= _stream(session, "stdout", session.stdout_stream) | _stream(session, "stderr", session.stderr_stream)
    if "stdout_marker" in told or "stderr_marker" in told:
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


def mistake(detail: str) -> str:
    """What the model is told of a call that the daemon is not even asked about."""
    return json.dumps({"refused": "invalid_request", "detail": detail}, ensure_ascii=False)


def _stream(session: Session, name: str, stream: Stream) -> dict[str, str]:
    """The members that tell of a stream; the marker beside the text, because a script can print the same words."""
    text, tail = stream.text.encode(), stream.tail.encode()
    if not stream.truncated and not tail and len(text) <= LONGEST_HEAD + LONGEST_TAIL:
        return {name: stream.text}
    end: bytes | None = None
    if tail:
        head, end = _head(text, LONGEST_HEAD), _tail(tail, LONGEST_TAIL)
    elif stream.truncated:
        # The end was not kept.
        head = _head(text, LONGEST_HEAD + LONGEST_TAIL)
    else:
        head, end = _head(text, LONGEST_HEAD), _tail(text, LONGEST_TAIL)
    if stream.artifact:
        place = f"whole stream: artifact {stream.artifact}"
    else:
        place = f"all that was kept: GET /v1/sessions/{session.id}/logs?stream={name}"
    # What was no UTF-8 has another length here than it had.
    is_exact = stream.data == text and "\ufffd" not in stream.tail
    missing = stream.bytes - len(head) - len(end or b"") if is_exact else 0
    count = f"{missing} bytes not shown" if missing > 0 else f"not all of {stream.bytes} bytes shown"
    told = {name: head.decode(), f"{name}_marker": f"[{count}; {place}]"}
    if end is not None:
        told[f"{name}_tail"] = end.decode()
    return told


def _head(data: bytes, count: int) -> bytes:
    """As much of the first bytes of a text as is whole characters."""
    return data[:count].decode("utf-8", "ignore").encode()


def _tail(data: bytes, count: int) -> bytes:
    """As much of the last bytes of a text as is whole characters."""
    return data[-count:].decode("utf-8", "ignore").encode()
