"""AutoGen runs code blocks whose very bytes are approved."""

import asyncio
import json

import pytest
from autogen_core import CancellationToken
from autogen_core.code_executor import CodeBlock, CodeExecutor

from mayfly.autogen import REFUSED, MayflyCodeExecutor


def execute(client, *blocks, **more):
    """Runs blocks as AutoGen does."""

    async def run():
        executor = MayflyCodeExecutor(client, **more)
        assert isinstance(executor, CodeExecutor)
        async with executor:
            return await executor.execute_code_blocks([CodeBlock(*block) for block in blocks], CancellationToken())

    return asyncio.run(run())


def test_runs_what_is_approved(client, approve):
    approve("adapters/one", "print('one')\n", "main.py")
    approve("adapters/two", "echo two; exit 4\n")
    result = execute(client, ("print('one')\n", "python"), ("echo two; exit 4\n", "bash"), ("never", "python"))
    one, two = [json.loads(line) for line in result.output.splitlines()]
    assert (one["verdict"], one["stdout"]) == ("ok", "one\n")
    assert (result.exit_code, two["verdict"], two["exit_code"], two["stdout"]) == (4, "nonzero_exit", 4, "two\n")


def test_tells_as_much_as_every_adapter(client, approve):
    code = "print('x' * 400000)\n"
    approve("adapters/longer", code, "main.py")
    told = json.loads(execute(client, (code, "python")).output)
    assert len(told["stdout"]) == 32 * 1024 and told["stdout_tail"].endswith("x\n")
    assert told["stdout_marker"].startswith(f"[{400_001 - 48 * 1024} bytes not shown; ")


def test_runs_under_a_profile_that_the_caller_may_use(bounded):
    client, seen = bounded
    for more, profile in (({}, "strict"), ({"profile": "other"}, "other")):
        assert execute(client, ("echo\n", "sh"), **more).exit_code == 0
        assert json.loads(seen[-1][2])["profile"] == profile


def test_refuses_everything_else(client):
    result = execute(client, ("print('not approved')\n", "python"))
    assert result.exit_code == REFUSED
    told = json.loads(result.output)
    assert told["refused"] == "script_not_approved"
    assert told["digest"].startswith("sha256:")
    result = execute(client, ("x", "cobol"))
    assert (result.exit_code, json.loads(result.output)["refused"]) == (REFUSED, "invalid_request")


def test_ends_what_takes_too_long(client, approve):
    approve("adapters/forever", "while True: pass\n", "main.py")
    result = execute(client, ("while True: pass\n", "python"), timeout=0.5)
    assert result.exit_code == 124
    assert "wall_timeout" in result.output


def test_ends_what_is_cancelled(client, approve):
    approve("adapters/cancelled", "import time; print('begun', flush=True); time.sleep(60)\n", "main.py")

    async def cancel():
        token = CancellationToken()
        block = CodeBlock("import time; print('begun', flush=True); time.sleep(60)\n", "python")
        running = asyncio.ensure_future(MayflyCodeExecutor(client).execute_code_blocks([block], token))
        while not (mine := list(client.sessions(state="running"))):
            await asyncio.sleep(0.05)
        token.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        return mine[0].id

    assert client.wait(asyncio.run(cancel()), 20).verdict == "killed"
