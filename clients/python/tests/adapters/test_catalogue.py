"""What the adapters share."""

import asyncio
import json

import pytest

from mayfly import Version
from mayfly.answers import answer
from mayfly.catalogue import ScriptTool, script_tools


def test_names_only_what_is_approved(client, greet):
    client.propose("adapters/proposed", {"main.sh": "echo proposed\n"})
    client.propose(greet, {"main.sh": "echo a newer version that nobody has approved\n"})
    tools = {tool.version.name: tool for tool in script_tools(client)}
    assert "adapters/proposed" not in tools
    assert tools[greet].name == "adapters__greet"
    assert tools[greet].version.state == "approved"
    assert [tool.version.name for tool in script_tools(client, [greet])] == [greet]
    with pytest.raises(ValueError, match="adapters/proposed"):
        script_tools(client, [greet, "adapters/proposed"])


def test_gives_a_schema_where_the_bundle_has_one(client):
    raw = {
        "name": "a/b", "digest": "sha256:" + "0" * 64, "state": "approved", "runtime": "sh",
        "description": {"text": "Counts.", "args": {"type": "object", "properties": {"n": {"type": "integer"}}}},
    }
    tool = ScriptTool("a__b", Version.from_json(raw), None, client)
    assert tool.schema["properties"]["n"] == {"type": "integer"}
    assert tool.order({"n": 1})["args"] == {"n": 1}
    assert tool.description.startswith("Counts.")
    free = ScriptTool("a__b", Version.from_json({**raw, "description": None}), None, client)
    assert free.schema["properties"]["args"]["type"] == "array"
    assert free.order({"args": ["a", 1]})["args"] == ["a", "1"]
    assert free.order({})["args"] == []


@pytest.mark.parametrize("how", ["run", "arun"])
def test_a_script_finds_the_files_that_its_tool_is_given(client, approve, speaker, how):
    approve("adapters/reader", "cat; cat /inputs/a/b.csv\n")
    reader, described = script_tools(client, ["adapters/reader", speaker])

    def call(tool, given):
        return tool.run(given) if how == "run" else asyncio.run(tool.arun(given))

    assert call(reader, {"stdin": "typed\n", "files": {"a/b.csv": "1,2\n"}}).stdout == "typed\n1,2\n"
    session = call(described, {"word": "so", "files": {"a.csv": "1"}})
    assert session.check().stdout == "--word=so\n"
    assert [file["path"] for file in session.raw["inputs"]] == ["a.csv", "args.json"]


def test_tells_a_model_everything_that_matters(client, approve):
    long = approve("adapters/long", "head -c 400000 /dev/zero | tr '\\0' x; exit 2\n")
    told = json.loads(answer(client.run(long)))
    assert (told["verdict"], told["exit_code"], told["truncated"]) == ("nonzero_exit", 2, True)
    assert told["reason"]
    assert told["stdout_tail"].endswith("x")
    assert told["stdout_marker"].startswith(f"[{400_000 - 48 * 1024} bytes not shown; ")
