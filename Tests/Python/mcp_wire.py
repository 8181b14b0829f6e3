"""Looks at every line that `mayfly mcp` writes: well formed, complete, and nothing where nothing may be.

    mcp_wire.py MAYFLY SOCKET    with the Python of .build/python/mcp, whose types are the published schema's
"""

import json
import pathlib
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "ControlPlane"))
import mcp_types as types  # noqa: E402
from daemon import Daemon  # noqa: E402

PROGRAM, SOCKET = sys.argv[1:3]
DAEMON = Daemon(SOCKET)
META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
LISTS = {
    "tools/list": ("tools", types.ListToolsResult), "resources/list": ("resources", types.ListResourcesResult),
    "resources/templates/list": ("resourceTemplates", types.ListResourceTemplatesResult),
}


class Server:
    """One process, and what it has written."""

    def __init__(self):
        words = [PROGRAM, "mcp", "--socket", SOCKET]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.lines, self.condition = [], threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            assert line.endswith(b"\n"), line
            message = json.loads(line.decode("utf-8", "strict"))
            assert message["jsonrpc"] == "2.0", message
            assert ("id" in message) != ("method" in message), message
            assert "method" in message or ("result" in message) != ("error" in message), message
            with self.condition:
                self.lines.append(message)
                self.condition.notify_all()

    def send(self, message):
        """Sends one message."""
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def begin(self, identifier, method, meta=META, **params):
        """Asks, and does not wait."""
        self.send({"jsonrpc": "2.0", "id": identifier, "method": method, "params": {**params, "_meta": meta}})

    def ask(self, identifier, method, meta=META, **params):
        """Asks, and waits for the answer."""
        self.begin(identifier, method, meta, **params)
        return self.wait(lambda message: message.get("id") == identifier)

    def wait(self, matches, seconds=20):
        """The first message that matches."""
        with self.condition:
            found = self.condition.wait_for(lambda: [line for line in self.lines if matches(line)], seconds)
        assert found, f"not within {seconds} s; there were {self.lines[-3:]}"
        return found[0]

    def end(self):
        """Closes its input; its exit status, which must come at once."""
        began = time.monotonic()
        self.process.stdin.close()
        status = self.process.wait(10)
        assert time.monotonic() - began < 5
        return status


def results_are_complete(server):
    """Every result says that it is complete, lists say how long they hold, and all have the types of the schema."""
    found = server.ask(1, "server/discover")["result"]
    types.DiscoverResult.model_validate(found)
    for number, (method, (name, kind)) in enumerate(LISTS.items(), 2):
        found = server.ask(number, method)["result"]
        kind.model_validate(found)
        assert found["resultType"] == "complete"
        assert isinstance(found["ttlMs"], int) and found["ttlMs"] >= 0
        assert found["cacheScope"] in ("public", "private")
        assert found[name] == server.ask(f"again-{number}", method)["result"][name]
    for tool in server.ask(9, "tools/list")["result"]["tools"]:
        assert 1 <= len(tool["name"]) <= 64 and all(letter.isalnum() or letter in "_-" for letter in tool["name"]), tool["name"]
        assert tool["inputSchema"]["type"] == "object"
        assert "description" in tool


def results_of_tools_have_their_type(server):
    """A result is told twice, the same for programs and for models; progress rises, and ends with the call."""
    for identifier, script in (("ok", "mcp/wire"), ("bad", "mcp/none")):
        meta = {**META, "progressToken": f"token-{identifier}"}
        result = server.ask(identifier, "tools/call", meta, name="mayfly_run", arguments={"script": script})["result"]
        types.CallToolResult.model_validate(result)
        assert result["resultType"] == "complete"
        assert json.loads(result["content"][0]["text"]) == result["structuredContent"]
        assert result["isError"] == (identifier == "bad")
    notes = [line["params"] for line in server.lines if line.get("method") == "notifications/progress"]
    assert {note["progressToken"] for note in notes} == {"token-ok"}, notes
    assert [note["progress"] for note in notes] == sorted({note["progress"] for note in notes})
    end = next(index for index, line in enumerate(server.lines) if line.get("id") == "ok")
    assert not [line for line in server.lines[end:] if line.get("params", {}).get("progressToken") == "token-ok"]


def nothing_follows_a_cancellation(server):
    """A request that was cancelled is never answered, and its session has ended."""
    server.begin("gone", "tools/call", {**META, "progressToken": 7}, name="mayfly_run", arguments={"script": "mcp/endless"})
    server.wait(lambda message: message.get("params", {}).get("progressToken") == 7)
    server.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": "gone", "reason": "a test"}})
    server.ask("after", "server/discover")
    count = len(server.lines)
    newest = DAEMON.ask("GET", "/v1/sessions?script=mcp/endless&limit=1").json["items"][0]
    assert DAEMON.finished(newest["id"])["verdict"] == "killed"
    time.sleep(0.5)
    assert len(server.lines) == count, server.lines[count:]
    assert not [line for line in server.lines if line.get("id") == "gone"]


def many_requests_are_answered(server):
    """In any order, each once; beyond a bound they are refused, and the others go on."""
    for number in range(100):
        server.begin(f"many-{number}", "tools/call", name="mayfly_list_scripts", arguments={})
    answers = [server.wait(lambda message, number=number: message.get("id") == f"many-{number}") for number in range(100)]
    assert sum("result" in answer for answer in answers) >= 32
    assert all(answer["error"]["code"] == 1 for answer in answers if "error" in answer)
    assert len([line for line in server.lines if str(line.get("id", "")).startswith("many-")]) == 100


def a_trace_is_carried(server):
    """The traceparent of a call is in the record of its session."""
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    meta = {**META, "traceparent": trace}
    result = server.ask("traced", "tools/call", meta, name="mayfly_run", arguments={"script": "mcp/wire"})["result"]
    assert DAEMON.session(result["structuredContent"]["session"])["traceparent"] == trace


def main():
    """Every check on one process, and its end."""
    DAEMON.approve("mcp/wire", "echo one; sleep 0.3; echo two\n")
    DAEMON.approve("mcp/endless", "echo begun; while :; do sleep 1; done\n")
    server = Server()
    for check in (
        results_are_complete, results_of_tools_have_their_type, nothing_follows_a_cancellation, many_requests_are_answered, a_trace_is_carried,
    ):
        check(server)
        print(f"ok {check.__name__}", flush=True)
    server.begin("last", "tools/call", {**META, "progressToken": 8}, name="mayfly_run", arguments={"script": "mcp/endless"})
    server.wait(lambda message: message.get("params", {}).get("progressToken") == 8)
    assert server.end() == 0
    newest = DAEMON.ask("GET", "/v1/sessions?script=mcp/endless&limit=1").json["items"][0]
    assert DAEMON.finished(newest["id"])["verdict"] == "killed"
    print("ok it ends with its input", flush=True)


if __name__ == "__main__":
    main()
