"""Drives `mayfly mcp` with the official client of the time before requests named their revision.

    mcp_legacy.py MAYFLY SOCKET    with the Python of .build/python/mcp-legacy
"""

import asyncio
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "ControlPlane"))
from daemon import Daemon  # noqa: E402
from mcp import ClientSession, StdioServerParameters  # noqa: E402
from mcp.client.stdio import stdio_client  # noqa: E402

PROGRAM, SOCKET = sys.argv[1:3]


async def main():
    """Handshake, list, call with progress, ping, resources."""
    Daemon(SOCKET).approve("mcp/older", 'for i in 1 2 3; do echo "line $i"; sleep 0.15; done\n')
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
    print("2025-11-25 is spoken", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
