"""What the tool of a script takes."""

import pytest

from mayfly import InvalidArguments
from mayfly.tool_input import ToolInput

FILES = {"type": "object", "additionalProperties": {"type": "string"}}


def test_a_script_without_a_schema_has_words_input_and_files():
    tool = ToolInput(None)
    assert list(tool.schema["properties"]) == ["args", "stdin", "files"]
    given = {"args": ["a", 1], "stdin": "b", "files": {"x/y.csv": "1,2"}}
    assert tool.order(given) == {"args": ["a", "1"], "stdin": "b", "files": {"x/y.csv": "1,2"}}
    assert tool.order({}) == {"args": [], "stdin": None, "files": None}


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ({"type": "object"}, "files"), ({"type": "object", "properties": {"month": {}}, "additionalProperties": False}, "files"),
        ({"type": "object", "properties": {"files": {"type": "array"}}}, "input_files"),
        ({"type": "object", "required": ["files"]}, "input_files"),
    ],
)
def test_files_are_beside_the_members_of_a_schema(schema, name):
    tool = ToolInput(schema)
    own = schema.get("properties", {})
    assert {**tool.schema, "properties": own} == {**schema, "properties": own}
    assert set(tool.schema["properties"]) == {*own, name}
    assert tool.schema["properties"][name].items() >= FILES.items()
    assert tool.order({"month": "5", name: {"a": "1"}}) == {"args": {"month": "5"}, "files": {"a": "1"}}
    assert tool.order({"month": "5"}) == {"args": {"month": "5"}, "files": None}


def test_a_script_keeps_what_it_calls_files_itself():
    tool = ToolInput({"type": "object", "properties": {"files": {"type": "array"}}})
    assert tool.order({"files": ["a"]}) == {"args": {"files": ["a"]}, "files": None}


@pytest.mark.parametrize(
    "more",
    [
        {"maxProperties": 1}, {"minProperties": 1}, {"const": {}}, {"enum": [{}]}, {"$ref": "#/$defs/a"}, {"allOf": [{}]},
        {"anyOf": [{}]}, {"oneOf": [{}]}, {"not": {}}, {"if": {}}, {"properties": {"files": {}, "input_files": {}}},
        {"type": ["object"]},
    ],
)
def test_a_schema_of_the_whole_stays_as_it_is(more):
    own = {"type": "object", **more}
    tool = ToolInput({**own, "$defs": {"a": {}}})
    assert tool.schema["type"] == "object"
    assert tool.schema["properties"]["args"] == own
    assert tool.schema["$defs"] == {"a": {}}
    assert tool.schema["required"] == ["args"]
    found = tool.order({"args": {"files": 1}, "files": {"a": "b"}})
    assert (found["args"], found["files"]) == ({"files": 1}, {"a": "b"})


@pytest.mark.parametrize(
    ("schema", "given", "detail"),
    [
        (None, {"files": ["a"]}, "files must be an object"), (None, {"files": {"a": 1}}, "files/a must be a string"),
        (None, {"args": "a"}, "args must be an array"), (None, {"stdin": 1}, "stdin must be a string"),
        (None, {"month": 5}, "there is no argument month"), ({"type": "object"}, {"files": "a"}, "files must be an object"),
        ({"not": {}}, {"files": {}}, "args must be an object"), ({"not": {}}, {"args": {}, "stdin": "a"}, "no argument stdin"),
    ],
)
def test_what_makes_no_sense_is_told(schema, given, detail):
    with pytest.raises(InvalidArguments, match=detail):
        ToolInput(schema).order(given)


def test_a_schema_that_means_itself_is_found_where_it_is():
    tree = {"type": "object", "properties": {"left": {"$ref": "#"}, "const": {"$ref": "#"}, "$ref": {"const": {"$ref": "#"}}}}
    tool = ToolInput({**tree, "$defs": {"a": {"items": {"$ref": "#"}}}})
    args = tool.schema["properties"]["args"]["properties"]
    there = {"$ref": "#/properties/args"}
    assert args == {"left": there, "const": there, "$ref": {"const": {"$ref": "#"}}}
    assert tool.schema["$defs"] == {"a": {"items": there}}
    assert tool.order({"args": {"left": {}}})["args"] == {"left": {}}
