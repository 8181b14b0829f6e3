"""Tools for what is approved here."""

import uuid

import fake
import pytest

from mayfly import Mayfly


@pytest.fixture
def bounded():
    """The client of an agent that may run one script of three, under a profile that is not the usual one; and what it asks."""
    with fake.answering(fake.bounded()) as (path, seen), Mayfly(path) as client:
        yield client, seen


@pytest.fixture(scope="session")
def greet(approve):
    """A script that greets whoever its arguments name, and leaves a file."""
    approve("adapters/greet", 'echo "hello, $*"; echo x > /outputs/x.txt\n')
    return "adapters/greet"


@pytest.fixture
def retracted(client, approve):
    """A script that is revoked as soon as `retract()` is called."""
    from daemon import Daemon

    digest = approve("adapters/retracted", f"echo here; # {uuid.uuid4()}\n")

    def retract():
        answer = Daemon(client.socket).ask("POST", "/v1/revocations", {"script": digest, "reason": "a test"})
        assert answer.status == 201, answer

    return "adapters/retracted", retract
