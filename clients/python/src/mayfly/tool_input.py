"""What the tool of a script takes: the script's own arguments, and the files that it finds in /inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .errors import InvalidArguments

FILES_NAMES = ("files", "input_files")
"""What the files are called: the first that the script has no argument of."""
_FILES: dict[str, Any] = {
    "type": "object", "additionalProperties": {"type": "string"},
    "description": "Input files, text by path; the script finds them in /inputs.",
}
_FREE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "args": {"type": "array", "items": {"type": "string"}, "description": "What follows the script on its command line."},
        "stdin": {"type": "string", "description": "What it reads."},
        "files": _FILES,
    },
    "additionalProperties": False,
}
_PLAIN = {
    "type", "properties", "required", "additionalProperties", "$defs", "$schema", "title", "description", "default", "examples",
    "deprecated", "$comment",
}
"""The keywords at the top of a schema that stay true when there is one more member."""
_OF_THE_TOP = {"$schema", "$defs"}
"""What is found from the top of a whole schema, and nowhere else."""


_NAMED = {"properties", "patternProperties", "$defs", "dependentSchemas"}
"""Keywords whose members are named by the author, each with a schema."""
_DATA = {"const", "enum", "default", "examples"}
"""Keywords whose values are data."""
_PLACE = "#/properties/args"
"""Where the script's own schema is in that of a tool that has it as one member."""


def _pointing(schema: Any) -> Any:
    """The schema with its references to itself as a whole leading to _PLACE; the same where it has none."""
    if isinstance(schema, list):
        return [_pointing(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: _pointed(name, value) for name, value in schema.items()}


def _pointed(name: str, value: Any) -> Any:
    if name == "$ref" and value == "#":
        return _PLACE
    if name in _DATA:
        return value
    if name in _NAMED and isinstance(value, dict):
        return {key: _pointing(part) for key, part in value.items()}
    return _pointing(value)


@dataclass(frozen=True)
class ToolInput:
    """What a tool takes, by the schema of its script's arguments.

    - without a schema it has `args`, `stdin` and `files`;
    - with one, the schema's members, and the files beside them under a name that the script has not;
    - where the schema speaks of its object as a whole, or has every such name, `args` by that schema, and `files`.
    """

    own: dict[str, Any] | None

    @property
    def beside(self) -> str | None:
        """The name of the files beside the script's own members; None where they are not beside these."""
        if self.own is None or not _PLAIN.issuperset(self.own) or self.own.get("type", "object") != "object":
            return None
        if _pointing(self.own) != self.own:
            return None
        taken = {*(self.own.get("properties") or {}), *(self.own.get("required") or [])}
        return next((name for name in FILES_NAMES if name not in taken), None)

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of all that the tool takes; an object always."""
        if self.own is None:
            return _FREE_SCHEMA
        if self.beside:
            return {**self.own, "properties": {**(self.own.get("properties") or {}), self.beside: _FILES}}
        own = _pointing(self.own)
        args = {name: value for name, value in own.items() if name not in _OF_THE_TOP}
        whole = {
            "type": "object", "properties": {"args": args, "files": _FILES}, "required": ["args"], "additionalProperties": False,
        }
        return {**whole, **{name: value for name, value in own.items() if name in _OF_THE_TOP}}

    def order(self, given: dict[str, Any]) -> dict[str, Any]:
        """What `run` is given for what the model gave: `args`, `stdin`, `files`; InvalidArguments where that makes no sense."""
        if self.beside:
            rest = {name: value for name, value in given.items() if name != self.beside}
            return {"args": rest, "files": _files(self.beside, given.get(self.beside))}
        known = {"args", "files"} if self.own is not None else {"args", "stdin", "files"}
        unknown = sorted(set(given) - known)
        if unknown:
            raise _mistake(f"there is no argument {unknown[0][:80]}; there are {', '.join(sorted(known))}")
        args, stdin = given.get("args"), given.get("stdin")
        if self.own is not None and not isinstance(args, dict):
            raise _mistake("args must be an object")
        if self.own is None and not isinstance(args, (list, type(None))):
            raise _mistake("args must be an array of strings")
        if not isinstance(stdin, (str, type(None))):
            raise _mistake("stdin must be a string")
        words = args if self.own is not None else [str(text) for text in args or []]
        return {"args": words, "stdin": stdin, "files": _files("files", given.get("files"))}


def _files(name: str, given: Any) -> dict[str, str] | None:
    if given is None:
        return None
    if not isinstance(given, dict):
        raise _mistake(f"{name} must be an object")
    for path, content in given.items():
        if not isinstance(content, str):
            raise _mistake(f"{name}/{path} must be a string")
    return given


def _mistake(detail: str) -> InvalidArguments:
    """A mistake in a call, which the daemon need not be asked about to be told of."""
    return InvalidArguments(422, {"code": "invalid_request", "detail": detail})
