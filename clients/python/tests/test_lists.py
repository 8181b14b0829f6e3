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
