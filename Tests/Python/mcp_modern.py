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
        assert {"mayfly_run", "mayfly_list_scripts", "mayfly_get_session", "mayfly_kill_session", "mayfly_propose_script"} <= set(names)
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
    result = await client.call_tool(tool.name, {"word": "so", "times": 20})
    assert result.is_error
    assert result.structured_content["code"] == "invalid_arguments", result
    assert "times" in result.structured_content["errors"][0]["pointer"]
    result = await client.call_tool("mayfly_run", {"script": "mcp/described", "args": {"word": "again"}})
    assert result.structured_content["stdout"] == "--word=again\n", result


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
    assert DAEMON.finished(third)["verdict"] == "killed"


async def main():
    """Every mode."""
    DAEMON.approve("mcp/count", COUNT)
    DAEMON.approve("mcp/wait", WAIT)
    DAEMON.approve("mcp/fail", "cat; exit 3\n")
    described.approve(DAEMON, "mcp/described")
    for mode, version in (("auto", NEWEST), (NEWEST, NEWEST), ("legacy", OLDER)):
        await drive(mode, version)
        await cancel(mode)
        print(f"{mode}: {version} is spoken", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
