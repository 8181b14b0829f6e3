"""Files that are sent ahead: large ones, half ones, those of others."""

import hashlib

import expect
import users
from registry import case
from wire import request
from watch import resident_kibibytes

KIND = ["Content-Type: application/octet-stream"]
BLOCK = bytes(range(256)) * 4096
COUNT = 48


def send(daemon, blocks):
    """Uploads so many blocks, one after the other; the answer, and the most memory that the daemon had meanwhile."""
    most = 0
    with daemon.connect(timeout=60) as connection:
        head = [*KIND, f"Content-Length: {len(BLOCK) * blocks}"]
        connection.send(("\r\n".join(["POST /v1/uploads HTTP/1.1", "Host: m", *head]) + "\r\n\r\n").encode())
        for _ in range(blocks):
            connection.send(BLOCK)
            most = max(most, resident_kibibytes(daemon.pid) or 0)
        return connection.answer("POST"), most


@case(root=True, process=True, alone=True)
def uploads_are_not_held_in_memory(daemon):
    """48 MiB go in, to the disk and into a session, and the daemon does not grow with them."""
    digest = daemon.approve("attack/uploaded", "sha256sum < /inputs/big; stat -c %s /inputs/big\n")
    before = resident_kibibytes(daemon.pid)
    answer, most = send(daemon, COUNT)
    expect.equal(answer.status, 201, f"the upload: {answer}")
    content = hashlib.sha256()
    for _ in range(COUNT):
        content.update(BLOCK)
    expect.equal(answer.json["sha256"], content.hexdigest(), "its digest")
    session = daemon.run(digest, files=[{"path": "big", "upload": answer.json["id"]}])
    text = f"{content.hexdigest()}  -\n{len(BLOCK) * COUNT}\n"
    expect.equal((session["verdict"], session["stdout"]["text"]), ("ok", text), f"the session: {session['verdict_detail']}")
    most = max(most, resident_kibibytes(daemon.pid)) - before
    expect.that(most < 16 * 1024, f"the daemon grew by {most} KiB")


@case(root=True)
def uploads_are_their_senders_alone(daemon):
    """Another user who knows the name of an upload has nothing of it."""
    digest = daemon.approve("attack/uploaded-by", "cat /inputs/a\n")
    answer = daemon.ask("POST", "/v1/uploads", b"secret", KIND)
    expect.equal(answer.status, 201, f"the upload: {answer}")
    body = {"script": digest, "files": [{"path": "a", "upload": answer.json["id"]}]}
    theirs = users.run(users.FIRST, daemon.ask, "POST", "/v1/sessions", body)
    expect.problem(theirs, 404, "upload_not_found", "of another user")
    expect.equal(daemon.run(digest, files=body["files"])["stdout"]["text"], "secret", "of its sender")
