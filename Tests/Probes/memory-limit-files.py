# probe: memory-limit-files
# principle: P14
# attempts: looks for the control group's files and for another way to them, and opens its own limits for writing
# expect: contained
# control: root
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
won = []
rows = [line.strip().split(":", 2) for line in open("/proc/self/cgroup")]
for _, controller, path in rows:
    for top in (f"/sys/fs/cgroup/{controller}", "/sys/fs/cgroup", "/sys/fs/cgroup/unified"):
        for name in ("memory.limit_in_bytes", "memory.max", "pids.max", "cgroup.procs", "tasks", "notify_on_release"):
            file = f"{top}{path.rstrip('/')}/{name}"
            try:
                os.close(os.open(file, os.O_WRONLY))
                won.append(file)
            except OSError:
                pass
    if path != "/":
        won.append(f"the path {path}")
if " - cgroup" in open("/proc/self/mountinfo").read():
    won.append("a cgroup file system is mounted")
if won:
    print("ESCAPED memory-limit-files", len(won), "things, for example", won[0])
    sys.exit(1)
print("CONTAINED memory-limit-files no control file")
