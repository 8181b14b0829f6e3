"""What scripts print and leave behind reaches a client as data, and never as something else."""

import base64
import json
import urllib.parse

import expect
from registry import case
from wire import request

PRINT = "import sys,base64\nsys.stdout.buffer.write(base64.b64decode('%s'))\n"
BYTES = {
    "escape": b"\x1b]0;owned\x07\x1b[2J\x1b[31mred", "json": b'"},"verdict":"ok","exit_code":0,{"', "http": b"HTTP/1.1 200 OK\r\n\r\n",
    "no UTF-8": bytes(range(256)), "line separators": "\u2028\u2029\u202e\u2066".encode(), "NUL": b"a\0b",
}
NAMES = [b"a b", b"a%2Fb", b"%", b"a\nb", b"a\x1b[31m", b"\xff\xfe", b"-rf", b"a?b#c", b"\xe2\x80\xaegpj.exe", b"..a", b"a\\..\\b", b"~"]


@case()
def output_is_data(daemon):
    """Control characters are escaped in JSON, exact bytes come back, and nothing of them moves into another member."""
    variants = expect.All()
    for name, data in BYTES.items():

        def attack():
            digest = daemon.approve("attack/output", PRINT % base64.b64encode(data).decode(), "main.py")
            identifier = daemon.submit(digest)
            daemon.finished(identifier)
            answer = daemon.ask("GET", f"/v1/sessions/{identifier}")
            raw = answer.body.rstrip(b"\n")
            expect.that(all(0x20 <= byte != 0x7F for byte in raw), f"{name}: control bytes in the answer")
            stdout = answer.json["stdout"]
            expect.equal(stdout["text"], data.decode("utf-8", "replace"), name)
            if "base64" in stdout:
                expect.equal(base64.b64decode(stdout["base64"]), data, f"{name}: base64")
            logs = daemon.ask("GET", f"/v1/sessions/{identifier}/logs")
            expect.equal((logs.body, logs.headers["content-type"]), (data, "application/octet-stream"), f"{name}: logs")
            expect.equal(logs.headers.get("x-content-type-options"), "nosniff", "sniffing")

        variants.check(name, attack)
    variants.done()


@case()
def artifacts_have_names_that_lead_nowhere(daemon):
    """Hostile names come encoded, one for each file, and each is found by what the list says."""
    code = (
        "import os\nos.chdir('/outputs')\nfor number, name in enumerate(%r):\n    open(name,'w').write(str(number))\n"
        "os.symlink('/etc/passwd','link')\nos.mkfifo('fifo')\n"
    )
    digest = daemon.approve("attack/artifacts", code % (NAMES,), "main.py")
    session = daemon.run(digest)
    base = f"/v1/sessions/{session['id']}/artifacts"
    items = daemon.ask("GET", base).json["items"]
    expect.equal(len(items), len(NAMES), f"artifacts of {session['verdict']} {session['stderr']['text']}")
    contents = set()
    for item in items:
        name = item["name"]
        expect.that(name.isprintable() and "\u202e" not in name, f"{name!r} is shown as it is")
        answer = daemon.ask("GET", f"{base}/{urllib.parse.quote(name, safe='')}")
        expect.equal(answer.status, 200, name)
        expect.equal(answer.headers.get("x-content-sha256"), item["sha256"], name)
        contents.add(answer.body)
    expect.equal(contents, {str(number).encode() for number in range(len(NAMES))}, "the contents")
    skipped = json.dumps(session["artifacts_skipped"])
    expect.that("link" in skipped and "fifo" in skipped, f"what was skipped: {skipped}")


@case()
def artifacts_are_only_those_of_the_session(daemon):
    """Paths of the host, of the store and of other sessions are names that it does not have."""
    digest = daemon.approve("attack/one-artifact", "echo x > /outputs/a\n")
    identifier = daemon.run(digest)["id"]
    other = daemon.run(daemon.approve("attack/other-artifact", "echo y > /outputs/b\n"))
    base = f"/v1/sessions/{identifier}/artifacts"
    found = daemon.ask("GET", f"{base}/a")
    expect.equal((found.status, found.body), (200, b"x\n"), "its own")
    names = [
        "b", "../a", "%2e%2e/a", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "%2fetc%2fpasswd", "a%00", "a/", "./a", "A", "a%2e", "a%20", "",
        other["artifacts"][0]["sha256"], f"..%2f{other['id']}%2fartifacts%2fb", "a\u0301".encode().decode("latin-1"),
    ]
    variants = expect.All()
    for name in names:
        target = f"{base}/{urllib.parse.quote(name, safe='%/')}"
        variants.check(name, lambda: expect.problem(daemon.ask("GET", target), 404, "artifact_not_found", repr(name)))
    variants.done()


@case()
def texts_of_callers_stay_texts(daemon):
    """Quotes and overrides in a reason and a label come back as they were, escaped; control characters are refused."""
    text = 'a"b\\cde\u202efg</script>\u2028'
    digest = daemon.approve("attack/texts", "sleep 20\n")
    for control in ("\n", "\x1b[31m", "\x7f", "\x85"):
        answer = daemon.ask("POST", "/v1/sessions", {"script": digest, "labels": {"note": control}})
        expect.problem(answer, 422, "invalid_request", repr(control))
    identifier = daemon.submit(digest, labels={"note": text})
    daemon.until(identifier, "running")
    with daemon.connect() as connection:
        connection.send(request("POST", f"/v1/sessions/{identifier}/kill", {"reason": text, "immediately": True}))
        answer = connection.answer()
    expect.that(answer.status in (200, 202), f"{answer}")
    session = daemon.ask("GET", f"/v1/sessions/{daemon.finished(identifier)['id']}")
    expect.that(all(0x20 <= byte != 0x7F for byte in session.body.rstrip(b"\n")), "control bytes in the answer")
    expect.that("\u202e" not in session.body.decode(), "an override of the direction in the answer")
    expect.equal(session.json["labels"]["note"], text, "the label")
    expect.equal((session.json["verdict"], session.json["verdict_detail"]["reason"]), ("killed", text), "the verdict")
