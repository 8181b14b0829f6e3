# probe: privilege-effects
# principle: P01
# attempts: does what needs a capability each: gives a file away, opens a raw socket, sets its own host name again, raises its priority
# expect: contained
# control: root
# end
import ctypes
import os
import socket
import sys

libc = ctypes.CDLL(None, use_errno=True)


def give_away():
    with open("given", "w") as file:
        os.fchown(file.fileno(), 4242, 4242)


def same_host_name():
    name = os.uname().nodename.encode()
    if libc.sethostname(name, len(name)):
        raise OSError(ctypes.get_errno(), "sethostname")


attempts = {
    "chown": give_away,
    "raw socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1).close(),
    "sethostname": same_host_name,
    "nice -1": lambda: os.nice(-1),
    "chroot .": lambda: os.chroot("."),
}
won = []
for name, attempt in attempts.items():
    if (pid := os.fork()) == 0:
        try:
            attempt()
        except OSError:
            os._exit(0)
        os._exit(7)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(name)
if won:
    print("ESCAPED privilege-effects", ", ".join(won))
    sys.exit(1)
print("CONTAINED privilege-effects no capability works")
