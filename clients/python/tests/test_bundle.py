"""What can be proposed from this machine."""

import os
import pathlib
import socket

import pytest

from mayfly import InvalidBundle, Mayfly, MayflyError, bundle

NOWHERE = "/nowhere/mayfly.sock"


def link(place):
    (place / "sub").mkdir()
    (place / "sub/etc").symlink_to("/etc")


def serve(place):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place / "s"))


def many(place):
    for number in range(1001):
        (place / f"f{number}").touch()


def spread(place):
    for name in "ab":
        (place / name).mkdir()
        many_of = place / name
        for number in range(501):
            (many_of / f"f{number}").touch()


def large(place):
    with open(place / "large", "wb") as file:
        file.truncate(65 << 20)


HOSTILE = {
    "sub/etc is a link; a script has regular files only": link,
    "nowhere is a link": lambda place: (place / "nowhere").symlink_to("gone"),
    "loop is a link": lambda place: (place / "loop").symlink_to("."),
    "pipe is not a regular file": lambda place: os.mkfifo(place / "pipe"),
    "s is not a regular file": serve,
    "has a file whose name is not UTF-8": lambda place: pathlib.Path(os.fsdecode(bytes(place / "a") + b"\xff")).touch(),
    "not a plain relative path": lambda place: (place / "a\nb").touch(),
    "no backslash": lambda place: (place / "a\\b").touch(),
    "normal form C": lambda place: (place / "a\u0308").touch(),
    "a character that is not seen": lambda place: (place / "a\u202eb").touch(),
    "changes the order": lambda place: (place / "a\u034fb").touch(),
    "standard input to sha256sum": lambda place: (place / "-").touch(),
    "is read by nothing": lambda place: (place / "mayfly.yml").touch(),
    ": a script has at most 1000 files": many,
    "^a script has at most 1000 files": spread,
    "more than 16 directories deep": lambda place: (place / "/".join("d" * 20)).mkdir(parents=True),
    "at most 64 MiB": large,
}


@pytest.mark.parametrize("message", HOSTILE)
def test_what_is_in_no_script_is_refused_by_name(tmp_path, message):
    (tmp_path / "main.py").write_text("")
    HOSTILE[message](tmp_path)
    with pytest.raises(InvalidBundle, match=message):
        Mayfly(NOWHERE).propose("a", tmp_path)


def test_a_directory_is_all_of_its_files(tmp_path):
    (tmp_path / "lib/a b").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    (tmp_path / "lib/a b/é.bin").write_bytes(b"\xff" * 100_000)
    (tmp_path / "main.py").write_text("x")
    (tmp_path / ".hidden").write_text("y")
    assert bundle.read(tmp_path) == {".hidden": b"y", "lib/a b/é.bin": b"\xff" * 100_000, "main.py": b"x"}
    # Who names a link means what it leads to.
    (tmp_path.parent / "link").symlink_to(tmp_path)
    assert bundle.read(tmp_path.parent / "link").keys() == bundle.read(str(tmp_path)).keys()


def test_it_may_be_at_the_bounds(tmp_path):
    many(tmp_path)
    (tmp_path / "f0").unlink()
    assert len(bundle.read(tmp_path)) == 1000
    deep = tmp_path / "deep" / "/".join("d" * 15)
    deep.mkdir(parents=True)
    (deep / "x").touch()
    assert list(bundle.read(tmp_path / "deep")) == ["d/" * 15 + "x"]


@pytest.mark.parametrize(
    ("name", "entry"),
    [("a.py", "main.py"), ("a.sh", "main.sh"), ("a.js", "main.js"), ("a.mjs", "main.js"), ("a.cjs", "main.js"), ("a.txt", "main")],
)
def test_one_file_is_the_entry_point(tmp_path, name, entry):
    (tmp_path / name).write_text("x")
    assert bundle.read(tmp_path / name) == {entry: b"x"}


def test_what_is_no_file_is_said(tmp_path):
    for source in (tmp_path, {}):
        with pytest.raises(MayflyError, match="there is no file"):
            Mayfly(NOWHERE).propose("a", source)
    with pytest.raises(FileNotFoundError):
        bundle.read(tmp_path / "gone")
    with pytest.raises(InvalidBundle, match="neither a file nor a directory"):
        bundle.read("/dev/null")
    # A file of the kernel says that it has no bytes, and then has some.
    with pytest.raises(InvalidBundle, match="changed while it was read"):
        bundle.read("/proc/self/status")


def test_nothing_is_left_open(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").symlink_to("c")
    before = os.listdir("/proc/self/fd")
    with pytest.raises(InvalidBundle):
        bundle.read(tmp_path)
    assert len(os.listdir("/proc/self/fd")) == len(before)
