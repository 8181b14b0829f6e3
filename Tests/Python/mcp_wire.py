"""Looks at every line that `mayfly mcp` writes: well formed, complete, and nothing where nothing may be.

    mcp_wire.py MAYFLY SOCKET    with the Python of .build/python/mcp

What is said in revision 2026-07-28 is compared with the types that the official package has generated from that revision's
schema. Those at its top are for all revisions at once: they take more, and make up what is missing.
"""

import json
import time

import described
import mcp_transport
from mcp_process import DAEMON, META, Server, newest
from mcp_types import _v2026_07_28 as types

LISTS = {
    "tools/list": ("tools", types.ListToolsResult), "resources/list": ("resources", types.ListResourcesResult),
    "resources/templates/list": ("resourceTemplates", types.ListResourceTemplatesResult),
}
# What cannot be answered: what is asked, and the type of its error.
MISTAKES = (
    ("tools/none", {}, types.MethodNotFoundError), ("ping", {}, types.MethodNotFoundError),
    ("tools/call", {}, types.InvalidParamsError), ("tools/call", {"name": "none"}, types.InvalidParamsError),
    ("resources/read", {"uri": "file:///etc/passwd"}, types.InvalidParamsError),
    ("resources/read", {"uri": "mayfly://sessions/ses_01kazm5d1v0000000000000abc"}, types.InvalidParamsError),
)


def check(kind, value):
    """Fails unless a value is of a type, by the names of the schema and without a conversion."""
    kind.model_validate_json(json.dumps(value), strict=True, by_alias=True, by_name=False)


def the_types_are_strict(_server):
    """What is compared with them is found to be wrong where it is."""
    good = {"resultType": "complete", "content": [], "isError": False}
    check(types.CallToolResult, good)
    for wrong in ({**good, "resultType": None}, {"content": [], "isError": False}, {**good, "isError": "false"}):
        try:
            check(types.CallToolResult, wrong)
        except ValueError:
            continue
        raise AssertionError(f"this is taken for a result: {wrong}")


def errors_have_their_type(server):
    """What cannot be answered gets the error that the schema has for it, to the id that it has."""
    for number, (method, params, kind) in enumerate(MISTAKES):
        message = server.ask(f"mistake-{number}", method, **params)
        check(types.JSONRPCErrorResponse, message)
        check(kind, message["error"])
    meta = {**META, "io.modelcontextprotocol/protocolVersion": "2099-01-01"}
    check(types.UnsupportedProtocolVersionError, server.ask("version", "tools/list", meta))
    server.send({"jsonrpc": "1.0", "id": "odd", "method": "ping"})
    message = server.wait(lambda message: message.get("id") == "odd")
    check(types.JSONRPCErrorResponse, message)
    check(types.InvalidRequestError, message["error"])
    server.write(b"{\n")
    message = server.wait(lambda message: message.get("error", {}).get("message") == "the line is not JSON")
    assert message["id"] is None, message
    check(types.ParseError, message["error"])


def results_are_complete(server):
    """Every result says that it is complete, lists say how long they hold, and all have the types of the schema."""
    found = server.ask(1, "server/discover")["result"]
    check(types.DiscoverResult, found)
    for number, (method, (name, kind)) in enumerate(LISTS.items(), 2):
        found = server.ask(number, method)["result"]
        check(kind, found)
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
        check(types.CallToolResult, result)
        assert result["resultType"] == "complete"
        assert json.loads(result["content"][0]["text"]) == result["structuredContent"]
        assert result["isError"] == (identifier == "bad")
        if identifier == "ok":
            uri = f"mayfly://sessions/{result['structuredContent']['session']}/stdout"
            check(types.ReadResourceResult, server.ask("read", "resources/read", uri=uri)["result"])
    for line in server.lines:
        if line.get("method") == "notifications/progress":
            check(types.ProgressNotification, line)
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
    assert script["approved_digest"] == DAEMON.ask("GET", "/v1/scripts/mcp/says").json["current"], script
    plain = next(script for script in answer["scripts"] if script["name"] == "mcp/wire")
    assert "approved_digest" in plain and "args_schema" not in plain, plain


def main():
    """Every check on one process, and its end."""
    DAEMON.approve("mcp/wire", "echo one; sleep 0.3; echo two\n")
    DAEMON.approve("mcp/endless", "echo begun; while :; do sleep 1; done\n")
    server = Server()
    for part in (
        the_types_are_strict, errors_have_their_type, results_are_complete, results_of_tools_have_their_type,
        nothing_follows_a_cancellation, many_requests_are_answered, a_trace_is_carried, scripts_say_what_they_take,
        mcp_transport.a_long_line_is_passed_over,
    ):
        part(server)
        print(f"ok {part.__name__}", flush=True)
    server.begin("last", "tools/call", {**META, "progressToken": 8}, name="mayfly_run", arguments={"script": "mcp/endless"})
    server.wait(lambda message: message.get("params", {}).get("progressToken") == 8)
    assert server.end() == 0
    assert DAEMON.finished(newest("mcp/endless")["id"])["verdict"] == "killed"
    print("ok it ends with its input", flush=True)
    for part in (mcp_transport.it_ends_with_its_reader, mcp_transport.a_host_may_read_nothing):
        part()
        print(f"ok {part.__name__}", flush=True)


if __name__ == "__main__":
    main()
