"""What is asked, before anybody is asked."""

import asyncio
import json
import pathlib
from decimal import Decimal
from fractions import Fraction

import pytest

from mayfly import AsyncMayfly, Mayfly
from mayfly.requests import Order, duration

ROOT = pathlib.Path(__file__).resolve().parents[3]
NOWHERE = "/nowhere/mayfly.sock"


@pytest.mark.parametrize("name", ["timeout", "queue_timeout"])
def test_a_time_is_a_number_of_seconds(name):
    for wrong in ("x", "5", "5s", b"5", [5], {}, object(), True):
        with pytest.raises(TypeError, match=f"^{name} is seconds as a number"):
            Mayfly(NOWHERE).run("a", **{name: wrong})
        with pytest.raises(TypeError, match=f"^{name} is seconds as a number"):
            asyncio.run(AsyncMayfly(NOWHERE).run("a", **{name: wrong}))
    for wrong in (float("nan"), float("inf"), float("-inf")):
        with pytest.raises(ValueError, match=f"^{name} "):
            Mayfly(NOWHERE).run("a", **{name: wrong})


def test_every_kind_of_number_is_one():
    for number in (2, 2.0, Decimal(2), Fraction(2)):
        assert Order("a", timeout=number).body == b'{"script": "a", "limits": {"wall": "2000ms"}}'
        assert duration(number) == "2000ms"
    assert Order("a").body == b'{"script": "a"}'


def test_how_long_to_wait_is_a_number_too():
    for wrong in ("x", "30s", [], float("nan")):
        with pytest.raises((TypeError, ValueError), match="^timeout is seconds as a number"):
            Mayfly(NOWHERE).wait("ses_a", wrong)
        with pytest.raises((TypeError, ValueError), match="^timeout is seconds as a number"):
            asyncio.run(AsyncMayfly(NOWHERE).wait("ses_a", wrong))


def test_a_submission_can_say_all_that_the_api_takes():
    """What a member of the API's document is called, an argument is called; reviews are for the command line."""
    operations = json.loads((ROOT / "Sources/MayflyServer/Resources/openapi.json").read_text(encoding="utf-8"))
    schema = operations["paths"]["/v1/sessions"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    if "$ref" in schema:
        schema = operations["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    members = set(schema["properties"]) - {"review", "stdin_base64"}
    everything = {
        "args": ["a"], "stdin": "b", "env": {"A": "b"}, "files": {"a": "b"}, "profile": "strict", "limits": {"pids": 3},
        "labels": {"a": "b"}, "on_disconnect": "kill", "queue_timeout": 1, "workspace": "march",
    }
    assert set(everything) | {"script", "code", "runtime"} == members
    assert set(json.loads(Order("a", **everything).body)) == set(everything) | {"script"}
    assert set(json.loads(Order(code="a", runtime="sh", stdin=b"b").body)) == {"code", "runtime", "stdin_base64"}


def test_every_way_to_submit_says_it():
    given = {"timeout": 2, "on_disconnect": "detach", "idempotency_key": "order-17", "traceparent": "00-a", "workspace": "march"}
    order = Order("a", **given)
    assert json.loads(order.body)["on_disconnect"] == "detach"
    for request, target in ((order.request(0), "/v1/sessions"), (order.request(2), "/v1/sessions?wait=2000ms")):
        assert (request.target, dict(request.headers)) == (target, {"Idempotency-Key": "order-17", "traceparent": "00-a"})
    trial = order.trial()
    assert (trial.target, trial.body) == ("/v1/sessions?dry_run=true", order.body)
    # One is made for each that has none.
    assert Order("a").idempotency_key != Order("a").idempotency_key
