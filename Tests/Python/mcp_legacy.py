"""Drives `mayfly mcp` with the official client of the time before requests named their revision.

    mcp_legacy.py MAYFLY SOCKET    with the Python of .build/python/mcp-legacy
"""

import asyncio

from mcp import ClientSession, StdioServerParameters, types
from mcp.client.stdio import stdio_client
from mcp_process import DAEMON, PROGRAM, SOCKET, running, until

# Who follows has a second and a half between the last two lines.
LINES = "echo line 1; sleep 0.15; echo line 2; sleep 1.5; echo line 3\n"
WAIT = "echo begun; while :; do sleep 1; done\n"
READ = "cat /inputs/a.csv; echo >/work/x\n"


async def cancel(session):
    """A call that is cancelled ends its session and is not answered; the connection goes on."""
    # What the client calls the request that it sends next; it tells nobody.
    identifier = session._request_id
    call = asyncio.ensure_future(session.call_tool("mcp__older_wait", {}))
    (began,) = await until(lambda: running("mcp/older.wait"), "the session runs")
    params = types.CancelledNotificationParams(requestId=identifier, reason="a test")
    await session.send_notification(types.ClientNotification(types.CancelledNotification(params=params)))
    # On a thread: what the client has sent is written while this waits.
    assert (await asyncio.to_thread(DAEMON.finished, began))["verdict"] == "killed"
    await session.send_ping()
    assert not call.done(), call
    call.cancel()
    await asyncio.gather(call, return_exceptions=True)


async def steps(session):
    """Files, a workspace and a session that goes on by itself."""
    read = await session.call_tool("mcp__older__read", {"files": {"a.csv": "1\n"}})
    assert read.structuredContent["stdout"] == "1\n", read
    made = (await session.call_tool("mayfly_create_workspace", {"ttl": "1h"})).structuredContent
    given = {"script": "mcp/older/read", "files": {"a.csv": "2\n"}, "workspace": made["workspace"], "detach": True}
    begun = (await session.call_tool("mayfly_run", given)).structuredContent
    assert "mayfly_get_session" in begun["next"], begun
    ended = await session.call_tool("mayfly_get_session", {"session": begun["session"], "wait_seconds": 30})
    assert (ended.structuredContent["verdict"], ended.structuredContent["stdout"]) == ("ok", "2\n"), ended
    listed = (await session.call_tool("mayfly_list_workspaces", {})).structuredContent["workspaces"]
    assert [item["files"] for item in listed if item["id"] == made["id"]] == [1], listed
    gone = await session.call_tool("mayfly_delete_workspace", {"workspace": made["id"]})
    assert gone.structuredContent["deleted"]["workspace"] == made["workspace"], gone


async def main():
    """Handshake, list, call with progress, ping, resources, cancelling."""
    DAEMON.approve("mcp/older", LINES)
    DAEMON.approve("mcp/older.wait", WAIT)
    DAEMON.approve("mcp/older/read", READ)
    parameters = StdioServerParameters(command=PROGRAM, args=["mcp", "--socket", SOCKET])
    async with stdio_client(parameters) as streams, ClientSession(*streams) as session:
        agreed = await session.initialize()
        assert agreed.protocolVersion == "2025-11-25", agreed
        assert agreed.serverInfo.name == "mayfly"
        await session.send_ping()
        tools = {tool.name for tool in (await session.list_tools()).tools}
        assert "mcp__older" in tools, tools
        notes = []

        async def progress(count, _total, message):
            notes.append((count, message))

        result = await session.call_tool("mcp__older", {}, progress_callback=progress)
        assert not result.isError
        assert result.structuredContent["stdout"] == "line 1\nline 2\nline 3\n", result
        assert len(notes) > 1, notes
        name = f"mayfly://sessions/{result.structuredContent['session']}/stdout"
        assert (await session.read_resource(name)).contents[0].text.startswith("line 1\n")
        refused = await session.call_tool("mayfly_run", {"script": "mcp/none"})
        assert refused.isError
        assert refused.structuredContent["code"] == "script_not_found"
        await steps(session)
        await cancel(session)
    print("2025-11-25 is spoken", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
