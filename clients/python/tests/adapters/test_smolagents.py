"""smolagents runs approved scripts, through its own agent and a model that is scripted."""

import json

from smolagents import ToolCallingAgent
from smolagents.models import ChatMessage, ChatMessageToolCall, ChatMessageToolCallFunction, MessageRole, Model

from mayfly.smolagents import tools


class Scripted(Model):
    """Calls one tool, and then gives what it was told as its final answer."""

    def __init__(self, name, given):
        super().__init__(model_id="scripted")
        self.calls = [(name, given)]

    def generate(self, messages, **more):
        if self.calls:
            name, given = self.calls.pop()
        else:
            name, given = "final_answer", {"answer": str(messages[-1].content)}
        function = ChatMessageToolCallFunction(name=name, arguments=given)
        call = ChatMessageToolCall(id="call-1", type="function", function=function)
        return ChatMessage(role=MessageRole.ASSISTANT, content="", tool_calls=[call])


def test_an_agent_runs_a_script(client, greet):
    (tool,) = tools(client, [greet])
    agent = ToolCallingAgent(tools=[tool], model=Scripted(tool.name, {"args": ["smol"]}), verbosity_level=0)
    assert "hello, smol" in str(agent.run("greet"))


def test_a_tool_has_the_schema_of_its_script(client, speaker):
    (tool,) = tools(client, [speaker])
    assert tool.inputs["word"]["type"] == "string"
    assert tool.inputs["times"]["nullable"]
    assert tool.inputs["files"]["type"] == "object"
    assert json.loads(tool(word="smol"))["stdout"] == "--word=smol\n"
    assert json.loads(tool(word="smol", files={"a.csv": "1"}))["stdout"] == "--word=smol\n"


def test_only_what_the_caller_may_run_is_a_tool(bounded):
    client, _ = bounded
    assert [tool.name for tool in tools(client)] == ["team__both"]


def test_a_tool_can_be_called_by_itself(client, greet, retracted):
    (tool,) = tools(client, [greet])
    assert tool.inputs["args"]["type"] == "array"
    assert json.loads(tool(args=["a"]))["stdout"] == "hello, a\n"
    assert json.loads(tool())["stdout"] == "hello, \n"
    name, retract = retracted
    (tool,) = tools(client, [name])
    retract()
    assert json.loads(tool())["refused"] == "script_revoked"
