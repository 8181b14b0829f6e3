"""Approved scripts as a PydanticAI toolset. Needs `mayfly-client[pydantic-ai]`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic_ai import ApprovalRequired, ModelRetry, Tool
from pydantic_ai.toolsets import FunctionToolset

from .answers import answer, refusal
from .catalogue import ScriptTool, script_tools
from .client import Mayfly
from .errors import InvalidArguments, NotApproved, ProblemError


def toolset(client: Mayfly, scripts: Iterable[str] | None = None) -> FunctionToolset[Any]:
    """A tool for each approved script. What it answers is JSON for the model.

    A script whose approval has ended meanwhile raises ApprovalRequired, with what a human needs to know as its metadata; wrong
    arguments are given back to the model; any other refusal is an answer.
    """
    return FunctionToolset([_tool(tool) for tool in script_tools(client, scripts)])


def _tool(tool: ScriptTool) -> Tool[Any]:
    async def run(**given: Any) -> str:
        try:
            return answer(await tool.arun(given))
        except NotApproved as error:
            metadata = {"script": tool.version.reference, "code": error.code, "hint": error.hint}
            raise ApprovalRequired(metadata=metadata) from error
        except InvalidArguments as error:
            raise ModelRetry(refusal(error)) from error
        except ProblemError as error:
            return refusal(error)

    return Tool.from_schema(run, name=tool.name, description=tool.description, json_schema=tool.schema)
