"""Limits: a floor, a ceiling, one way to write each, and the profile's own where none is given."""

import expect
from registry import case

TIMES, SIZES = ("wall", "cpu_time"), ("memory", "disk", "output", "artifacts")
COUNTS = ("pids", "inodes", "open_files", "artifact_count")
SMALL = {"pids": 2, "inodes": 16, "open_files": 8, "artifact_count": 0}
NEVER = (-1, "-1", 2**63, 2**64, str(2**63), 1.5, "1.5", 1e400, "NaN", "nan", "inf", "", " ",
         "abc", "0x10", "1_000", "\u0661", True, False, None, [], {})
TIME = ("10", 10, "0s", "0ms", "9ms", "-1s", "+1s", "1.5s", " 1s", "1s ", "1S", "1d", "s", "1s1s", "1ms1s", "1s\0", "1\u017f", "9223372036854775807s")
SIZE = ("1.5Mi", "-1Mi", "+8Mi", "8 Mi", "8mi", "8MI", "8MiB", "8m", " 8Mi", "8Mi ", "0x8Mi", "16384\u212ai", "18446744073709551615Ti")
COUNT = ("+10", " 10", "10 ", "10.0", 10.5, "1e1", 1e1, "10Ki", "4294967306")
CPUS = (0, "0", -1, "-1", "+500m", "+50%", "500 m", "0m", "0%", "1e-1", "0x1", ".", "m", "%", "9m", "NaN", "inf", None, True)


def refused(daemon, digest, name, value):
    """Fails unless one limit is refused."""
    answer = daemon.ask("POST", "/v1/sessions", {"script": digest, "limits": {name: value}})
    what = f"{name}: {value!r:.40}"
    if answer.code == "limit_above_ceiling":
        return expect.problem(answer, 422, "limit_above_ceiling", what)
    return expect.problem(answer, 422, "invalid_request", what)


def variants_of(daemon, names, values):
    """Every name with every value."""
    digest = daemon.approve("attack/limits", "true\n")
    variants = expect.All()
    for name in names:
        for value in values:
            # 1e400 is Infinity to Python, which would write no JSON.
            value = "1e400" if value == float("inf") else value
            variants.check(f"{name} {value!r:.40}", lambda: refused(daemon, digest, name, value))
    variants.done()


@case()
def durations_have_a_unit(daemon):
    """What is no duration, too short or too long is refused."""
    variants_of(daemon, TIMES, NEVER + TIME)


@case()
def sizes_are_exact(daemon):
    """Signs, fractions, spaces, other letters and letters that look alike are refused."""
    variants_of(daemon, SIZES, [value for value in NEVER if value not in ("",)] + list(SIZE) + [""])


@case()
def counts_are_whole_numbers(daemon):
    """Signs, fractions, exponents and numbers that wrap are refused."""
    variants_of(daemon, COUNTS, NEVER + COUNT)


@case()
def processors_are_plain_numbers(daemon):
    """None, less than the floor, signs and exponents are refused."""
    variants_of(daemon, ("cpus",), CPUS)


@case()
def numbers_that_are_none_are_no_json(daemon):
    """NaN is no JSON; 1e400 is, and no limit."""
    digest = daemon.approve("attack/limits", "true\n")
    body = b'{"script":"%s","limits":{"pids":%s}}'
    for text, status, code in ((b"NaN", 400, "malformed_request"), (b"1e400", 422, "invalid_request"), (b"-0", 422, "invalid_request")):
        answer = daemon.ask("POST", "/v1/sessions", body % (digest.encode(), text))
        expect.problem(answer, status, code, text.decode())


@case()
def limits_only_tighten(daemon):
    """One above the profile's is refused with the ceiling; unknown ones are refused; none means the profile's."""
    digest = daemon.approve("attack/limits", "true\n")
    ceiling = daemon.ask("GET", "/v1/profiles/standard").json["limits"]
    above = {"wall": "31s", "cpu_time": "21s", "cpus": "1.001", "memory": "257Mi", "pids": 65, "disk": "65Mi", "inodes": 4097,
             "open_files": 257, "output": "1025Ki", "artifacts": "17Mi", "artifact_count": 101}
    expect.equal(set(above), set(ceiling), "the limits of the profile")
    variants = expect.All()
    for name, value in above.items():
        answer = daemon.ask("POST", "/v1/sessions", {"script": digest, "limits": {name: value}})
        variants.check(name, lambda: expect.problem(answer, 422, "limit_above_ceiling", name))
    for name in ("Wall", "walls", "", "network", "wall ", "wall\0"):
        answer = daemon.ask("POST", "/v1/sessions", {"script": digest, "limits": {name: "1s"}})
        variants.check(name, lambda: expect.problem(answer, 422, "invalid_request", repr(name)))
    for members in ({}, {"limits": {}}, {"limits": None}):
        variants.check("none", lambda: expect.equal(daemon.run(digest, **members)["limits"], ceiling, f"{members}"))
    for limits in ([], "x", 1, [{"wall": "1s"}]):
        answer = daemon.ask("POST", "/v1/sessions", {"script": digest, "limits": limits})
        variants.check(limits, lambda: expect.problem(answer, 422, "invalid_request", repr(limits)))
    variants.done()


@case()
def limits_at_the_floor_hold(daemon):
    """The least of each, as a number and as a text, is taken as it was asked for."""
    digest = daemon.approve("attack/limits", "true\n")
    for name, value in SMALL.items():
        for written in (value, str(value)):
            answer = daemon.ask("POST", "/v1/sessions", {"script": digest, "limits": {name: written}})
            expect.that(answer.status in (200, 201), f"{name}: {written!r}: {answer}")
            expect.equal(answer.json["limits"][name], str(value), f"{name}: {written!r}")
            daemon.finished(answer.json["id"])
