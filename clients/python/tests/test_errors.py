"""Which exception each code of the daemon is."""

import pathlib
import re

import pytest

from mayfly import Forbidden, InvalidArguments, NotApproved, NotFound, ProblemError, QueueFull, QuotaExceeded, Unavailable
from mayfly.errors import problem_error

DOCS = pathlib.Path(__file__).resolve().parents[3] / "docs"
# What it takes is that people approve: the version, for this profile, now.
NOT_APPROVED = {
    "script_not_approved", "not_enough_approvals", "script_rejected", "script_deprecated", "script_revoked", "approval_expired",
    "approval_too_old", "approval_not_yet_valid", "profile_not_approved", "runtime_changed", "malformed_statement",
}
BY_STATUS = {403: Forbidden, 404: NotFound, 422: InvalidArguments, 429: QueueFull, 503: Unavailable}
# Words of the table that are no codes, but members of a problem.
MEMBERS = {"digest", "state", "agent", "limit", "used", "errors", "keyword"}


def codes():
    """The codes of the API with the statuses that they may have: the table of docs/api.md."""
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    table = text[text.index("| status | codes |"):].split("\n\n")[0]
    found = []
    for statuses, cell in re.findall(r"^\| ([\d, ]+) \| (.*) \|$", table, re.MULTILINE):
        words = [word for word in re.findall(r"`([a-z_]+)`", cell) if word not in MEMBERS]
        each = [int(status) for status in statuses.split(", ")]
        found += [(word, each[min(place, len(each) - 1)]) for place, word in enumerate(words)]
    return found


def rules():
    """The rules of docs/reference.md, and the codes of the daemon that stand beside each."""
    text = (DOCS / "reference.md").read_text(encoding="utf-8")
    table = text[text.index("| rule | refused is | code of the daemon |"):].split("\n\n")[0]
    found = []
    for cells in re.findall(r"^\| (`.*`) \| .* \|(.*)\|$", table, re.MULTILINE):
        names = re.findall(r"`([a-z_]+)`", cells[0])
        beside = set(re.findall(r"`([a-z_]+)`", cells[1]))
        found += [(name, beside | ({name} if "the same" in cells[1] else set())) for name in names]
    return found


def expected(code, status):
    """The class of a code, by what the API says of it."""
    if code in NOT_APPROVED:
        return NotApproved
    return QuotaExceeded if code.startswith("quota_") and status == 429 else BY_STATUS.get(status, ProblemError)


@pytest.mark.parametrize(("code", "status"), codes())
def test_every_code_of_the_api_has_its_exception(code, status):
    error = problem_error(status, {"code": code, "detail": "d", "status": status})
    assert type(error) is expected(code, status)
    assert (error.code, error.status) == (code, status)


def test_the_table_is_read():
    found = dict(codes())
    assert len(found) == len(codes()) > 70
    assert NOT_APPROVED <= set(found)
    assert (found["forbidden"], found["queue_full"], found["profile_not_listed"]) == (403, 429, 422)
    assert (found["body_too_large"], found["unsupported_media_type"], found["http_version_not_supported"]) == (413, 415, 505)


def test_every_rule_that_is_a_code_is_one_of_the_api():
    found = dict(codes())
    assert len(rules()) > 20
    for rule, codes_of_it in rules():
        assert codes_of_it <= set(found), rule
