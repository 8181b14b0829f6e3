"""Lets programs that speak TCP only talk to the daemon: a loopback port whose connections are joined to the socket.

Whoever connects is to the daemon the user that runs this: it is for tests alone.
"""

import contextlib
import socket
import threading


def _copy(source, target):
    """Moves bytes one way until there are no more."""
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    # To the daemon, a client that stops sending has gone: the whole connection ends.
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _join(client, path):
    with client, socket.socket(socket.AF_UNIX) as daemon:
        try:
            daemon.connect(path)
        except OSError:
            return
        back = threading.Thread(target=_copy, args=(daemon, client), daemon=True)
        back.start()
        _copy(client, daemon)
        back.join()


@contextlib.contextmanager
def pump(path):
    """Yields the port."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:

        def serve():
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=_join, args=(client, path), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
