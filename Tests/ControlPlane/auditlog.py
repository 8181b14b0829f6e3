"""Reads a daemon's audit log from its files, by itself: what is wrong with it, and with what it says of sessions."""

import base64
import hashlib
import json


def _node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def _root(stack):
    """The tree's hash, from the hashes of its complete subtrees."""
    if not stack:
        return hashlib.sha256(b"").digest()
    whole = stack[-1]
    for left in reversed(stack[:-1]):
        whole = _node(left, whole)
    return whole


def _leaves(directory):
    for path in sorted(directory.glob("log-*.jsonl")):
        yield from path.read_bytes().splitlines(keepends=True)


def read(directory):
    """The records up to the checkpoint, and what is wrong with them."""
    lines = (directory / "checkpoint").read_text(encoding="utf-8").split("\n")
    size, root = int(lines[1]), base64.b64decode(lines[2])
    records, stack, faults = [], [], []
    for index, leaf in enumerate(_leaves(directory)):
        if index == size:
            break
        record = json.loads(leaf)
        if record["index"] != index or not leaf.endswith(b"\n"):
            return records, [f"record {index} of the audit log is not there or is cut"]
        current = hashlib.sha256(b"\x00" + leaf).digest()
        rest = index
        while rest & 1:
            current = _node(stack.pop(), current)
            rest >>= 1
        stack.append(current)
        records.append(record)
    if len(records) != size:
        faults.append(f"the audit log has {len(records)} records, and its checkpoint says {size}")
    elif _root(stack) != root:
        faults.append("the audit log's root is not the checkpoint's")
    return records, faults


def faults(directory, destroyed, verdicts):
    """What is wrong with a log after a restart, when every one of the `destroyed` sessions has ended.

    `verdicts` has the verdict of those whose record was read, and whether they ran.
    """
    records, found = read(directory)
    starts, ends = {}, {}
    for record in records:
        session = record.get("session")
        if record["event"] == "started":
            if session in starts:
                found.append(f"{session} has two start records")
            starts[session] = record["index"]
        if record["event"] in ("ended", "refused") and session:
            if session in ends:
                found.append(f"{session} has two end records")
            ends[session] = record
    found += [f"{session} has a start record and no end" for session in starts if session not in ends]
    for session, record in ends.items():
        if record["event"] == "ended" and record["start"] != starts.get(session):
            found.append(f"{session} names {record['start']} as its start record, which is {starts.get(session)}")
    for session, (verdict, ran) in verdicts.items():
        if ran and session not in starts:
            found.append(f"{session} has run, and the audit log has no start of it")
        said = ends.get(session, {}).get("verdict", verdict)
        if said != verdict:
            found.append(f"{session} is {verdict}, and the audit log says {said}")
    return found + [f"{session} has ended, and the audit log has no end of it" for session in destroyed if session not in ends]
