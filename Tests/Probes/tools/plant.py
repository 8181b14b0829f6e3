"""Plants what probes look for on the host, says "planted", and takes it away at the end of its input.

Usage, as root: plant.py WORD
"""

import ctypes
import os
import shutil
import socket
import sys
import threading

DIRECTORY = "/var/tmp/mayfly-canary"
SHARED_MEMORY_KEY = 0x4D617966
QUEUE = b"mayfly-canary"
MQ_OPEN, MQ_UNLINK, MQ_SEND = 240, 241, 242
IPC_REMOVE = 0

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p


def plant_file(word):
    """A file that everybody may read."""
    os.makedirs(DIRECTORY, exist_ok=True)
    os.chmod(DIRECTORY, 0o755)
    with open(f"{DIRECTORY}/file", "w") as file:
        file.write(word)
    os.chmod(f"{DIRECTORY}/file", 0o644)


def plant_socket(address, word):
    """A stream socket that answers every caller with the word."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(50)
    if address[0] == "/":
        os.chmod(address, 0o666)

    def answer():
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(word.encode())

    threading.Thread(target=answer, daemon=True).start()


def plant_shared_memory(word):
    """Shared memory that everybody may attach; returns its number."""
    number = libc.shmget(SHARED_MEMORY_KEY, 4096, 0o1666)
    place = libc.shmat(number, None, 0)
    ctypes.memmove(place, word.encode() + b"\0", len(word) + 1)
    libc.shmdt(ctypes.c_void_p(place))
    return number


def plant_queue(word):
    """A message queue that everybody may read, with one message."""
    queue = libc.syscall(MQ_OPEN, QUEUE, os.O_CREAT | os.O_RDWR, 0o666, None)
    os.fchmod(queue, 0o666)
    libc.syscall(MQ_SEND, queue, word.encode(), len(word), 0, None)


def main():
    """Plants, waits, and takes everything away."""
    word = sys.argv[1]
    shutil.rmtree(DIRECTORY, ignore_errors=True)
    plant_file(word)
    plant_socket("\0mayfly-canary", word)
    plant_socket(f"{DIRECTORY}/socket", word)
    memory = plant_shared_memory(word)
    plant_queue(word)
    print("planted", flush=True)
    sys.stdin.read()
    libc.shmctl(memory, IPC_REMOVE, None)
    libc.syscall(MQ_UNLINK, QUEUE)
    shutil.rmtree(DIRECTORY)


main()
