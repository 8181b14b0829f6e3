"""The reader of replies, without any socket: whole replies, in every way they can be cut."""

import pytest

from mayfly import ConnectionLost, MalformedReply
from mayfly.http1 import Lines, Reader

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A:  b \r\n\r\nhello"
CHUNKED = b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nT: 1\r\n\r\n"
AFTER = b"HTTP/1.1 100 Continue\r\n\r\n" + PLAIN
EMPTY = b"HTTP/1.1 204 No Content\r\nConnection: Close\r\n\r\n"


def read(data, size):
    """Feeds a reply in pieces; its head and its body."""
    reader, body = Reader(), b""
    for start in range(0, len(data), size):
        reader.feed(data[start : start + size])
        if reader.read_head():
            body += reader.read_body()
    assert reader.is_done
    return reader.head, body


@pytest.mark.parametrize("reply", [PLAIN, CHUNKED, AFTER])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_is_the_same_however_it_is_cut(reply, size):
    head, body = read(reply, size)
    assert body == b"hello"
    assert head.status in (200, 201)
    assert not head.closes


def test_has_its_fields_in_lower_case():
    head, _ = read(PLAIN, 1000)
    assert head.headers == {"content-length": "5", "x-a": "b"}
    head, body = read(EMPTY, 1000)
    assert (head.status, head.closes, body) == (204, True, b"")


@pytest.mark.parametrize(
    "data",
    [
        b"SSH-2.0-x\r\n\r\n", b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", b"HTTP/1.1 200 OK\r\nbroken\r\n\r\n", b"x" * 70_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1" * 2000,
    ],
)
def test_refuses_what_is_no_reply(data):
    reader = Reader()
    reader.feed(data)
    with pytest.raises(MalformedReply):
        if reader.read_head():
            reader.read_body()


def test_says_that_the_connection_ended():
    reader = Reader()
    reader.feed(PLAIN[:-1])
    reader.read_head()
    assert reader.read_body() == b"hell"
    with pytest.raises(ConnectionLost):
        reader.feed(b"")


def test_cuts_lines():
    lines = Lines()
    assert lines.feed(b"a\nb") == [b"a"]
    assert lines.feed(b"c\n\n") == [b"bc", b""]
    assert lines.feed(b"") == []
