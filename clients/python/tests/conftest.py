"""A real daemon, which whoever starts these tests has started: its socket is MAYFLY_SOCKET."""

import os
import pathlib
import sys

import pytest

from mayfly import AsyncMayfly, Mayfly

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "Tests/ControlPlane"), str(ROOT / "Tests/Python")]
import described  # noqa: E402
from daemon import Daemon  # noqa: E402


@pytest.fixture(scope="session")
def socket():
    """Where the daemon is; without one nothing here can pass."""
    path = os.environ.get("MAYFLY_SOCKET")
    assert path, "set MAYFLY_SOCKET to the socket of a daemon with 'selfApproval: true', or run Tests/Python/run.py"
    return path


@pytest.fixture(scope="session")
def approve(socket):
    """Proposes and approves a script of one file; returns its digest."""
    return lambda name, code, entry="main.sh": Daemon(socket).approve(name, code, entry)


@pytest.fixture(scope="session")
def hello(approve):
    """A script that greets whoever its arguments name, and complains without one."""
    code = 'echo "hello, $*"; cat; [ $# -gt 0 ] || { echo nobody >&2; exit 3; }; echo "$1" > /outputs/name.txt\n'
    return f"python/hello@{approve('python/hello', code)}"


@pytest.fixture(scope="session")
def sleeper(approve):
    """A script that prints a line and then never ends."""
    return f"python/sleeper@{approve('python/sleeper', 'echo begun; while :; do sleep 1; done')}"


@pytest.fixture(scope="session")
def speaker(socket):
    """A script whose arguments have a schema: a word, and how often."""
    described.approve(Daemon(socket), "python/speaker")
    return "python/speaker"


@pytest.fixture
def client(socket):
    """A client."""
    with Mayfly(socket) as client:
        yield client


@pytest.fixture
def aclient(socket):
    """A client for asyncio."""
    return AsyncMayfly(socket)
