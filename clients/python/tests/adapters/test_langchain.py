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


def test_a_tool_has_the_schema_of_its_script(client, speaker):
    (tool,) = tools(client, [speaker])
    assert set(tool.args) == {"word", "times", "files"}
    assert json.loads(tool.invoke({"word": "chain", "times": 3}))["stdout"] == "--word=chain|--times=3\n"
    message = tool.invoke(call(tool, word="chain", times=30))
    assert json.loads(message.content)["refused"] == "invalid_arguments"


def test_a_script_finds_the_files_that_its_tool_is_given(client, approve):
    approve("adapters/chain", "cat /inputs/a.csv\n")
    (tool,) = tools(client, ["adapters/chain"])
    assert json.loads(tool.invoke({"files": {"a.csv": "1,2\n"}}))["stdout"] == "1,2\n"
    assert json.loads(tool.invoke(call(tool, files={"a.csv": 1})).content)["refused"] == "invalid_request"


def test_only_what_the_caller_may_run_is_a_tool(bounded):
    client, _ = bounded
    assert [tool.name for tool in tools(client)] == ["team__both"]


def test_a_refusal_is_told_to_the_model(client, retracted):
    name, retract = retracted
    (tool,) = tools(client, [name])
    retract()
    for message in (tool.invoke(call(tool)), asyncio.run(tool.ainvoke(call(tool)))):
        assert message.status == "error"
        assert json.loads(message.content)["refused"] == "script_revoked"
