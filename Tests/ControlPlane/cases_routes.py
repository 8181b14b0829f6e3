"""Every path with every method, and every parameter with what it may not be."""

import urllib.parse

import expect
from registry import case
from wire import request

SESSION = "/v1/sessions/ses_00000000000000000000000000"
VERSION = "/v1/scripts/attack/x/versions/sha256:" + "0" * 64
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "LOCK")
GET, POST, BOTH = "GET, HEAD", "POST", "GET, HEAD, POST"
PATHS = {
    "/healthz": GET, "/readyz": GET, "/metrics": GET, "/v1/version": GET, "/v1/sessions": BOTH, "/v1/uploads": POST, SESSION: f"{GET}, DELETE", f"{SESSION}/kill": POST,
    f"{SESSION}/logs": GET, f"{SESSION}/events": GET, f"{SESSION}/stats": GET, "/v1/openapi.json": GET, f"{SESSION}/artifacts": GET, f"{SESSION}/artifacts/a": GET,
    "/v1/scripts": BOTH,
    "/v1/scripts/attack/x": GET, VERSION: GET, f"{VERSION}/statement": GET, f"{VERSION}/files/main.sh": GET, "/v1/versions": GET,
    f"{VERSION}/bundle.tar": GET, f"{VERSION}/manifest": GET, f"{VERSION}/approvals": GET,
    "/v1/approvals": BOTH, "/v1/approvals/apr_x": GET, "/v1/rejections": POST, "/v1/deprecations": POST, "/v1/events": GET,
    "/v1/agents": GET, "/v1/agents/bot": GET, "/v1/usage": GET, "/v1/trust": GET, "/v1/revocations": POST, "/v1/profiles": GET,
    "/v1/profiles/standard": GET, "/v1/doctor": POST, "/v1/reload": POST,
    f"{SESSION}/receipt": GET, "/v1/audit": GET, "/v1/workspaces": BOTH, "/v1/workspaces/w": f"{GET}, DELETE",
    "/v1/audit/checkpoint": GET, "/v1/audit/checkpoints": GET, "/v1/audit/proof": GET, "/v1/audit/consistency": GET,
}


def wrong_method(daemon, method, path, allowed):
    """Fails unless a method is refused, with those that are allowed."""
    answer = daemon.ask(method, path)
    expect.equal(answer.status, 405, f"{method} {path}")
    expect.equal(answer.headers.get("allow"), allowed, f"{method} {path} Allow")
    if method != "HEAD":
        expect.problem(answer, 405, "method_not_allowed", f"{method} {path}")


@case()
def wrong_methods_are_refused(daemon):
    """Each with 405 and what is allowed; never done, never an error of the daemon's."""
    variants = expect.All()
    for path, allowed in PATHS.items():
        for method in METHODS:
            if method not in allowed.split(", "):
                variants.check(f"{method} {path}", lambda: wrong_method(daemon, method, path, allowed))
    variants.done()


@case()
def tunnels_are_refused(daemon):
    """CONNECT is refused and ends the connection; an upgrade is not made, and the connection goes on in HTTP/1.1."""
    expect.refused(daemon, b"CONNECT mayfly:80 HTTP/1.1\r\nHost: m\r\n\r\n", 404, "no_such_path", "CONNECT")
    for protocol in ("h2c", "websocket"):
        fields = ["Connection: Upgrade, HTTP2-Settings", f"Upgrade: {protocol}", "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA"]
        answer = daemon.ask("GET", "/healthz", headers=fields)
        expect.equal((answer.status, answer.json), (200, {"status": "ok"}), protocol)


@case()
def methods_cannot_be_overridden(daemon):
    """Headers that other servers take for the method are not looked at."""
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        answer = daemon.ask("GET", "/v1/profiles", headers=[f"{name}: DELETE"])
        expect.equal(answer.status, 200, name)


@case()
def heads_are_answers_without_a_body(daemon):
    """HEAD has the status and the length of GET, and the next answer follows at once."""
    for path in ("/healthz", "/v1/version", "/v1/profiles", "/v1/none"):
        with daemon.connect() as connection:
            connection.send(request("HEAD", path) + request("GET", path))
            head, whole = connection.answer("HEAD"), connection.answer()
            expect.equal(head.status, whole.status, path)
            if "content-length" in head.headers and path != "/v1/none":
                expect.equal(head.headers["content-length"], whole.headers["content-length"], path)


WAITS = ("-1", "1e9", "abc", "", "30", "61s", "1h", "-1s", "+1s", "1.5s", "NaN", "30s ", "1s,1s", "9" * 4000 + "s", "\0", "\u0661s")
QUERIES = {
    "/v1/sessions": (
        "state=none", "state=", "state=QUEUED", "limit=0", "limit=-1", "limit=501", "limit=abc", "limit=1e2", "limit=", "limit=%2B5",
        "limit=1.0", "limit=99999999999999999999", "cursor=x", "cursor=", "cursor=ses_", "script=../x", "script=", "wait=1s",
        "uid=0", "State=queued", "limit=1&limit=2", "limit", "=", "%00=1", "limit=%", "limit=%zz", "limit=%ff", "a[]=1", "limit=1;state=queued",
        "label=", "label=x", "label==x", "label=A=x", "label=.x=y", "label=%ff", "label=a=" + "x" * 320, "&".join(["label=a=b"] * 9),
        "caller=", "caller=Bot", "caller=-1", "caller=..", "caller=bot&caller=bot", "caller=" + "x" * 65,
    ),
    "/metrics": ("x=1",), f"{SESSION}/stats": ("follow=2", "follow=", "interval=1s"),
    "/v1/events": (
        "from=1", "from=", "from=x-1", "from=0000000000-", "from=0000000000-01", "from=0000000000-%2B1", "from=O000000000-1", "follow=True",
        "script=../x", "script=x&script=x", "wait=1s",
    ),
    f"{SESSION}/logs": ("stream=stdin", "stream=", "stream=STDOUT", "follow=2", "follow=True", "follow=", "stream=stdout&stream=stderr", "tail=1"),
    f"{SESSION}/events": ("from=-1", "from=", "from=x", "from=1e3", "from=%2B1", "from=99999999999999999999", "follow=2", "follow=yes", "from=1&from=1", "tail=1"),
    "/v1/scripts/attack/x": ("state=approved", "limit=0", "limit=501", "limit=x", "cursor=", "cursor=~", "cursor=attack/x", "limit=1&limit=1"),
    "/v1/openapi.json": ("x=1",), "/v1/profiles": ("x=1",), "/v1/scripts": ("state=approved", "limit=0", "limit=501", "cursor="), "/v1/version": ("x",), "/healthz": ("x=1",), f"{SESSION}/artifacts": ("x=1",),
}


@case()
def waits_are_durations(daemon):
    """Of a minute at most, with a unit, given once; the session is not started when they are not."""
    digest = daemon.approve("attack/wait", "true\n")
    identifier = daemon.submit(digest)
    before = daemon.identifiers()
    variants = expect.All()
    for text in WAITS:
        query = "wait=" + urllib.parse.quote(text)
        for method, path, body in (("GET", f"/v1/sessions/{identifier}", None), ("POST", "/v1/sessions", {"script": digest})):
            answer = daemon.ask(method, f"{path}?{query}", body)
            variants.check(text, lambda: expect.problem(answer, 422, "invalid_request", f"{method} {query[:40]}"))
    for query in ("wait=1s&wait=1s", "wait=1s&x=1", "Wait=1s"):
        answer = daemon.ask("GET", f"/v1/sessions/{identifier}?{query}")
        variants.check(query, lambda: expect.problem(answer, 422, "invalid_request", query))
    variants.check("no session", lambda: expect.equal(daemon.identifiers(), before, "the sessions"))
    variants.done()


@case()
def parameters_are_strict(daemon):
    """Unknown ones, ones given twice, and values in another spelling are refused."""
    variants = expect.All()
    for path, queries in QUERIES.items():
        for query in queries:
            answer = daemon.ask("GET", f"{path}?{query}")
            variants.check(query, lambda: expect.problem(answer, 422, "invalid_request", f"{path}?{query}"))
    variants.done()


@case()
def request_ids_are_plain(daemon):
    """One that is not 1 to 64 plain letters is replaced; one that is comes back."""
    for text in ("a" * 65, "a b", "a;b", "\xe9", "<x>", "a,b", "../x", ""):
        answer = daemon.ask("GET", "/healthz", headers=[f"X-Request-Id: {text}"])
        given = answer.headers.get("x-request-id", "")
        expect.that(given != text and given.startswith("req_"), f"{text!r} became {given!r}")
    answer = daemon.ask("GET", "/healthz", headers=["X-Request-Id: A-b_c.1"])
    expect.equal(answer.headers.get("x-request-id"), "A-b_c.1", "a plain one")


@case()
def bodies_of_decisions_are_strict(daemon):
    """Kills, revocations, approvals, rejections, reload and the doctor take nothing that they do not know."""
    digest = daemon.approve("attack/strict", "true\n")
    identifier = daemon.submit(digest)
    daemon.finished(identifier)
    kill, approve, revoke = f"/v1/sessions/{identifier}/kill", "/v1/approvals", "/v1/revocations"
    reject, deprecate = "/v1/rejections", "/v1/deprecations"
    full = {"statement": "{}\n", "signature": "x"}
    wrong = [
        (kill, {"reason": 1}), (kill, {"reason": "x" * 501}), (kill, {"immediately": "yes"}), (kill, {"immediately": 1}), (kill, {"signal": 9}),
        (approve, {}), (approve, {"script": digest}), (approve, {"statement": "{}"}), (approve, {"signature": "x"}),
        (approve, {**full, "profiles": ["standard"]}), (approve, {**full, "approver": "root"}), (approve, {**full, "statement": {}}),
        (approve, {**full, "statement": "x" * 65537}), (approve, {**full, "signature": "x" * 16385}), (approve, {**full, "signature": "\0"}),
        (approve, {**full, "signature": ["x"]}), (approve, []),
        (reject, {"script": digest}), (reject, {"script": "attack/strict", "reason": "x"}), (reject, {"script": digest, "reason": "x" * 2001}),
        (deprecate, {"script": digest}), (deprecate, {"script": "attack/strict", "reason": "x"}), (deprecate, {"script": digest, "reason": "\0"}),
        (revoke, {"script": digest}), (revoke, {"script": "attack/strict", "reason": "x"}), (revoke, {"script": digest, "reason": "x", "kill": 1}),
        (revoke, {"script": digest, "reason": "x" * 501}), ("/v1/reload", {"force": True}), ("/v1/doctor", {"profile": "x"}), ("/v1/reload", []),
    ]
    variants = expect.All()
    for target, body in wrong:
        answer = daemon.ask("POST", target, body)
        variants.check(str(body)[:70], lambda: expect.problem(answer, 422, "invalid_request", f"{target} {str(body)[:90]}"))
    answer = daemon.ask("POST", kill, {})
    variants.check("kill", lambda: expect.problem(answer, 409, "already_finished", "a kill of what has ended"))
    variants.done()


@case()
def queries_of_statements_are_strict(daemon):
    """Profiles, times and comments of a statement that is to be drafted."""
    digest = daemon.propose("attack/statement", "true\n")
    variants = expect.All()
    for query in (
        {"profiles": ""}, {"profiles": "standard,standard"}, {"profiles": "standard,"}, {"profiles": "*"}, {"profiles": "STANDARD"},
        {"expires": "0s"}, {"expires": "-1h"}, {"expires": "0d"}, {"expires": "10000d"}, {"expires": "soon"}, {"expires": "2027-01-01T00:00:00Z"},
        {"decision": "yes"}, {"decision": "review", "expires": "2h"}, {"comment": "x\ny"}, {"comment": "x" * 257}, {"replaces": "x"},
        {"author": "root"},
    ):
        answer = daemon.statement("attack/statement", digest, **query)
        variants.check(str(query), lambda: expect.problem(answer, 422, "invalid_request", f"{query}"))
    variants.done()
