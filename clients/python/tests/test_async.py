"""The client for asyncio against a real daemon."""

import asyncio

import pytest

from mayfly import ArtifactEvent, EndEvent, NotApproved, NotFound, OutputEvent, RequestTimeout, StateEvent


def test_runs_many_at_once(aclient, hello):
    async def all_of_them():
        async with aclient:
            return await asyncio.gather(*(aclient.run(hello, args=[str(number)]) for number in range(8)))

    sessions = asyncio.run(all_of_them())
    assert [session.stdout for session in sessions] == [f"hello, {number}\n" for number in range(8)]


def test_a_large_file_is_sent_ahead(aclient, approve):
    total = approve("python/total-async", "cat /inputs/large | wc -c\n")

    async def send():
        async with aclient:
            return await aclient.run(total, files={"large": await aclient.upload(b"x" * 2_000_000)})

    assert asyncio.run(send()).stdout == "2000000\n"


def test_streams_what_happens(aclient, hello):
    async def collect():
        return [event async for event in aclient.stream(hello, args=["x"])]

    events = asyncio.run(collect())
    assert [event.state for event in events if isinstance(event, StateEvent)][-1] == "destroyed"
    assert "".join(event.text for event in events if isinstance(event, OutputEvent)) == "hello, x\n"
    assert [event.artifact.name for event in events if isinstance(event, ArtifactEvent)] == ["name.txt"]
    assert isinstance(events[-1], EndEvent)


def test_a_task_that_is_cancelled_ends_its_session(aclient, sleeper):
    async def cancel():
        running = asyncio.ensure_future(aclient.run(sleeper, on_disconnect="kill", labels={"of": "cancelled"}))
        while True:
            mine = [item async for item in aclient.sessions(state="running") if item.labels == {"of": "cancelled"}]
            if mine:
                break
            await asyncio.sleep(0.05)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        return await aclient.wait(mine[0].id, 20)

    assert asyncio.run(cancel()).verdict == "killed"


def test_has_all_that_the_other_has(aclient, hello, sleeper, tmp_path):
    async def everything():
        session = await aclient.run(hello, args=["a"])
        assert await session.read("name.txt") == b"a\n"
        assert b"".join([piece async for piece in session.logs()]) == b"hello, a\n"
        assert [event.seq async for event in session.events(2)][0] == 3
        assert (await aclient.dry_run(hello)).admitted
        assert (await session.read("name.txt", into=tmp_path / "name.txt")).read_bytes() == b"a\n"
        made = await aclient.create_workspace()
        assert (await aclient.workspace(made.name)).id == made.id and made in await aclient.workspaces()
        assert (await aclient.delete_workspace(made.id)).name == made.name
        version = await aclient.propose("python/async", {"main.sh": "echo\n"})
        with pytest.raises(NotApproved):
            await aclient.run(version.reference)
        assert (await aclient.script("python/async"))[0] == version
        assert "python/async" in {item.name for item in await aclient.scripts()}
        assert await aclient.profiles()
        assert (await aclient.version())["api"] == "v1"
        running = await aclient.submit(sleeper)
        assert (await aclient.session(running.id)).id == running.id
        with pytest.raises(RequestTimeout):
            await running.wait(0.2)
        await running.kill("enough", immediately=True)
        ended = await running.wait(20)
        assert ended.verdict == "killed" and (await ended.stats())["state"] == "destroyed"
        await ended.forget()
        with pytest.raises(NotFound):
            await aclient.session(running.id)

    asyncio.run(everything())


def test_both_clients_have_the_same_methods():
    from mayfly import AsyncMayfly, AsyncSession, Mayfly, SyncSession

    def methods(kind):
        return {name for name in dir(kind) if not name.startswith("_")}

    assert methods(Mayfly) - {"close"} == methods(AsyncMayfly)
    assert methods(SyncSession) == methods(AsyncSession)
