# probe: sessions-file-locks
# principle: P22
# attempts: two sessions at once see each other by locks on files that both can read: flock, record locks, leases
# expect: contained
# control: user
# runs: 2-at-once
# end
import fcntl
import os
import sys
import time

held, met = [], []
for path in ("/usr/bin/env", "/etc/ld.so.cache", "/usr/lib/os-release", "/dev/null", "/usr"):
    descriptor = os.open(path, os.O_RDONLY)
    held.append(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        met.append(path)
    except OSError:
        pass
time.sleep(1.5)
if met:
    print("ESCAPED sessions-file-locks locked by somebody else:", *met)
    sys.exit(1)
print("CONTAINED sessions-file-locks no lock of anybody")
