"""Approved scripts as LangChain tools. Needs `mayfly-client[langchain]`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from langchain_core.tools import StructuredTool, ToolException

from .answers import answer, refusal
from .catalogue import ScriptTool, script_tools
from .client import Mayfly
from .errors import ProblemError
from .models import Session


def tools(client: Mayfly, scripts: Iterable[str] | None = None) -> list[StructuredTool]:
    """A tool for each approved script. What it answers is JSON for the model; its artifact is the `Session`.

    A refusal is told to the model, not raised.
    """
    return [_tool(tool) for tool in script_tools(client, scripts)]


def _tool(tool: ScriptTool) -> StructuredTool:
    def run(**given: Any) -> tuple[str, Session]:
        try:
            session = tool.run(given)
        except ProblemError as error:
            raise ToolException(refusal(error)) from error
        return answer(session), session

    async def arun(**given: Any) -> tuple[str, Session]:
        try:
            session = await tool.arun(given)
        except ProblemError as error:
            raise ToolException(refusal(error)) from error
        return answer(session), session

    return StructuredTool(
        name=tool.name,
        description=tool.description,
        args_schema=tool.schema,
        func=run,
        coroutine=arun,
        response_format="content_and_artifact",
        handle_tool_error=True,
    )
