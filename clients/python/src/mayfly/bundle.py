"""The files of a script on this machine, as they are proposed: by the same rules as `mayfly script add` has."""

from __future__ import annotations

import os
import stat
import unicodedata

from .errors import InvalidBundle

MOST_FILES = 1000
MOST_BYTES = 64 * 1024 * 1024
LONGEST_PATH = 512
LONGEST_PART = 255
DEEPEST = 16
_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_IGNORABLE = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)
"""What Unicode says to show as nothing where it has no effect (Default_Ignorable_Code_Point)."""


def read(source: str | os.PathLike[str]) -> dict[str, bytes]:
    """The files of a directory with everything below it, or the one file that becomes the entry point.

    Raises InvalidBundle for what is in no script, such as a link, and OSError for what cannot be read.
    """
    root = os.fspath(source)
    walk = _Walk(root)
    # A link that the caller names is followed; one that is found below it is not.
    mode = os.stat(root).st_mode
    if stat.S_ISREG(mode):
        walk.add_file(_entry(root))
    elif stat.S_ISDIR(mode):
        walk.add_directory()
    else:
        raise InvalidBundle(f"{root} is neither a file nor a directory")
    if not walk.files:
        raise InvalidBundle(f"there is no file in {root}")
    return walk.files


def _entry(path: str) -> str:
    """What a single file is called in its bundle."""
    if path.endswith((".py", ".sh")):
        return "main" + path[-3:]
    return "main.js" if path.endswith((".js", ".mjs", ".cjs")) else "main"


def name_problem(path: str) -> str | None:
    """Why a file of a bundle may not have this path; None when it may."""
    parts = path.split("/")
    is_plain = (
        len(path.encode()) <= LONGEST_PATH and len(parts) <= DEEPEST and not any(c < " " or c in "\x7f\\" for c in path)
        and all(part not in ("", ".", "..") and len(part.encode()) <= LONGEST_PART for part in parts)
    )
    if not is_plain:
        return (
            "is not a plain relative path: no '..', no '/' at its beginning or end, no control character, no backslash, at most "
            f"{LONGEST_PATH} bytes and {DEEPEST} directories"
        )
    if any(_is_unseen(character) for character in path):
        return "has a character that is not seen or changes the order of the others"
    if not unicodedata.is_normalized("NFC", path):
        return "is not in Unicode's normal form C; rename the file"
    if path == "-":
        return "is standard input to sha256sum; rename the file"
    if path in ("mayfly.yml", "mayfly.json"):
        return "is read by nothing; the description is called mayfly.yaml"
    return None


def _is_unseen(character: str) -> bool:
    value = ord(character)
    if 0x80 <= value < 0xA0 or value in (0x2028, 0x2029):
        return True
    return unicodedata.category(character) == "Cf" or any(first <= value <= last for first, last in _IGNORABLE)


class _Walk:
    """Reads the files below a directory that somebody else may be changing.

    Every name is opened from the directory it was found in, and no link is followed. What is not a regular file is never opened,
    so that no pipe holds the walk up.
    """

    def __init__(self, root: str) -> None:
        self.files: dict[str, bytes] = {}
        self._root = root
        self._size = 0

    def add_file(self, name: str) -> None:
        """Reads the one file that the root is."""
        self._add(os.open(self._root, _FILE), self._root, name)

    def add_directory(self) -> None:
        """Reads everything below the root."""
        self._walk(os.open(self._root, _DIRECTORY), "", 1)

    def _place(self, path: str) -> str:
        return f"{self._root}/{path}" if path else self._root

    def _walk(self, directory: int, path: str, depth: int) -> None:
        try:
            if depth > DEEPEST:
                raise InvalidBundle(f"{self._place(path)} is more than {DEEPEST} directories deep")
            for name in self._names(directory, path):
                self._look(name, directory, f"{path}/{name}" if path else name, depth)
        finally:
            os.close(directory)

    def _names(self, directory: int, path: str) -> list[str]:
        """The names in a directory, in the order of their bytes."""
        names: list[bytes] = []
        with os.scandir(directory) as entries:
            for entry in entries:
                names.append(os.fsencode(entry.name))
                if len(names) > MOST_FILES:
                    raise InvalidBundle(f"{self._place(path)}: a script has at most {MOST_FILES} files")
        try:
            return [name.decode() for name in sorted(names)]
        except UnicodeDecodeError:
            raise InvalidBundle(f"{self._place(path)} has a file whose name is not UTF-8") from None

    def _look(self, name: str, directory: int, path: str, depth: int) -> None:
        mode = os.stat(name.encode(), dir_fd=directory, follow_symlinks=False).st_mode
        place = self._place(path)
        if stat.S_ISDIR(mode):
            self._walk(os.open(name.encode(), _DIRECTORY | os.O_NOFOLLOW, dir_fd=directory), path, depth + 1)
        elif stat.S_ISREG(mode):
            self._add(os.open(name.encode(), _FILE | os.O_NOFOLLOW, dir_fd=directory), place, path)
        elif stat.S_ISLNK(mode):
            raise InvalidBundle(f"{place} is a link; a script has regular files only, so copy what it leads to")
        else:
            raise InvalidBundle(f"{place} is not a regular file")

    def _add(self, descriptor: int, place: str, path: str) -> None:
        with open(descriptor, "rb", buffering=0) as file:
            if len(self.files) >= MOST_FILES:
                raise InvalidBundle(f"a script has at most {MOST_FILES} files")
            if problem := name_problem(path):
                raise InvalidBundle(f"{place} cannot be part of a script: its path {problem}")
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise InvalidBundle(f"{place} is not a regular file")
            if before.st_size > MOST_BYTES - self._size:
                raise InvalidBundle(f"a script has at most {MOST_BYTES >> 20} MiB of files")
            data = bytearray()
            while len(data) <= before.st_size and (piece := file.read(before.st_size + 1 - len(data))):
                data += piece
            after = os.fstat(descriptor)
            if (len(data), before.st_size, before.st_mtime_ns) != (before.st_size, after.st_size, after.st_mtime_ns):
                raise InvalidBundle(f"{place} changed while it was read; try again when nothing writes to it")
        self._size += len(data)
        self.files[path] = bytes(data)
