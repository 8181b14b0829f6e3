"""What is asked, before anybody is asked."""

import asyncio
from decimal import Decimal
from fractions import Fraction

import pytest

from mayfly import AsyncMayfly, Mayfly
from mayfly.requests import Order, duration

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
