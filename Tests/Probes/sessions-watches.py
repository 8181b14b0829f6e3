# probe: sessions-watches
# principle: P22
# attempts: two sessions at once see each other's reading by watching files that both can read
# expect: contained
# control: user
# runs: 2-at-once
# end
import ctypes
import os
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)
watcher = libc.inotify_init1(os.O_NONBLOCK)
for path in (b"/usr/lib/os-release", b"/usr/bin/env", b"/etc/ld.so.cache"):
    libc.inotify_add_watch(watcher, path, 0x20)  # IN_OPEN
seen = False
time.sleep(0.6)
for _ in range(20):
    try:
        seen = seen or bool(os.read(watcher, 4096))
    except OSError:
        pass
    time.sleep(0.05)
libc.close(watcher)
with open("/etc/ld.so.cache", "rb"):
    time.sleep(0.3)
if seen:
    print("ESCAPED sessions-watches saw somebody open a file")
    sys.exit(1)
print("CONTAINED sessions-watches saw nobody")
