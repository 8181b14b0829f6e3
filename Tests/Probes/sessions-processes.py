# probe: sessions-processes
# principle: P22
# attempts: two sessions at once look for each other among the processes, by a name that both give themselves
# expect: contained
# control: user
# runs: 2-at-once
# end
import ctypes
import os
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)
libc.prctl(15, b"mayfly-meeting", 0, 0, 0)  # PR_SET_sessions-processes
met = set()
for _ in range(15):
    for name in set(os.listdir("/proc")) | set(map(str, range(1, 100))):
        try:
            if name.isdigit() and int(name) != os.getpid() and open(f"/proc/{name}/comm").read() == "mayfly-meeting\n":
                met.add(int(name))
        except OSError:
            pass
    time.sleep(0.1)
if met:
    print("ESCAPED sessions-processes met process", *met)
    sys.exit(1)
print("CONTAINED sessions-processes met nobody")
