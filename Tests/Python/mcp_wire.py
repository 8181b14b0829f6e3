"""Looks at every line that `mayfly mcp` writes: well formed, complete, and nothing where nothing may be.

    mcp_wire.py MAYFLY SOCKET    with the Python of .build/python/mcp, whose types are the published schema's
"""

import json
import time

import described
import mcp_transport
import mcp_types as types
from mcp_process import DAEMON, META, Server, newest

LISTS = {
    "tools/list": ("tools", types.ListToolsResult), "resources/list": ("resources", types.ListResourcesResult),
    "resources/templates/list": ("resourceTemplates", types.ListResourceTemplatesResult),
}


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
    assert DAEMON.finished(newest("mcp/endless")["id"])["verdict"] == "killed"
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
    """The traceparent of a call is in the record of its session; what is none is as good as not there."""
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    meta = {**META, "traceparent": trace}
    result = server.ask("traced", "tools/call", meta, name="mayfly_run", arguments={"script": "mcp/wire"})["result"]
    assert DAEMON.session(result["structuredContent"]["session"])["traceparent"] == trace
    for number, text in enumerate(("none", "00\r\nX-Other: y", trace + "\n", trace.upper())):
        meta = {**META, "traceparent": text}
        answer = server.ask(f"untraced-{number}", "tools/call", meta, name="mayfly_run", arguments={"script": "mcp/wire"})
        assert not answer["result"]["isError"], answer
        assert DAEMON.session(answer["result"]["structuredContent"]["session"]).get("traceparent") is None


def scripts_say_what_they_take(server):
    """The list has what a script's approved version says of itself."""
    described.approve(DAEMON, "mcp/says")
    answer = server.ask("listed", "tools/call", name="mayfly_list_scripts", arguments={})["result"]["structuredContent"]
    script = next(script for script in answer["scripts"] if script["name"] == "mcp/says")
    assert script["args_schema"]["required"] == ["word"], script
    assert script["description"].startswith("Repeats what it is told."), script
    assert script["approved_digest"] == script["digest"]
    plain = next(script for script in answer["scripts"] if script["name"] == "mcp/wire")
    assert "approved_digest" in plain and "args_schema" not in plain, plain


def main():
    """Every check on one process, and its end."""
    DAEMON.approve("mcp/wire", "echo one; sleep 0.3; echo two\n")
    DAEMON.approve("mcp/endless", "echo begun; while :; do sleep 1; done\n")
    server = Server()
    for check in (
        results_are_complete, results_of_tools_have_their_type, nothing_follows_a_cancellation, many_requests_are_answered,
        a_trace_is_carried, scripts_say_what_they_take, mcp_transport.a_long_line_is_passed_over,
    ):
        check(server)
        print(f"ok {check.__name__}", flush=True)
    server.begin("last", "tools/call", {**META, "progressToken": 8}, name="mayfly_run", arguments={"script": "mcp/endless"})
    server.wait(lambda message: message.get("params", {}).get("progressToken") == 8)
    assert server.end() == 0
    assert DAEMON.finished(newest("mcp/endless")["id"])["verdict"] == "killed"
    print("ok it ends with its input", flush=True)
    for check in (mcp_transport.it_ends_with_its_reader, mcp_transport.a_host_may_read_nothing):
        check()
        print(f"ok {check.__name__}", flush=True)


if __name__ == "__main__":
    main()
