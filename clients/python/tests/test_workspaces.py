"""Workspaces, and which sessions are asked for."""

import asyncio
import json

import pytest

import fake
from mayfly import Artifact, AsyncMayfly, MalformedReply, Mayfly, NotFound, ProblemError, Workspace

both = pytest.mark.parametrize("how", ["sync", "async"])
CONTENTS = [{"path": "a/b.csv", "bytes": 3, "sha256": "ab" * 32}]
ANSWERS = {
    "POST /v1/workspaces": (201, fake.WORKSPACE), "GET /v1/workspaces": {"items": [fake.WORKSPACE]},
    "GET /v1/workspaces/march": {**fake.WORKSPACE, "contents": CONTENTS, "writers": []},
    "DELETE /v1/workspaces/march": fake.WORKSPACE, "DELETE /v1/workspaces/a%2Fb": (409, {"code": "workspace_in_use", "status": 409}),
    "GET /v1/workspaces/odd": {"id": 1},
}


def ask(how, path, call):
    """What a call of either client gives."""
    if how == "sync":
        with Mayfly(path) as client:
            return call(client)
    return asyncio.run(call(AsyncMayfly(path)))


@both
def test_a_workspace_is_made_looked_at_and_destroyed(how):
    with fake.answering(ANSWERS) as (path, seen):
        made = ask(how, path, lambda client: client.create_workspace("march", profile="standard", ttl=0.5))
        assert ask(how, path, lambda client: client.create_workspace()) == made
        assert ask(how, path, lambda client: client.workspaces()) == [made]
        held = ask(how, path, lambda client: client.workspace("march")).contents
        assert ask(how, path, lambda client: client.delete_workspace("march")) == made
    assert isinstance(made, Workspace)
    assert (made.name, made.files, made.bytes, made.session, made.contents) == ("march", 1, 3, None, ())
    assert held == (Artifact("a/b.csv", 3, "ab" * 32),)
    bodies = [json.loads(body) for line, _, body in seen if line.startswith("POST")]
    assert bodies == [{"name": "march", "profile": "standard", "ttl": "500ms"}, {}]


@both
def test_what_is_wrong_with_a_workspace_is_said(how):
    with fake.answering(ANSWERS) as (path, seen):
        with pytest.raises(ProblemError) as caught:
            ask(how, path, lambda client: client.delete_workspace("a/b"))
        assert caught.value.code == "workspace_in_use"
        with pytest.raises(NotFound):
            ask(how, path, lambda client: client.workspace("none"))
        with pytest.raises(MalformedReply, match="no workspace"):
            ask(how, path, lambda client: client.workspace("odd"))
        count = len(seen)
        with pytest.raises(TypeError, match="^ttl is seconds as a number"):
            ask(how, path, lambda client: client.create_workspace(ttl="8h"))
        assert len(seen) == count


@both
def test_a_workspace_is_asked_for_once(how):
    """A second request would make a second one."""
    with fake.daemon(lambda connection: None) as (path, seen), pytest.raises(Exception, match="connection"):
        ask(how, path, lambda client: client.create_workspace())
    assert len(seen) == 1


@both
def test_sessions_are_those_of_a_caller_with_all_of_some_labels(how):
    page = {"items": [fake.SESSION], "next_cursor": None}
    query = "GET /v1/sessions?state=running&caller=1000&label=ticket%3Dt-1&label=of%3Da%20b%3Dc&limit=100"
    with fake.answering({query: page, "GET /v1/sessions?caller=bot&limit=100": page, "GET /v1/sessions?limit=100": page}) as (path, _):

        def found(**more):
            if how == "sync":
                return list(Mayfly(path).sessions(**more))

            async def collect():
                return [session async for session in AsyncMayfly(path).sessions(**more)]

            return asyncio.run(collect())

        assert len(found(state="running", caller=1000, label={"ticket": "t-1", "of": "a b=c"})) == 1
        assert len(found(caller="bot")) == len(found()) == len(found(label={})) == 1
