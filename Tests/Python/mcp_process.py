"""`mayfly mcp` as a host starts it, for what looks at the lines themselves, and the daemon behind it."""

import asyncio
import json
import pathlib
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "ControlPlane"))
from daemon import Daemon  # noqa: E402

PROGRAM, SOCKET = sys.argv[1:3]
DAEMON = Daemon(SOCKET)
META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}


def start():
    """A process whose streams are pipes."""
    words = [PROGRAM, "mcp", "--socket", SOCKET]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def line(identifier, method, meta=None, **params):
    """A request as it is sent."""
    message = {"jsonrpc": "2.0", "id": identifier, "method": method, "params": {**params, "_meta": meta or META}}
    return json.dumps(message).encode() + b"\n"


def newest(script):
    """The session of a script that began last."""
    return DAEMON.ask("GET", f"/v1/sessions?script={script}&limit=1").json["items"][0]


def running(script):
    """The sessions of a script that run."""
    return [item["id"] for item in DAEMON.ask("GET", f"/v1/sessions?state=running&script={script}").json["items"]]


async def until(condition, what, seconds=60):
    """Waits until something holds; returns it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")


class Server:
    """One process, and what it has written."""

    def __init__(self):
        self.process = start()
        self.lines, self.condition = [], threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for written in self.process.stdout:
            assert written.endswith(b"\n"), written
            message = json.loads(written.decode("utf-8", "strict"))
            assert message["jsonrpc"] == "2.0", message
            assert ("id" in message) != ("method" in message), message
            assert "method" in message or ("result" in message) != ("error" in message), message
            with self.condition:
                self.lines.append(message)
                self.condition.notify_all()

    def send(self, message):
        """Sends one message."""
        self.write(json.dumps(message).encode() + b"\n")

    def write(self, data):
        """Sends bytes."""
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def begin(self, identifier, method, meta=META, **params):
        """Asks, and does not wait."""
        self.write(line(identifier, method, meta, **params))

    def ask(self, identifier, method, meta=META, **params):
        """Asks, and waits for the answer."""
        self.begin(identifier, method, meta, **params)
        return self.wait(lambda message: message.get("id") == identifier)

    def wait(self, matches, seconds=20):
        """The first message that matches."""
        with self.condition:
            found = self.condition.wait_for(lambda: [message for message in self.lines if matches(message)], seconds)
        assert found, f"not within {seconds} s; there were {self.lines[-3:]}"
        return found[0]

    def end(self):
        """Closes its input; its exit status, which must come at once."""
        began = time.monotonic()
        self.process.stdin.close()
        status = self.process.wait(10)
        assert time.monotonic() - began < 5
        return status
