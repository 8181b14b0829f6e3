"""Tools for what is approved here."""

import uuid

import pytest


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
