"""JSON that is none, that two readers could read differently, or that costs more than it should."""

import json
import threading
import time

import expect
from registry import case
from wire import Closed, request

VALID = b'{"name":"attack/json","files":[{"path":"main.sh","content":"true"}]}'
MALFORMED = {
    "deep arrays": b"[" * 100_000,
    "deep arrays that end": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "65 deep": b'{"name":' + b"[" * 64 + b"]" * 64 + b"}",
    "the same member twice": b'{"name":"a","name":"b","files":[]}',
    "the same member, once escaped": b'{"name":"a","n\\u0061me":"b","files":[]}',
    "the same member twice, further down": b'{"name":"a","files":[{"path":"main.sh","path":"main.py","content":""}]}',
    "NaN": b'{"name":NaN}',
    "Infinity": b'{"name":-Infinity}',
    "one surrogate": b'{"name":"\\ud800"}',
    "low surrogate": b'{"name":"\\udc00"}',
    "surrogates in the wrong order": b'{"name":"\\udc00\\ud800"}',
    "surrogate and a letter": b'{"name":"\\ud800\\u0061"}',
    "surrogate in UTF-8": b'{"name":"\xed\xa0\x80"}',
    "raw NUL in a string": b'{"name":"a\0b"}',
    "raw NUL behind": VALID + b"\0",
    "raw line feed in a string": b'{"name":"a\nb"}',
    "byte order mark": b"\xef\xbb\xbf" + VALID,
    "UTF-16": VALID.decode().encode("utf-16"),
    "invalid UTF-8": b'{"name":"\xff"}',
    "overlong UTF-8": b'{"name":"\xc0\xaf"}',
    "UTF-8 above Unicode": b'{"name":"\xf4\x90\x80\x80"}',
    "UTF-8 cut off": b'{"name":"\xe2\x82"}',
    "Latin-1 in a name": b'{"n\xe4me":"a"}',
    "a million members": b"{" + b",".join(b'"%d":0' % number for number in range(1_000_000)) + b"}",
    "a hundred thousand elements": b"[" + b"0," * 99_999 + b"0]",
    "white space alone": b" " * 1000,
    "garbage behind": VALID + b"x",
    "another value behind": VALID + b"{}",
    "comma behind": b'{"name":"a",}',
    "comma before": b'{,"name":"a"}',
    "two commas": b'{"name":"a",,"files":[]}',
    "comment": b'{"name":"a"/**/}',
    "single quotes": b"{'name':'a'}",
    "names without quotes": b'{name:"a"}',
    "leading zero": b'{"name":01}',
    "leading plus": b'{"name":+1}',
    "hexadecimal": b'{"name":0x1}',
    "dot without digits": b'{"name":1.}',
    "exponent without digits": b'{"name":1e}',
    "bad escape": b'{"name":"\\x41"}',
    "half an escape": b'{"name":"\\u12"}',
    "an escape with a sign": b'{"name":"\\u+123"}',
    "string without end": b'{"name":"' + b"a" * 100_000,
    "escapes without end": b'{"name":"' + b"\\" * 99_999,
    "vertical tab as space": b'{"name":\x0b"a"}',
    "no-break space as space": b'{"name":\xc2\xa0"a"}',
    "True": b'{"name":True}',
    "binary": bytes(range(256)),
}
WRONG = {
    "an array": b"[]", "a string": b'"a"', "a number": b"1", "null": b"null", "true": b"true", "empty object": b"{}",
    "1e400 as a name": b'{"name":1e400,"files":[]}',
    "a million digits as a name": b'{"name":' + b"1" * 1_000_000 + b',"files":[]}',
    "64 deep": b'{"name":' + b"[" * 63 + b"]" * 63 + b',"files":[]}',
    "NUL in a name": b'{"name":"a\\u0000b","files":[{"path":"main.sh","content":""}]}',
    "an unknown member": VALID[:-1] + b',"extra":1}',
    "a long unknown member": VALID[:-1] + b',"' + b"a" * 1_000_000 + b'":1}',
    "a member in capitals": VALID.replace(b"name", b"Name"),
    "a member that looks alike": VALID.replace(b"name", "n\u0430me".encode()),
    "null as a name": VALID.replace(b'"attack/json"', b"null"),
}


def propose(daemon, body, **options):
    """Sends bytes as a proposal."""
    return daemon.ask("POST", "/v1/scripts", body, **options)


@case()
def malformed_json_is_refused(daemon):
    """With 400, in less than two seconds each, and the connection is still good."""
    variants = expect.All()
    for name, body in MALFORMED.items():

        def attack():
            with daemon.connect() as connection:
                began = time.monotonic()
                connection.send(request("POST", "/v1/scripts", body))
                expect.problem(connection.answer(), 400, "malformed_request", name)
                took = time.monotonic() - began
                expect.that(took < 2, f"{name}: it took {took:.1f} s")
                connection.send(request("GET", "/healthz"))
                expect.equal(connection.answer().status, 200, f"{name}: the next request")

        variants.check(name, attack)
    variants.done()


@case()
def wrong_members_are_refused(daemon):
    """JSON, but not what was asked for: 422, with an answer much smaller than the request."""
    variants = expect.All()
    for name, body in WRONG.items():
        variants.check(name, lambda: expect.problem(propose(daemon, body), 422, "invalid_request", name))
    variants.check("empty", lambda: expect.problem(propose(daemon, b""), 422, "invalid_request", "empty"))
    variants.done()


@case()
def answers_do_not_repeat_long_texts(daemon):
    """Whatever a request holds, its refusal is short."""
    marks = "a" + "\u0301" * 300_000
    digest = daemon.approve("attack/json", "true\n")
    bodies = {
        "a long number as a limit": b'{"script":"%s","limits":{"pids":%s}}' % (digest.encode(), b"1" * 500_000),
        "a long limit": {"script": digest, "limits": {"pids": "1" * 500_000}},
        "a long name of a limit": {"script": digest, "limits": {"a" * 500_000: "1"}},
        "an unknown member of many marks": {"script": digest, marks: 1},
        "a limit of many marks": {"script": digest, "limits": {marks: "1"}},
        "a label of many marks": {"script": digest, "labels": {marks: "1"}},
        "a variable with a long name": {"script": digest, "env": {"A" * 500_000: "1"}},
        "a variable of many marks": {"script": digest, "env": {marks: "1"}},
        "a profile with a long name": {"script": digest, "profile": "a" * 500_000},
    }
    variants = expect.All()
    for name, body in bodies.items():

        def attack():
            answer = daemon.ask("POST", "/v1/sessions", body)
            expect.that(answer.code in ("invalid_request", "environment_not_allowed"), f"{answer}")
            expect.problem(answer, 422, answer.code, name)

        variants.check(name, attack)
    twice = f'{{"{marks}":1,"{marks}":2}}'.encode()
    variants.check("twice", lambda: expect.problem(propose(daemon, twice), 400, "malformed_request", "twice"))
    variants.done()


def three_at_once(daemon, body):
    """How long each of three proposals of the same body took, and its answer."""
    took = []

    def propose_it():
        began = time.monotonic()
        try:
            status = propose(daemon, body, timeout=90).status
        except (OSError, Closed):
            status = 0
        took.append((time.monotonic() - began, status))

    threads = [threading.Thread(target=propose_it) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


@case()
def expensive_names_are_not_expensive(daemon):
    """Marks in an order that normalising has to sort, and names that differ late: little more than plain ones of that length."""
    bodies = {
        "marks": '{"a' + "\u0301\u0327" * 24_000 + '":1}',
        "marks twice": '{"a%s":1,"a%s":2}' % ("\u0301\u0327" * 12_000, "\u0327\u0301" * 12_000),
        "marks in a value": '{"name":"a' + "\u0301\u0327" * 24_000 + '","files":[]}',
        "names that differ late": json.dumps({f"{'a' * 2000}{number}": 0 for number in range(1000)}),
    }
    early = json.dumps({f"{number}{'a' * 2000}": 0 for number in range(1000)})
    variants = expect.All()
    for name, text in bodies.items():
        plain = early if text.isascii() else text.replace("\u0301", "bb").replace("\u0327", "bb")
        usual = max(three_at_once(daemon, plain.encode()))[0]
        took = three_at_once(daemon, text.encode())
        slowest = max(took)[0]
        good = slowest < 2 + 4 * usual and all(status in (400, 422) for _, status in took)
        variants.check(name, lambda: expect.that(good, f"{len(text.encode())} bytes three times took {slowest:.1f} s, plain ones {usual:.1f} s {took}"))
    variants.done()


@case()
def bodies_must_say_that_they_are_json(daemon):
    """Another type, or none, is 415, and the connection ends."""
    variants = expect.All()
    for kind in ("text/plain", "application/jsonx", "application/x-www-form-urlencoded", "text/json, application/json", ""):
        fields = ["Content-Length: 2"] + ([f"Content-Type: {kind}"] if kind else [])
        data = request("POST", "/v1/reload", headers=fields) + b"{}"
        variants.check(kind, lambda: expect.refused(daemon, data, 415, "unsupported_media_type", kind))
    variants.done()
