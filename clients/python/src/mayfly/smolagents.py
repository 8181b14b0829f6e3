"""Approved scripts as smolagents tools. Needs `mayfly-client[smolagents]`.

There is no executor for a CodeAgent here: it would need an interpreter that lives from one step to the next, and every run of
Mayfly is a fresh sandbox.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from smolagents import Tool

from .answers import answer, refusal
from .catalogue import ScriptTool, script_tools
from .client import Mayfly
from .errors import ProblemError

_TYPES = {"string", "boolean", "integer", "number", "array", "object"}


class MayflyTool(Tool):  # type: ignore[misc]
    """One approved script. It answers JSON for the model; a refusal is an answer too."""

    name = "mayfly"
    description = "Runs an approved script."
    inputs: dict[str, dict[str, Any]] = {}
    output_type = "string"
    # What it takes is the script's, not this method's.
    skip_forward_signature_validation = True

    def __init__(self, tool: ScriptTool) -> None:
        self.name = tool.name
        self.description = tool.description
        self.inputs = _inputs(tool.schema)
        self._tool = tool
        super().__init__()

    def forward(self, **given: Any) -> str:
        """Runs the script."""
        try:
            return answer(self._tool.run({name: value for name, value in given.items() if value is not None}))
        except ProblemError as error:
            return refusal(error)


def _inputs(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    required = set(schema.get("required") or [])
    inputs: dict[str, dict[str, Any]] = {}
    for name, property in (schema.get("properties") or {}).items():
        kind = property.get("type") if isinstance(property, dict) else None
        inputs[name] = {
            "type": kind if isinstance(kind, str) and kind in _TYPES else "any",
            "description": str(property.get("description") or name) if isinstance(property, dict) else name,
        }
        if name not in required:
            inputs[name]["nullable"] = True
    return inputs


def tools(client: Mayfly, scripts: Iterable[str] | None = None) -> list[MayflyTool]:
    """A tool for each approved script."""
    return [MayflyTool(tool) for tool in script_tools(client, scripts)]
