"""Which scripts are tools, which version of each, and under which profile."""

import asyncio
import json
import os

import pytest

import fake
from mayfly import AsyncMayfly, Mayfly, ProblemError, Version
from mayfly.catalogue import script_tools
from mayfly.rights import UNKNOWN, Rights, arights, of

ALL = ["team/both", "team/usual", "own/strict"]


def names(answers):
    """The scripts that are tools, by what a daemon answers."""
    with fake.answering(answers) as (path, _), Mayfly(path) as client:
        return [tool.version.name for tool in script_tools(client)]


def test_a_script_that_the_caller_may_not_run_is_no_tool():
    assert names(fake.bounded()) == ["team/both"]
    with fake.answering(fake.bounded()) as (path, _), Mayfly(path) as client:
        with pytest.raises(ValueError, match="not for this caller: own/strict, team/usual"):
            script_tools(client, ALL)


def test_every_approved_one_is_where_no_agents_are_named():
    for said in ({"items": []}, (403, {"code": "forbidden", "status": 403}), (404, {"code": "no_such_path", "status": 404})):
        assert names({**fake.bounded(), "GET /v1/agents": said}) == ALL
    with pytest.raises(ProblemError):
        names({**fake.bounded(), "GET /v1/agents": (500, {"code": "internal_error", "status": 500})})


@pytest.mark.parametrize("uid", [os.geteuid(), os.geteuid() + 1])
def test_who_is_told_of_strangers_is_the_agent_only_if_it_fits(uid):
    strangers = [{"uid": os.geteuid(), "gid": os.getegid(), "first_seen": "", "last_seen": ""}]
    told = {**fake.bounded(), "GET /v1/agents": {"items": [fake.AGENT | {"uids": [uid]}], "strangers": strangers}}
    expected = ["team/both"] if uid == os.geteuid() else []
    assert names(told) == expected
    with fake.answering(told) as (path, _):
        assert bool(asyncio.run(arights(AsyncMayfly(path))).profiles) is bool(expected)


def test_an_agent_that_may_not_submit_has_no_tools():
    auditor = fake.AGENT | {"roles": ["auditor"]}
    assert names({**fake.bounded(), "GET /v1/agents": {"items": [auditor], "strangers": []}}) == []
    # The first that fits decides.
    assert of([auditor, fake.AGENT], 1, ()) == Rights()


def test_an_approval_that_does_not_hold_gives_no_profile():
    version = fake.version("a", "01", ("strict",))
    closed = {"state": "closed", "profiles": [{"name": "standard", "permitted": True}]}
    version["approvals"].insert(0, closed)
    with fake.answering(fake.scripts(version)) as (path, _), Mayfly(path) as client:
        assert script_tools(client)[0].profile == "strict"


@pytest.mark.parametrize("how", ["run", "arun"])
def test_a_tool_runs_under_a_profile_that_the_caller_may_use(how):
    with fake.answering(fake.bounded()) as (path, seen), Mayfly(path) as client:
        (tool,) = script_tools(client)
        session = tool.run({}) if how == "run" else asyncio.run(tool.arun({}))
        assert session.verdict == "ok"
    (body,) = [json.loads(body) for line, _, body in seen if line.startswith("POST")]
    assert (body["script"], body["profile"]) == ("team/both@sha256:01", "strict")


def test_a_tool_runs_what_its_name_means():
    schema = {"type": "object", "title": "old"}
    versions = (fake.version("a", "02", args={"title": "new"}), fake.version("a", "01", args=schema))
    with fake.answering(fake.scripts(*versions, current="sha256:01")) as (path, _), Mayfly(path) as client:
        (tool,) = script_tools(client)
    assert (tool.version.digest, tool.schema["title"], tool.profile) == ("sha256:01", "old", None)
    with fake.answering(fake.scripts(*versions)) as (path, _), Mayfly(path) as client:
        assert script_tools(client)[0].version.digest == "sha256:02"
    assert names(fake.scripts(*versions, current=None)) == []


def test_a_bundle_may_list_the_profiles_that_it_is_made_for():
    answers = fake.scripts(fake.version("a", "01", ("standard", "strict"), profiles=["strict"]))
    with fake.answering(answers) as (path, _), Mayfly(path) as client:
        assert script_tools(client)[0].profile == "strict"


def test_an_agent_is_the_first_one_that_fits():
    agents = [
        {**fake.AGENT, "uids": [1], "gids": [7], "profiles": ["a"]}, {**fake.AGENT, "uids": [1], "profiles": ["b"]},
        {**fake.AGENT, "uids": [], "gids": [8], "profiles": ["c"]},
    ]
    assert of(agents, 1, {7, 8}).profiles == ("a",)
    assert of(agents, 1, {8}).profiles == ("b",)
    assert of(agents, 2, {8}).profiles == ("c",)
    assert of(agents, 2, {9}) == Rights()
    assert of(agents[:1], 2, {9}).profiles == ("a",), "who is told of one agent alone is it"
    mine = {**fake.AGENT, "uids": [os.geteuid()], "profiles": ["mine"]}
    assert of([agents[0] | {"uids": [os.geteuid() + 1]}, mine]).profiles == ("mine",)
    assert of([]) is UNKNOWN


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("a/b", "a/b", True), ("a/b", "a", False), ("a/*", "a/b", True), ("a/*", "a/b/c", False), ("*/r-*", "x/r-1", True),
        ("*/r-*", "x/s-1", False), ("**", "a/b/c", True), ("a/**", "a", False), ("a/**", "a/b/c", True), ("a*b*c", "a-b-c", True),
        ("a*b*c", "a-c", False), ("a*a", "a", False), ("*a*", "bab", True),
    ],
)
def test_patterns_are_those_of_the_daemon(pattern, name, fits):
    version = Version.from_json(fake.version(name, "01"))
    assert Rights(scripts=(pattern,)).may_run(version) is fits


def test_a_tag_is_as_good_as_a_name():
    allowed = Rights(tags=frozenset(["open"]), profiles=("strict",))
    assert allowed.may_run(Version.from_json(fake.version("x", "01", tags=["open"])))
    assert not allowed.may_run(Version.from_json(fake.version("x", "01", tags=["other"])))
    assert allowed.choice() == "strict" and UNKNOWN.choice() == "standard"
    with pytest.raises(LookupError):
        allowed.choice(["standard"])


def test_the_client_for_asyncio_knows_the_same():
    with fake.answering(fake.bounded()) as (path, _):
        assert asyncio.run(arights(AsyncMayfly(path))).profiles == ("strict",)
    with fake.answering({}) as (path, _):
        assert asyncio.run(arights(AsyncMayfly(path))) is UNKNOWN
