"""Names, digests and paths: one spelling each, and never a place in a file system."""

import urllib.parse

import expect
from registry import case

NAMES = {
    "up": "../x", "absolute": "/x", "up inside": "x/../y", "two slashes": "x//y", "slash at the end": "x/", "dot": ".",
    "dots": "..", "hidden": ".x", "escaped": "%2e%2e", "line feed": "x\n", "return": "x\r", "tab": "x\ty",
    "NUL": "x\0y", "empty": "", "space": "x y", "space at the end": "x ", "option": "-x", "underscore first": "_x",
    "capital": "X", "65 bytes": "x" * 65, "256 bytes": "x" * 256, "five parts": "a/b/c/d/e", "backslash": "x\\y",
    "131 bytes in parts": "/".join(["x" * 43] * 3), "colon": "x:y", "at": "x@y", "star": "*", "quote": "x'y",
    "Cyrillic": "\u0430", "full width": "\uff58", "accent": "x\u0301", "composed": "\u00e9", "zero width": "x\u200by",
    "right to left": "x\u202ey", "Kelvin": "\u212a", "long s": "\u017f", "digit": "\u0661", "escape": "x\x1b[31m",
    "mark behind the slash": "x/\u0301y",
}
PATHS = {
    "up": "../x", "up inside": "a/../x", "up at the end": "a/..", "absolute": "/x", "two slashes": "a//x", "empty": "",
    "slash at the end": "a/", "dot": "./x", "dot inside": "a/./x", "backslash": "a\\x", "NUL": "a\0x",
    "line feed": "a\nx", "escape": "\x1b[31m", "DEL": "a\x7f", "513 bytes": "/".join(["a" * 100] * 6),
    "256 bytes": "a" * 256, "17 deep": "/".join("a" * 17), "up behind a mark": "../\u0301x",
    "up behind another mark": "../\u0327x", "absolute behind a mark": "/\u0301x", "dot behind a mark": "./\u0301x",
    "two slashes and a mark": "a//\u0301x", "up behind a joiner": "../\u200dx", "up behind a variation": "../\ufe0fx",
    "17 deep with marks": "/\u0301a" * 17, "256 bytes behind a mark": "a/\u0301" + "b" * 255,
}


@case()
def names_have_one_spelling(daemon):
    """In a body they are refused with 422; in a path there is nothing of that name."""
    variants = expect.All()
    for kind, name in NAMES.items():
        body = {"name": name, "files": [{"path": "main.sh", "content": "true"}]}
        variants.check(kind, lambda: expect.problem(daemon.ask("POST", "/v1/scripts", body), 422, "invalid_request", kind))
        path = "/v1/scripts/" + urllib.parse.quote(name, safe="")
        variants.check(kind, lambda: expect.problem(daemon.ask("GET", path), 404, "script_not_found", f"{kind} in a path"))
    for name in ("a", "a.b-c_d", "x" * 64, "a/b/c/d", "0"):
        body = {"name": name, "files": [{"path": "main.sh", "content": "true"}]}
        variants.check(name, lambda: expect.equal(daemon.ask("POST", "/v1/scripts", body).status, 201, name))
    variants.done()


@case()
def paths_of_requests_lead_nowhere_else(daemon):
    """Dots, escapes and doubled slashes in a target are names like others; broken escapes are no path."""
    targets = {
        "/v1/sessions/../profiles": "session_not_found", "/v1/scripts/%2e%2e/profiles": "script_not_found",
        "/v1/scripts/..%2f..%2fetc%2fpasswd": "script_not_found", "/v1/profiles/%2e%2e": "profile_not_found",
        "/v1/profiles/..%2f..%2fmayfly.lock": "profile_not_found", "/v1/profiles/standard%00": "profile_not_found",
        "/v1/profiles/standard.yaml": "profile_not_found", "/v1/profiles/Standard": "profile_not_found",
        "/v1/sessions/%00": "session_not_found", "/v1/sessions/ses_": "session_not_found",
        "/v1/sessions/" + "a" * 10_000: "session_not_found", "/v1/scripts/%ff": "no_such_path",
        "/v1/scripts/%": "no_such_path", "/v1/scripts/%2": "no_such_path", "/v1/scripts/%zz": "no_such_path",
        "/v1/scripts/%c0%ae": "no_such_path", "/v1//scripts": "no_such_path", "/v1/healthz": "no_such_path",
        "/V1/version": "no_such_path", "/v1/version/": "no_such_path", "/": "no_such_path", "/v2/version": "no_such_path",
        "/v1/version%00": "no_such_path", "/etc/passwd": "no_such_path",
    }
    variants = expect.All()
    for target, code in targets.items():
        variants.check(target[:40], lambda: expect.problem(daemon.ask("GET", target), 404, code, target[:40]))
    variants.done()


@case()
def digests_have_one_spelling(daemon):
    """Lower case, whole, of one algorithm; another spelling is another text and none of a digest."""
    digest = daemon.approve("attack/digest", "true\n")
    digits = digest.removeprefix("sha256:")
    wrong = [
        digits.upper(), f"sha256:{digits.upper()}", f"SHA256:{digits}", f"sha256:{digits[:-1]}", f"sha256:{digits}0",
        f"sha256:{digits[:12]}", f" {digest}", f"{digest} ", f"{digest}\n", f"sha256: {digits}", f"sha512:{digits}",
        f"md5:{digits[:32]}", "sha256:", "sha256:" + "g" * 64, "sha256:" + "\uff10" * 64, f"sha256:{digits}\0",
        "attack/digest@", f"attack/digest@{digits}", f"attack/digest@sha256:{digits[:8]}", f"attack/digest@{digest.upper()}",
        f"attack/digest@{digest}@{digest}", f"@{digest}", f"Attack/digest@{digest}", f"attack/digest @{digest}", "",
    ]
    variants = expect.All()
    for text in wrong:
        for target, rest in (("/v1/sessions", {}), ("/v1/rejections", {"reason": "x"}), ("/v1/revocations", {"reason": "x"})):
            answer = daemon.ask("POST", target, {"script": text, **rest})
            variants.check(text, lambda: expect.problem(answer, 422, "invalid_request", f"{text!r} at {target}"))
    # 64 digits alone are the name of a script, which nothing has.
    for text in (digits, "sha256:" + "0" * 64, f"attack/other@{digest}"):
        answer = daemon.ask("POST", "/v1/sessions", {"script": text})
        variants.check(text, lambda: expect.problem(answer, 404, "script_not_found", text))
    variants.done()


@case()
def paths_of_files_stay_inside(daemon):
    """In a proposal and in the inputs of a session, whatever Unicode makes of a slash."""
    digest = daemon.approve("attack/files", "find / -xdev -name '*x' -newer /script/main.sh 2>/dev/null\n")
    variants = expect.All()
    for kind, path in PATHS.items():
        files = [{"path": path, "content": "x"}]
        proposal = {"name": "attack/path", "files": [{"path": "main.sh", "content": "true"}, *files]}
        for target, body in (("/v1/scripts", proposal), ("/v1/sessions", {"script": digest, "files": files})):
            variants.check(
                kind, lambda: expect.problem(daemon.ask("POST", target, body), 422, "invalid_request", f"{kind} at {target}")
            )
    variants.done()


@case()
def files_do_not_collide(daemon):
    """Twice the same path, a file that is also a directory, too many, none, two entry points, an unknown encoding."""
    main = {"path": "main.sh", "content": "true"}
    wrong = {
        "twice": [main, main], "file and directory": [main, {"path": "main.sh/x", "content": ""}],
        "none": [], "no entry": [{"path": "other", "content": ""}], "entry further down": [{"path": "a/main.sh", "content": ""}],
        "two entries": [main, {"path": "main.py", "content": ""}], "entry in capitals": [{"path": "Main.sh", "content": ""}],
        "1001": [main, *({"path": f"f{number}", "content": ""} for number in range(1000))],
        "unknown encoding": [{**main, "encoding": "gzip"}], "bad base64": [{**main, "encoding": "base64", "content": "!"}],
        "base64 without padding": [{**main, "encoding": "base64", "content": "YQ"}],
        "base64 with bits left": [{**main, "encoding": "base64", "content": "YR=="}],
        "no content": [{"path": "main.sh"}], "no path": [{"content": ""}], "a mode": [{**main, "mode": "4755"}],
        "a link": [{**main, "link": "/etc/passwd"}], "a text": ["main.sh"],
    }
    variants = expect.All()
    for kind, files in wrong.items():
        body = {"name": "attack/files", "files": files}
        variants.check(kind, lambda: expect.problem(daemon.ask("POST", "/v1/scripts", body), 422, "invalid_request", kind))
    variants.done()
