"""LangChain runs approved scripts."""

import asyncio
import json

from mayfly import Session
from mayfly.langchain import tools


def call(tool, **given):
    """What a model's call of the tool gives."""
    return {"name": tool.name, "args": given, "id": "call-1", "type": "tool_call"}


def test_a_tool_runs_its_script(client, greet):
    (tool,) = tools(client, [greet])
    assert tool.args["args"]["type"] == "array"
    message = tool.invoke(call(tool, args=["langchain", "and more"]))
    told = json.loads(message.content)
    assert (told["verdict"], told["stdout"]) == ("ok", "hello, langchain and more\n")
    assert isinstance(message.artifact, Session)
    assert message.artifact.destroyed is True
    assert message.artifact.artifacts[0].name == "x.txt"
    message = asyncio.run(tool.ainvoke(call(tool, args=["twice"])))
    assert json.loads(message.content)["stdout"] == "hello, twice\n"


def test_a_refusal_is_told_to_the_model(client, retracted):
    name, retract = retracted
    (tool,) = tools(client, [name])
    retract()
    for message in (tool.invoke(call(tool)), asyncio.run(tool.ainvoke(call(tool)))):
        assert message.status == "error"
        assert json.loads(message.content)["refused"] == "script_revoked"
