"""Files that a session left, into memory or to a place."""

import asyncio
import hashlib
import os
import threading

import pytest

import fake
from mayfly import Artifact, AsyncMayfly, ConnectionLost, MalformedReply, Mayfly, NotFound

both = pytest.mark.parametrize("how", ["sync", "async"])
DATA = bytes(range(256)) * 1000
DIGEST = hashlib.sha256(DATA).hexdigest()


def fetch(path, how, artifact="a b.csv", **more):
    """An artifact, by either client."""
    if how == "sync":
        with Mayfly(path) as client:
            return client.artifact("ses_a", artifact, **more)
    return asyncio.run(AsyncMayfly(path).artifact("ses_a", artifact, **more))


def whole(connection):
    """Sends all of it."""
    fake.octets(connection, DATA, DIGEST)


@both
def test_a_file_is_at_its_place_when_it_is_whole(how, tmp_path):
    place = tmp_path / "out.csv"
    old = os.umask(0o027)
    try:
        with fake.daemon(whole) as (path, seen):
            assert fetch(path, how, into=str(place)) == place
    finally:
        os.umask(old)
    assert place.read_bytes() == DATA
    assert place.stat().st_mode & 0o777 == 0o640
    assert place.stat().st_nlink == 1
    assert os.listdir(tmp_path) == ["out.csv"]
    assert seen[0][0] == "GET /v1/sessions/ses_a/artifacts/a%20b.csv HTTP/1.1"


@both
@pytest.mark.parametrize("sent", [DATA[:-1] + b"x", DATA[:-1]])
@pytest.mark.parametrize("into", [True, False])
def test_other_bytes_than_were_recorded_are_not_taken(how, sent, into, tmp_path):
    more = {"into": tmp_path / "out.csv"} if into else {}
    with fake.daemon(lambda connection: fake.octets(connection, sent, DIGEST)) as (path, _):
        with pytest.raises(MalformedReply, match="a b.csv came with the digest"):
            fetch(path, how, **more)
    assert os.listdir(tmp_path) == []


@both
def test_what_the_session_said_counts_as_well(how, tmp_path):
    with fake.daemon(whole) as (path, _):
        assert fetch(path, how, Artifact("a", len(DATA), DIGEST)) == DATA
    with fake.daemon(whole) as (path, _), pytest.raises(MalformedReply):
        fetch(path, how, Artifact("a", len(DATA), "00" * 32), into=tmp_path / "out.csv")
    with fake.daemon(lambda connection: fake.octets(connection, DATA, "")) as (path, _), pytest.raises(MalformedReply):
        fetch(path, how)
    assert os.listdir(tmp_path) == []


@both
def test_a_file_that_is_cut_off_leaves_nothing(how, tmp_path):
    with fake.daemon(lambda connection: fake.octets(connection, DATA[:100_000], DIGEST, len(DATA))) as (path, _):
        with pytest.raises(ConnectionLost):
            fetch(path, how, into=tmp_path / "out.csv")
    with fake.answering({}) as (path, _), pytest.raises(NotFound):
        fetch(path, how, into=tmp_path / "out.csv")
    assert os.listdir(tmp_path) == []


@both
def test_nothing_is_overwritten(how, tmp_path):
    place = tmp_path / "out.csv"
    place.symlink_to("gone")
    # Nobody is even asked.
    with pytest.raises(FileExistsError):
        fetch("/nowhere/mayfly.sock", how, into=place)
    place.unlink()

    def late(connection):
        place.write_text("mine")
        whole(connection)

    with fake.daemon(late) as (path, _), pytest.raises(FileExistsError):
        fetch(path, how, into=place)
    assert place.read_text() == "mine"
    assert os.listdir(tmp_path) == ["out.csv"]


@both
def test_nothing_is_under_the_name_while_it_comes(how, tmp_path):
    begun, looked = threading.Event(), threading.Event()

    def slow(connection):
        fake.octets(connection, DATA[:200_000], DIGEST, len(DATA))
        begun.set()
        looked.wait(10)
        connection.sendall(DATA[200_000:])

    found = []

    def look():
        begun.wait(10)
        found.extend(os.listdir(tmp_path))
        looked.set()

    thread = threading.Thread(target=look)
    thread.start()
    with fake.daemon(slow) as (path, _):
        fetch(path, how, into=tmp_path / "out.csv")
    thread.join()
    assert len(found) == 1 and found[0] != "out.csv"
    assert os.listdir(tmp_path) == ["out.csv"]


@both
def test_a_session_reads_its_own(how, tmp_path):
    with fake.daemon(lambda connection: fake.answer(connection, fake.SESSION), whole, whole) as (path, seen):
        if how == "sync":
            # Each on a connection of its own.
            session = Mayfly(path).session("ses_a")
            session.client.close()
            assert session.read("x") == DATA
            session.client.close()
            assert session.read("x", into=tmp_path / "out") == tmp_path / "out"
        else:

            async def read():
                session = await AsyncMayfly(path).session("ses_a")
                assert await session.read("x") == DATA
                assert await session.read("x", into=tmp_path / "out") == tmp_path / "out"

            asyncio.run(read())
    assert (tmp_path / "out").read_bytes() == DATA
    assert seen[2][0] == f"GET /v1/sessions/{fake.SESSION['id']}/artifacts/x HTTP/1.1"
