# probe: namespaces-setns
# principle: P07
# attempts: enters namespaces: those of pid 1, of its parent and its own, by files and by process descriptors
# expect: contained
# control: root
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
won = []


def try_descriptor(open_it, kinds, name):
    if (pid := os.fork()) == 0:
        try:
            os._exit(7 if libc.setns(open_it(), kinds) == 0 else 0)
        except OSError:
            os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(name)


for process in ("1", str(os.getppid()), "self"):
    for kind in ("net", "ipc", "uts", "mnt", "cgroup", "pid", "user", "time"):
        path = f"/proc/{process}/ns/{kind}"
        try_descriptor(lambda: os.open(path, os.O_RDONLY), 0, path)
for pid in (1, os.getpid()):
    for kinds in (0x40000000, 0x8000000, 0x20000):
        try_descriptor(lambda: os.pidfd_open(pid), kinds, f"pidfd of {pid}")
if won:
    print("ESCAPED namespaces-setns", len(won), "entered, for example", won[0])
    sys.exit(1)
print("CONTAINED namespaces-setns no namespace can be entered")
