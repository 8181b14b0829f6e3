"""Takes files that come piece by piece: into memory, or to a place where they are whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import pathlib
import secrets
from types import TracebackType

from .errors import MalformedReply
from .http1 import Head
from .models import Artifact


class Incoming:
    """The bytes of an artifact, which have to be those that the daemon has recorded.

    - `into`: where a new file shall be with them; kept in memory if not given. There must be nothing.

    What has come is beside that place under another name until it is complete: nothing is ever overwritten, and an end in the
    middle leaves nothing under the final name. The file system has to know hard links.
    """

    def __init__(self, artifact: str | Artifact, into: str | os.PathLike[str] | None = None) -> None:
        self._name = artifact.name if isinstance(artifact, Artifact) else artifact
        self._expected = {artifact.sha256} if isinstance(artifact, Artifact) else set()
        self._hash = hashlib.sha256()
        self._pieces: list[bytes] = []
        self._place = None if into is None else pathlib.Path(into)
        self._part: pathlib.Path | None = None
        self._descriptor = -1

    def __enter__(self) -> Incoming:
        if self._place is not None:
            if os.path.lexists(self._place):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self._place))
            part = self._place.with_name(f".mayfly-{secrets.token_hex(8)}.part")
            self._descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
            self._part = part
        return self

    def write(self, piece: bytes) -> None:
        """Takes the next bytes."""
        self._hash.update(piece)
        if self._part is None:
            self._pieces.append(piece)
            return
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]

    def finish(self, head: Head) -> bytes | pathlib.Path:
        """All that has come, or where it is now.

        - `head`: of the reply that had it; says the digest, too.

        Raises MalformedReply when these are other bytes than they should be, and FileExistsError when something is at the
        place by now.
        """
        expected = self._expected | {head.headers.get("x-content-sha256", "")} - {""}
        if expected != {self._hash.hexdigest()}:
            raise MalformedReply(f"the artifact {self._name} came with the digest {self._hash.hexdigest()}, not as recorded")
        if self._part is None or self._place is None:
            return b"".join(self._pieces)
        os.fsync(self._descriptor)
        os.link(self._part, self._place)
        return self._place

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._part is not None:
            os.close(self._descriptor)
            os.unlink(self._part)
            self._part = None
