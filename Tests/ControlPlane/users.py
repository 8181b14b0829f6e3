"""Runs something as another user of the host."""

import grp
import os
import pickle
import sys

FIRST = 65534
SECOND = 65533


def group():
    """The number of the group that may use the socket."""
    return grp.getgrnam("mayfly").gr_gid


def become(uid, gid):
    """Turns this process into another user's, without any other group."""
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


def start(uid, body, *arguments, gid=None):
    """Starts body as a user in a child; returns the child and where its result will come."""
    reader, writer = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    os.close(reader)
    try:
        become(uid, group() if gid is None else gid)
        answer = (True, body(*arguments))
    except BaseException as error:
        answer = (False, f"{type(error).__name__}: {error}")
    try:
        with os.fdopen(writer, "wb") as stream:
            pickle.dump(answer, stream)
    finally:
        os._exit(0)


def result(started):
    """Waits for what start began; raises what went wrong there."""
    child, reader = started
    with os.fdopen(reader, "rb") as stream:
        data = stream.read()
    os.waitpid(child, 0)
    succeeded, value = pickle.loads(data) if data else (False, "the child died")
    if not succeeded:
        raise AssertionError(value)
    return value


def run(uid, body, *arguments, gid=None):
    """Runs body as a user; returns what it returned."""
    return result(start(uid, body, *arguments, gid=gid))
