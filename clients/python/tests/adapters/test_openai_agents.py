"""The OpenAI Agents SDK runs approved scripts, through its own runner and a model that is scripted."""

import asyncio
import json

from agents import Agent, ModelResponse, RunConfig, Runner, Usage
from agents.models.interface import Model
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText

from mayfly.openai_agents import tools


class Scripted(Model):
    """Calls one tool, and then repeats what it was told."""

    def __init__(self, name, given):
        self.call = ResponseFunctionToolCall(
            arguments=given, call_id="call-1", name=name, type="function_call", id="f-1", status="completed"
        )

    async def get_response(self, system_instructions, input, *rest, **more):
        outputs = [item for item in input if isinstance(item, dict) and item.get("type") == "function_call_output"]
        if not outputs:
            return ModelResponse(output=[self.call], usage=Usage(), response_id=None)
        text = ResponseOutputText(text=outputs[-1]["output"], type="output_text", annotations=[])
        message = ResponseOutputMessage(id="m-1", content=[text], role="assistant", status="completed", type="message")
        return ModelResponse(output=[message], usage=Usage(), response_id=None)

    def stream_response(self, *rest, **more):
        raise NotImplementedError


def told(tool, given):
    """What the model is told by a tool, through an agent."""
    agent = Agent(name="tester", tools=[tool], model=Scripted(tool.name, given))
    result = asyncio.run(Runner.run(agent, "greet", run_config=RunConfig(tracing_disabled=True)))
    return json.loads(result.final_output)


def test_an_agent_runs_a_script(client, greet):
    (tool,) = tools(client, [greet])
    answer = told(tool, '{"args": ["agents"]}')
    assert (answer["verdict"], answer["stdout"]) == ("ok", "hello, agents\n")


def test_a_tool_has_the_schema_of_its_script(client, speaker):
    (tool,) = tools(client, [speaker])
    assert tool.params_json_schema["required"] == ["word"]
    assert told(tool, '{"word": "agents"}')["stdout"] == "--word=agents\n"


def test_only_what_the_caller_may_run_is_a_tool(bounded):
    client, _ = bounded
    assert [tool.name for tool in tools(client)] == ["team__both"]


def test_a_refusal_is_told_to_the_model(client, greet, retracted):
    name, retract = retracted
    (tool,) = tools(client, [name])
    retract()
    assert told(tool, "{}")["refused"] == "script_revoked"
    (tool,) = tools(client, [greet])
    assert told(tool, "[]")["refused"] == "invalid_request"
