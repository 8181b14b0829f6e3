"""PydanticAI runs approved scripts, through its own agent and a model that is scripted."""

import json

from pydantic_ai import Agent, DeferredToolRequests
from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart, ToolReturnPart
from pydantic_ai.models.function import FunctionModel

from mayfly.pydantic_ai import toolset


def scripted(name, given):
    """A model that calls one tool, and then repeats what it was told."""

    def answer(messages, _info):
        told = [part.content for part in messages[-1].parts if isinstance(part, ToolReturnPart)]
        return ModelResponse(parts=[TextPart(told[-1]) if told else ToolCallPart(name, given)])

    return FunctionModel(answer)


def test_an_agent_runs_a_script(client, greet):
    agent = Agent(scripted("adapters__greet", {"args": ["pydantic"]}), toolsets=[toolset(client, [greet])])
    told = json.loads(agent.run_sync("greet").output)
    assert (told["verdict"], told["stdout"]) == ("ok", "hello, pydantic\n")


def test_a_tool_has_the_schema_of_its_script(client, speaker):
    agent = Agent(scripted("python__speaker", {"word": "pydantic"}), toolsets=[toolset(client, [speaker])])
    assert json.loads(agent.run_sync("speak").output)["stdout"] == "--word=pydantic\n"


def test_only_what_the_caller_may_run_is_a_tool(bounded):
    client, _ = bounded
    assert list(toolset(client).tools) == ["team__both"]


def test_a_human_is_asked_when_an_approval_has_ended(client, retracted):
    name, retract = retracted
    tools = toolset(client, [name])
    retract()
    agent = Agent(scripted("adapters__retracted", {}), toolsets=[tools], output_type=[str, DeferredToolRequests])
    output = agent.run_sync("go").output
    assert isinstance(output, DeferredToolRequests)
    (call,) = output.approvals
    assert output.metadata[call.tool_call_id]["code"] == "script_revoked"
