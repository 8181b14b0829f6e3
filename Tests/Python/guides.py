"""Runs every block of docs/agents.md as it stands there, in their order, and looks at what came of it.

    guides.py MAYFLY SOCKET    with the Python of .build/python/adapters, and the client in PYTHONPATH
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "ControlPlane"))
from daemon import Daemon  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM, SOCKET = pathlib.Path(sys.argv[1]), sys.argv[2]
# What the output of each block must have, in the order of the blocks.
EXPECTED = {
    "sh": (
        ["examples/hello", "sha256:"], ['"verdict":"ok"', "hello, curl"], ['"admitted":true', "hello, once", "hello, once"],
        ['"state":"queued"', "hello, world", '"type":"end"'],
    ),
    "python": (
        ["ok hello, Python", "b'Python'", "script_not_approved sha256:"], ["stdout hello, asyncio"],
        ["examples__hello", "hello, LangChain"], ["examples__hello", "MayflyCodeExecutor"],
    ),
}


def blocks():
    """The language and the text of each block."""
    text = (ROOT / "docs/agents.md").read_text(encoding="utf-8")
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def execute(language, text, directory):
    """Runs a block; what it printed."""
    words = ["bash", "-euo", "pipefail", "-c", text] if language == "sh" else [sys.executable, "-c", text]
    variables = {**os.environ, "MAYFLY_SOCKET": SOCKET, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}"}
    result = subprocess.run(words, cwd=directory, env=variables, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, f"{text}\n{result.stdout}\n{result.stderr}"
    return result.stdout


def check_configuration(text):
    """A host that reads this starts a server that answers."""
    (server,) = json.loads(text)["mcpServers"].values()
    meta = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
    line = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": meta}}) + "\n"
    variables = {**os.environ, "MAYFLY_SOCKET": SOCKET, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}"}
    with subprocess.Popen([server["command"], *server["args"]], env=variables, text=True, stdin=-1, stdout=-1) as process:
        process.stdin.write(line)
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        process.stdin.close()
    assert "examples__hello" in {tool["name"] for tool in answer["result"]["tools"]}, answer


def told_by(call):
    """What a call of a tool is answered."""
    meta = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {**call, "_meta": meta}}
    with subprocess.Popen([str(PROGRAM), "mcp", "--socket", SOCKET], text=True, stdin=-1, stdout=-1) as process:
        process.stdin.write(json.dumps(message) + "\n")
        process.stdin.flush()
        told = json.loads(process.stdout.readline())["result"]["structuredContent"]
        process.stdin.close()
    return told


def check_call(text):
    """The example finds the file that its tool is given."""
    daemon, bundle = Daemon(SOCKET), ROOT / "Examples/sales-report/bundle"
    files = [{"path": file.name, "content": file.read_text(encoding="utf-8")} for file in sorted(bundle.iterdir())]
    proposed = daemon.ask("POST", "/v1/scripts", {"name": "examples/sales-report", "files": files})
    assert proposed.status == 201, proposed
    assert daemon.sign("examples/sales-report", proposed.json["digest"]).status == 201
    told = told_by(json.loads(text))
    assert told["verdict"] == "ok" and told["result"]["value"]["rows"] == 1, told


def check_refusal(text):
    """A refusal has these members."""
    wanted = set(re.findall(r'"(\w+)":', text))
    Daemon(SOCKET).propose("guides/refused", "echo never\n")
    told = told_by({"name": "mayfly_run", "arguments": {"script": "guides/refused"}})
    assert wanted <= set(told), (wanted, told)
    assert told["code"] == "script_not_approved"


def main():
    """Every block."""
    expected = {language: list(lists) for language, lists in EXPECTED.items()}
    checks = [check_configuration, check_call, check_refusal]
    with tempfile.TemporaryDirectory() as directory:
        for number, (language, text) in enumerate(blocks()):
            if language == "json":
                checks.pop(0)(text)
            else:
                output = execute(language, text, directory)
                for words in expected[language].pop(0):
                    assert words in output, f"{words!r} is not in what this printed:\n{text}\n{output}"
            if number == 0:
                # The guide's reader is an agent: somebody else approves.
                code = (pathlib.Path(directory) / "hello/main.py").read_text(encoding="utf-8")
                Daemon(SOCKET).approve("examples/hello", code, "main.py")
    assert not checks and not any(expected.values()), f"there are fewer blocks than expected: {checks} {expected}"
    print("every block works")


if __name__ == "__main__":
    main()
