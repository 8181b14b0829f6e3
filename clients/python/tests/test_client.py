"""The client against a real daemon, with real sandboxes."""

import threading
import time

import pytest

from mayfly import (
    Admission, ArtifactEvent, EndEvent, ExecutionFailed, ExecutionTimeout, Forbidden, InvalidArguments, Mayfly, NotApproved, NotFound,
    OutputEvent, ProblemError, RequestTimeout, StateEvent,
)


def test_runs_a_script_to_its_end(client, hello):
    session = client.run(hello, args=["a", "b"], stdin="typed\n", labels={"ticket": "t-1"})
    assert (session.verdict, session.exit_code, session.signal) == ("ok", 0, None)
    assert session.stdout == "hello, a b\ntyped\n"
    assert session.stderr == ""
    assert session.destroyed is True
    assert session.labels == {"ticket": "t-1"}
    assert session.check() is session
    assert [(artifact.name, artifact.bytes) for artifact in session.artifacts] == [("name.txt", 2)]
    assert session.read(session.artifacts[0]) == b"a\n"
    assert session.raw["caller"]["pid"] > 0


def test_how_a_script_ends_is_a_result(client, hello):
    session = client.run(hello)
    assert (session.verdict, session.exit_code, session.stderr) == ("nonzero_exit", 3, "nobody\n")
    with pytest.raises(ExecutionFailed) as caught:
        session.check()
    assert caught.value.session is session
    assert not isinstance(caught.value, ExecutionTimeout)


def test_a_large_file_is_sent_ahead(client, approve, tmp_path):
    total = approve("python/total", "cat /inputs/large | wc -c; cat /inputs/small\n")
    (tmp_path / "large").write_bytes(b"x" * 3_000_000)
    sent = client.upload(tmp_path / "large")
    assert (sent.bytes, len(sent.sha256)) == (3_000_000, 64)
    for _ in range(2):
        assert client.run(total, files={"large": sent, "small": "in it\n"}).stdout == "3000000\nin it\n"


def test_an_artifact_is_stored_as_it_comes(client, approve, tmp_path):
    large = approve("python/leaves", "head -c 3000000 /dev/zero | tr '\\0' x >/outputs/large.txt\n")
    session = client.run(large)
    assert session.read("large.txt", into=tmp_path / "large.txt").stat().st_size == 3_000_000
    assert session.read(session.artifacts[0]) == (tmp_path / "large.txt").read_bytes()
    with pytest.raises(FileExistsError):
        session.read("large.txt", into=tmp_path / "large.txt")


def test_work_in_several_steps_has_a_workspace(client, approve):
    step = approve("python/step", 'cat /work/steps 2>/dev/null; echo "$1" >>/work/steps\n')
    made = client.create_workspace(ttl=3600)
    assert (made.files, made.session) == (0, None)
    assert client.run(step, args=["one"], workspace=made.name).stdout == ""
    assert client.run(step, args=["two"], workspace=made.id).stdout == "one\n"
    assert [item.name for item in client.workspace(made.name).contents] == ["steps"]
    assert made.id in {item.id for item in client.workspaces()}
    assert client.delete_workspace(made.name).bytes == len("one\ntwo\n")
    with pytest.raises(NotFound):
        client.workspace(made.id)


def test_sessions_can_be_asked_for_by_caller_and_label(client, hello):
    first = client.run(hello, labels={"of": "a list", "number": "1"})
    client.run(hello, labels={"of": "a list", "number": "2"})
    uid = first.raw["caller"]["uid"]
    assert [item.id for item in client.sessions(caller=uid, label={"of": "a list", "number": "1"})] == [first.id]
    assert len(list(client.sessions(label={"of": "a list"}))) == 2
    assert list(client.sessions(caller=uid + 1, label={"of": "a list"})) == []


def test_a_limit_of_time_is_not_a_timeout_of_the_request(client, sleeper):
    session = client.run(sleeper, timeout=0.5)
    assert session.verdict == "wall_timeout"
    assert session.limits["wall"] == "500ms"
    with pytest.raises(ExecutionTimeout):
        session.check()
    running = client.submit(sleeper, timeout=20)
    with pytest.raises(RequestTimeout):
        running.wait(0.3)
    assert running.stats()["session"] == running.id
    with pytest.raises(ProblemError, match="has not ended"):
        running.forget()
    assert running.kill("enough", immediately=True).id == running.id
    ended = running.wait(10)
    assert ended.verdict == "killed" and ended.stats()["state"] == "destroyed"
    ended.forget()
    with pytest.raises(NotFound):
        client.session(running.id)


def test_bytes_go_in_and_out_exactly(client, approve):
    echo = approve("python/echo", "cat; cat /inputs/a/b.bin >&2\n")
    data = bytes(range(256))
    session = client.run(echo, stdin=data, files={"a/b.bin": data[::-1], "c.txt": "é"})
    assert session.stdout_stream.data == data
    assert session.stderr_stream.data == data[::-1]
    assert b"".join(session.logs("stderr")) == data[::-1]


def test_streams_what_happens(client, hello):
    events = list(client.stream(hello, args=["x"]))
    states = [event.state for event in events if isinstance(event, StateEvent)]
    assert states == ["queued", "preparing", "running", "finishing", "destroyed"]
    assert "".join(event.text for event in events if isinstance(event, OutputEvent)) == "hello, x\n"
    assert [event.artifact.name for event in events if isinstance(event, ArtifactEvent)] == ["name.txt"]
    assert isinstance(events[-1], EndEvent)
    assert events[-1].session.verdict == "ok"
    numbers = [event.seq for event in events]
    assert numbers == sorted(set(numbers))
    again = list(client.events(events[-1].session.id, numbers[3]))
    assert again == events[4:]


def test_output_comes_while_the_script_runs(client, sleeper):
    events = client.stream(sleeper)
    for event in events:
        if isinstance(event, OutputEvent):
            assert event.text == "begun\n"
            break
    newest = next(iter(client.sessions(state="running", script="python/sleeper")))
    client.kill(newest.id, immediately=True)
    assert list(events)[-1].session.verdict == "killed"


def test_a_session_can_end_with_its_client(client, sleeper):
    events = client.stream(sleeper, on_disconnect="kill")
    assert next(event for event in events if isinstance(event, OutputEvent)).text == "begun\n"
    newest = next(iter(client.sessions(state="running", script="python/sleeper")))
    events.close()
    ended = client.wait(newest.id, 20)
    assert ended.verdict == "killed"
    assert ended.raw["verdict_detail"]["reason"] == "its client has gone"
    with pytest.raises(TypeError):
        client.submit(sleeper, on_disconnect="kill")


def test_a_run_that_ends_with_its_client_has_its_result(client, approve):
    slow = approve("python/slow", "sleep 1; echo done\n")
    assert client.run(slow, on_disconnect="kill").stdout == "done\n"


def test_the_same_key_is_the_same_session(client, hello):
    first = client.run(hello, args=["k"], idempotency_key="python-test-key")
    assert client.run(hello, args=["k"], idempotency_key="python-test-key").id == first.id
    with pytest.raises(InvalidArguments) as caught:
        client.run(hello, args=["other"], idempotency_key="python-test-key")
    assert caught.value.code == "idempotency_key_reused"


def test_a_refusal_says_what_to_do(client):
    version = client.propose("python/proposed", {"main.sh": "echo proposed\n"})
    assert version.state == "proposed"
    with pytest.raises(NotApproved) as caught:
        client.run(version.reference)
    assert caught.value.code == "script_not_approved"
    assert caught.value.digest == version.digest
    assert caught.value.hint
    assert caught.value.request_id
    with pytest.raises(NotApproved):
        client.run(code="echo never seen\n", runtime="sh")
    with pytest.raises(NotFound):
        client.run("python/none")
    with pytest.raises(InvalidArguments) as caught:
        client.run("python/proposed", limits={"walls": "1s"}, files={"../x": ""})
    assert caught.value.errors[0]["pointer"].startswith("/limits")
    assert not issubclass(NotApproved, Forbidden)


def test_arguments_by_name_are_checked_by_the_schema(client, speaker):
    assert client.run(speaker, args={"word": "so", "times": 2}).check().stdout == "--word=so|--times=2\n"
    with pytest.raises(InvalidArguments) as caught:
        client.run(speaker, args={"word": 1})
    assert caught.value.code == "invalid_arguments"
    assert "word" in caught.value.errors[0]["pointer"]
    version = client.script(speaker)[0]
    assert version.description == "Repeats what it is told."
    assert version.schema["required"] == ["word"]


def test_a_trial_leaves_nothing(client, hello):
    before = [session.id for session in client.sessions()]
    assert client.dry_run(hello, timeout=1).limits["wall"] == "1s"
    trial = client.dry_run("python/none")
    assert isinstance(trial, Admission)
    assert (trial.admitted, trial.rule) == (False, "script_not_found")
    assert [session.id for session in client.sessions()] == before


def test_knows_what_can_run(client, hello, tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "main.py").write_text("import sys; print(sys.argv)\n")
    (tmp_path / "lib" / "data.bin").write_bytes(b"\xff")
    version = client.propose("python/directory", tmp_path)
    assert [file["path"] for file in version.raw["files"]] == ["lib/data.bin", "main.py"]
    assert client.propose("python/file", tmp_path / "main.py").runtime == "python"
    names = {item.name for item in client.scripts()}
    assert {"python/hello", "python/directory", "python/file"} <= names
    assert client.script("python/directory")[0] == version
    assert "standard" in {profile["name"] for profile in client.profiles()}
    assert client.version()["api"] == "v1"


def test_many_threads_share_a_client(socket, hello):
    with Mayfly(socket) as client:
        found = {}

        def work(number):
            found[number] = client.run(hello, args=[str(number)]).stdout

        threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {number: f"hello, {number}\n" for number in range(12)}


def test_a_connection_that_was_closed_while_idle_is_replaced(client, hello):
    client.version()
    kept, _ = client._transport.connect()
    kept.shutdown(2)
    time.sleep(0.1)
    client._transport.keep(kept)
    assert client.run(hello, args=["again"]).verdict == "ok"


def test_arguments_that_make_no_sense_are_refused_here(client, hello):
    for wrong in ({}, {"script": "a", "code": "b"}, {"script": "a", "args": "b"}):
        with pytest.raises(TypeError):
            client.submit(**wrong)
