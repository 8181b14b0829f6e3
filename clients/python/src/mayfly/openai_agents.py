"""Approved scripts as function tools of the OpenAI Agents SDK. Needs `mayfly-client[openai-agents]`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from agents import FunctionTool

from .answers import answer, mistake, refusal
from .catalogue import ScriptTool, script_tools
from .client import Mayfly
from .errors import ProblemError


def tools(client: Mayfly, scripts: Iterable[str] | None = None) -> list[FunctionTool]:
    """A tool for each approved script. What it answers is JSON for the model; a refusal is an answer too."""
    return [_tool(tool) for tool in script_tools(client, scripts)]


def _tool(tool: ScriptTool) -> FunctionTool:
    async def invoke(_context: Any, text: str) -> str:
        try:
            given = json.loads(text or "{}")
        except ValueError:
            return mistake("the arguments are no JSON")
        if not isinstance(given, dict):
            return mistake("the arguments are no object")
        try:
            return answer(await tool.arun(given))
        except ProblemError as error:
            return refusal(error)

    return FunctionTool(
        name=tool.name,
        description=tool.description,
        params_json_schema=tool.schema,
        on_invoke_tool=invoke,
        # The schema is the bundle's own: it may use more of JSON Schema than the strict mode knows.
        strict_json_schema=False,
    )
