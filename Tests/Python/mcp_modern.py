"""Drives `mayfly mcp` with the official client of today, in each of its modes.

    mcp_modern.py MAYFLY SOCKET    with the Python of .build/python/mcp
"""

import asyncio
import json

import described
from mcp import StdioServerParameters
from mcp.client.client import Client
from mcp_process import DAEMON, PROGRAM, SOCKET, running, until

NEWEST, OLDER = "2026-07-28", "2025-11-25"
COUNT = 'for i in 1 2 3 4 5; do echo "line $i of $*"; sleep 0.15; done; echo x > /outputs/x.txt\n'
WAIT = "echo begun; while :; do sleep 1; done\n"
READ = "cat /inputs/a/b.csv\n"
STEP = 'cat /work/steps 2>/dev/null; echo "$1" >>/work/steps\n'


def server(*words):
    """How a host starts it."""
    return StdioServerParameters(command=PROGRAM, args=["mcp", "--socket", SOCKET, *words])


async def drive(mode, version):
    """Lists, calls with progress, is refused, reads resources, proposes: with one client."""
    async with Client(server(), mode=mode) as client:
        assert client.protocol_version == version, client.protocol_version
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        names = list(tools)
        assert names == [tool.name for tool in (await client.list_tools()).tools]
        fixed = {"run", "list_scripts", "get_session", "kill_session", "propose_script"}
        assert {f"mayfly_{name}" for name in fixed | {"create_workspace", "list_workspaces", "delete_workspace"}} <= set(names)
        assert tools["mcp__count"].input_schema["properties"]["args"]["type"] == "array"
        notes = []

        async def progress(count, _total, message):
            notes.append((count, message))

        result = await client.call_tool("mcp__count", {"args": ["five"]}, progress_callback=progress)
        told = result.structured_content
        assert not result.is_error, result
        assert (told["verdict"], told["exit_code"]) == ("ok", 0), told
        assert told["stdout"].splitlines()[-1] == "line 5 of five"
        assert json.loads(result.content[0].text) == told
        assert [note[0] for note in notes] == sorted({note[0] for note in notes}), notes
        assert "line 1 of five" in "".join(note[1] for note in notes), notes
        await resources(client, result)
        await schema(client, tools["mcp__described"])
        await inputs(client)
        await detached(client)
        await workspaces(client)
        await refusals(client)


async def resources(client, result):
    """What a session left can be read."""
    links = [block for block in result.content if block.type == "resource_link"]
    assert links[0].name == "x.txt", result.content
    contents = (await client.read_resource(str(links[0].uri))).contents
    assert contents[0].text == "x\n", contents
    session = result.structured_content["session"]
    contents = (await client.read_resource(f"mayfly://sessions/{session}/stdout")).contents
    assert contents[0].text.startswith("line 1 of five\n")
    assert session in {resource.name for resource in (await client.list_resources()).resources}
    assert len((await client.list_resource_templates()).resource_templates) == 5
    record = json.loads((await client.read_resource(f"mayfly://sessions/{session}")).contents[0].text)
    assert record["on_disconnect"] == "kill"
    again = (await client.call_tool("mayfly_get_session", {"session": session})).structured_content
    assert again["verdict"] == "ok"


async def schema(client, tool):
    """A script with a schema is a tool with this schema, and wrong arguments are told to the model."""
    assert tool.input_schema["required"] == ["word"], tool
    assert tool.description.startswith("Repeats what it is told.")
    result = await client.call_tool(tool.name, {"word": "so", "times": 2})
    assert result.structured_content["stdout"] == "--word=so|--times=2\n", result
    assert tool.input_schema["properties"]["files"]["type"] == "object", tool
    result = await client.call_tool(tool.name, {"word": "so", "files": {"a.csv": "1"}})
    assert result.structured_content["stdout"] == "--word=so\n", result
    assert [file["path"] for file in DAEMON.session(result.structured_content["session"])["inputs"]] == ["a.csv", "args.json"]
    result = await client.call_tool(tool.name, {"word": "so", "times": 20})
    assert result.is_error
    assert result.structured_content["code"] == "invalid_arguments", result
    assert "times" in result.structured_content["errors"][0]["pointer"]
    result = await client.call_tool("mayfly_run", {"script": "mcp/described", "args": {"word": "again"}})
    assert result.structured_content["stdout"] == "--word=again\n", result


async def inputs(client):
    """A script finds what it is given, by its own tool and by the tool of all scripts."""
    files = {"a/b.csv": "1,2\n"}
    for name, given in (("mcp__read", {"files": files}), ("mayfly_run", {"script": "mcp/read", "files": files})):
        result = await client.call_tool(name, given)
        assert result.structured_content["stdout"] == "1,2\n", result


async def detached(client):
    """What takes long is started, and followed by its id."""
    result = await client.call_tool("mayfly_run", {"script": "mcp/count", "args": ["late"], "detach": True})
    told = result.structured_content
    assert not result.is_error and told["state"] != "destroyed" and "mayfly_get_session" in told["next"], result
    ended = (await client.call_tool("mayfly_get_session", {"session": told["session"], "wait_seconds": 30})).structured_content
    assert (ended["verdict"], ended["stdout"].splitlines()[-1]) == ("ok", "line 5 of late"), ended
    assert DAEMON.session(told["session"])["on_disconnect"] == "detach"


async def workspaces(client):
    """A workspace is made, used in steps, and destroyed."""
    made = (await client.call_tool("mayfly_create_workspace", {"ttl": "1h"})).structured_content
    for word, found in (("one", ""), ("two", "one\n")):
        result = await client.call_tool("mayfly_run", {"script": "mcp/step", "args": [word], "workspace": made["workspace"]})
        assert result.structured_content["stdout"] == found, result
    listed = (await client.call_tool("mayfly_list_workspaces", {})).structured_content["workspaces"]
    assert [item["files"] for item in listed if item["workspace"] == made["workspace"]] == [1], listed
    gone = (await client.call_tool("mayfly_delete_workspace", {"workspace": made["workspace"]})).structured_content
    assert gone["deleted"]["id"] == made["id"], gone
    again = await client.call_tool("mayfly_delete_workspace", {"workspace": made["workspace"]})
    assert again.is_error and again.structured_content["code"] == "workspace_not_found", again


async def refusals(client):
    """What is refused says what a human can do."""
    proposed = await client.call_tool("mayfly_propose_script", {"name": "mcp/proposed", "files": {"main.sh": "echo never\n"}})
    assert proposed.structured_content["state"] == "proposed", proposed
    refused = await client.call_tool("mayfly_run", {"script": "mcp/proposed"})
    assert refused.is_error
    assert refused.structured_content["code"] == "script_not_approved", refused
    assert refused.structured_content["digest"] == proposed.structured_content["digest"]
    assert "approve" in refused.structured_content["hint"]
    failed = await client.call_tool("mayfly_run", {"script": "mcp/fail", "args": ["a"], "stdin": "typed", "timeout_seconds": 5})
    assert failed.is_error
    assert (failed.structured_content["verdict"], failed.structured_content["exit_code"]) == ("nonzero_exit", 3)
    assert failed.structured_content["stdout"] == "typed"
    listed = (await client.call_tool("mayfly_list_scripts", {})).structured_content["scripts"]
    assert {"mcp/count", "mcp/proposed"} <= {script["name"] for script in listed}


async def cancel(mode):
    """A call that is cancelled ends its session, and so does the end of the client."""
    async with Client(server("--tools", "generic"), mode=mode) as client:
        assert "mcp__wait" not in {tool.name for tool in (await client.list_tools()).tools}
        call = asyncio.ensure_future(client.call_tool("mayfly_run", {"script": "mcp/wait"}))
        (first,) = await until(lambda: running("mcp/wait"), "the session runs")
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        assert DAEMON.finished(first)["verdict"] == "killed"
        assert (await client.call_tool("mayfly_get_session", {"session": first})).structured_content["verdict"] == "killed"
        call = asyncio.ensure_future(client.call_tool("mayfly_run", {"script": "mcp/wait"}))
        (second,) = await until(lambda: running("mcp/wait"), "the session runs")
        killed = await client.call_tool("mayfly_kill_session", {"session": second, "reason": "enough", "immediately": True})
        assert not killed.is_error
        result = await call
        assert (result.is_error, result.structured_content["verdict"]) == (True, "killed"), result
        call = asyncio.ensure_future(client.call_tool("mayfly_run", {"script": "mcp/wait"}))
        (third,) = await until(lambda: running("mcp/wait"), "the session runs")
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        assert DAEMON.finished(third)["verdict"] == "killed"
        fourth = (await client.call_tool("mayfly_run", {"script": "mcp/wait", "detach": True})).structured_content["session"]
        await until(lambda: running("mcp/wait"), "the session runs")
        call = asyncio.ensure_future(client.call_tool("mayfly_run", {"script": "mcp/wait"}))
        await until(lambda: len(running("mcp/wait")) == 2, "the other session runs")
        call.cancel()
    # The one that was detached has outlived the host; the other one has not.
    await until(lambda: running("mcp/wait") == [fourth], "one session is left")
    DAEMON.ask("POST", f"/v1/sessions/{fourth}/kill", {"immediately": True})
    assert DAEMON.finished(fourth)["verdict"] == "killed"


async def main():
    """Every mode."""
    DAEMON.approve("mcp/count", COUNT)
    DAEMON.approve("mcp/wait", WAIT)
    DAEMON.approve("mcp/fail", "cat; exit 3\n")
    DAEMON.approve("mcp/read", READ)
    DAEMON.approve("mcp/step", STEP)
    described.approve(DAEMON, "mcp/described")
    for mode, version in (("auto", NEWEST), (NEWEST, NEWEST), ("legacy", OLDER)):
        await drive(mode, version)
        await cancel(mode)
        print(f"{mode}: {version} is spoken", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
