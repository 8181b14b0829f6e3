"""What becomes of `mayfly mcp` when a host writes too much, or reads too little."""

import json
import os
import pathlib
import time

from mcp_process import DAEMON, META, line, newest, start

LONGEST = 16 * 1024 * 1024
ENDLESS = {"name": "mayfly_run", "arguments": {"script": "mcp/endless"}}


def a_long_line_is_passed_over(server):
    """A line that is too long is told so, and nothing of it is done: neither its beginning nor its end."""
    before = newest("mcp/wire")["id"]
    call = line("long", "tools/call", name="mayfly_run", arguments={"script": "mcp/wire"}).rstrip(b"\n")
    server.write(call + b" " * (LONGEST - len(call)) + b"}" + call + b"\n")
    error = server.wait(lambda message: "longer than 16 MiB" in message.get("error", {}).get("message", ""))
    assert error["id"] is None and error["error"]["code"] == -32700, error
    assert "result" in server.ask("after the long line", "server/discover")
    server.write(call.replace(b"long", b"padded") + b" " * (LONGEST - len(call) - 2) + b"\n")
    assert "result" in server.wait(lambda message: message.get("id") == "padded")
    assert not [message for message in server.lines if message.get("id") == "long"]
    sessions = [item["id"] for item in DAEMON.ask("GET", "/v1/sessions?script=mcp/wire&limit=2").json["items"]]
    assert sessions[1] == before, "one session, of the line that is not too long"


def begin_endless(process):
    """Starts a session that does not end by itself; its identifier, once it prints."""
    process.stdin.write(line("endless", "tools/call", {**META, "progressToken": 1}, **ENDLESS))
    process.stdin.flush()
    while "begun" not in json.loads(process.stdout.readline()).get("params", {}).get("message", ""):
        pass
    return newest("mcp/endless")["id"]


def it_ends_with_its_reader():
    """Nobody to write to is the end, as for every program in a pipe, and of the sessions too."""
    process = start()
    session = begin_endless(process)
    process.stdout.close()
    process.stdin.write(line("unread", "server/discover"))
    process.stdin.flush()
    assert process.wait(10) == 128 + 13, process.returncode
    assert DAEMON.finished(session)["verdict"] == "killed"


def flood(descriptor):
    """Writes requests until none is taken for a second; how many bytes were."""
    os.set_blocking(descriptor, False)
    data = line("unread", "server/discover") * 1000
    count, last = 0, time.monotonic()
    while time.monotonic() - last < 1 and count < 2 * LONGEST:
        try:
            count += os.write(descriptor, data[count % len(data):])
            last = time.monotonic()
        except BlockingIOError:
            time.sleep(0.01)
    return count


def a_host_may_read_nothing():
    """What is not read is not piled up, and the end of the input is seen all the same."""
    process = start()
    session = begin_endless(process)
    count = flood(process.stdin.fileno())
    assert count < LONGEST, count
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    resident = next(int(row.split()[1]) for row in status.splitlines() if row.startswith("VmRSS:"))
    assert resident < 128 * 1024, f"{resident} KiB"
    process.stdin.close()
    assert process.wait(10) == 0, process.returncode
    assert DAEMON.finished(session)["verdict"] == "killed"
