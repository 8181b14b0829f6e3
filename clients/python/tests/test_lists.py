"""Lists are read to their end, and no further."""

import asyncio

import pytest

import fake
from mayfly import AsyncMayfly, MalformedReply, Mayfly

both = pytest.mark.parametrize("how", ["sync", "async"])


def ask(how, path, call):
    """What a call of either client gives."""
    if how == "sync":
        with Mayfly(path) as client:
            return call(client)
    return asyncio.run(call(AsyncMayfly(path)))


def page(names, cursor):
    """One page of scripts."""
    items = [{"name": name, "versions": 1, "latest": fake.version(name, "01")} for name in names]
    return {"items": items, "next_cursor": cursor}


@both
def test_scripts_are_those_of_every_page(how):
    answers = {
        "GET /v1/scripts?limit=500": page(["a", "b"], "b"), "GET /v1/scripts?limit=500&cursor=b": page(["c"], "c/d"),
        "GET /v1/scripts?limit=500&cursor=c%2Fd": page(["e"], None),
    }
    with fake.answering(answers) as (path, seen):
        found = ask(how, path, lambda client: client.scripts())
    assert [version.name for version in found] == ["a", "b", "c", "e"]
    assert len(seen) == 3


@both
@pytest.mark.parametrize("second", [page([], "b"), page([], "c"), page(["c"], "b"), {"items": 1}, []])
def test_a_daemon_that_would_be_asked_without_end_is_refused(how, second):
    answers = {"GET /v1/scripts?limit=500": page(["a"], "b"), "GET /v1/scripts?limit=500&cursor=b": second}
    with fake.answering(answers) as (path, seen), pytest.raises(MalformedReply, match="GET /v1/scripts"):
        ask(how, path, lambda client: client.scripts())
    assert len(seen) == 2


@both
def test_a_list_has_a_most_of_pages(how, monkeypatch):
    monkeypatch.setattr("mayfly.listing.MOST_PAGES", 2)
    answers = {"GET /v1/scripts?limit=500": page(["a"], "b"), "GET /v1/scripts?limit=500&cursor=b": page(["b"], "c")}
    with fake.answering(answers) as (path, _), pytest.raises(MalformedReply, match="more than 2 pages"):
        ask(how, path, lambda client: client.scripts())


@both
@pytest.mark.parametrize(
    ("said", "digest"),
    [({"current": "sha256:01"}, "sha256:01"), ({"current": None}, None), ({"current": "sha256:09"}, None), ({}, "sha256:02")],
)
def test_a_name_means_what_the_daemon_says(how, said, digest):
    answers = fake.scripts(fake.version("a/b", "03", state="proposed"), fake.version("a/b", "02"), fake.version("a/b", "01"), **said)
    with fake.answering(answers) as (path, _):
        found = ask(how, path, lambda client: client.current("a/b"))
    assert (found and found.digest) == digest


def of_script(versions, cursor, **more):
    """One page of a script's versions."""
    return {"name": "a/b", "versions": versions, "next_cursor": cursor, **more}


@both
def test_versions_of_a_script_are_those_of_every_page(how):
    answers = {
        "GET /v1/scripts/a/b": of_script([fake.version("a/b", "03"), fake.version("a/b", "02")], "c~d"),
        "GET /v1/scripts/a/b?cursor=c~d": of_script([fake.version("a/b", "01")], None),
    }
    with fake.answering(answers) as (path, seen):
        found = ask(how, path, lambda client: client.script("a/b"))
    assert [version.digest for version in found] == ["sha256:03", "sha256:02", "sha256:01"]
    assert len(seen) == 2


@both
def test_versions_that_would_be_asked_for_without_end_are_refused(how):
    answers = {"GET /v1/scripts/a/b": of_script([], "c")}
    with fake.answering(answers) as (path, seen), pytest.raises(MalformedReply, match="GET /v1/scripts/a/b"):
        ask(how, path, lambda client: client.script("a/b"))
    assert len(seen) == 1


@both
@pytest.mark.parametrize(("current", "digest"), [("sha256:01", "sha256:01"), ("sha256:02", "sha256:02"), (None, None)])
def test_a_name_may_mean_a_version_that_is_on_no_first_page(how, current, digest):
    answers = {
        "GET /v1/scripts/a/b": of_script([fake.version("a/b", "02")], "c", current=current),
        "GET /v1/scripts/a/b/versions/sha256%3A01": fake.version("a/b", "01"),
    }
    with fake.answering(answers) as (path, seen):
        found = ask(how, path, lambda client: client.current("a/b"))
    assert (found and found.digest) == digest
    assert len(seen) == (2 if current == "sha256:01" else 1)


@both
def test_a_daemon_that_shows_another_version_is_not_believed(how):
    answers = {
        "GET /v1/scripts/a/b": of_script([fake.version("a/b", "02")], "c", current="sha256:01"),
        "GET /v1/scripts/a/b/versions/sha256%3A01": fake.version("a/b", "03"),
    }
    with fake.answering(answers) as (path, _), pytest.raises(MalformedReply, match="sha256:01 was asked for"):
        ask(how, path, lambda client: client.current("a/b"))
