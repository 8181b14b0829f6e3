# probe: survivors-hopping
# principle: P19
# attempts: leaves a process that is never the same: each lives for some milliseconds and forks the next; the second run looks for it
# expect: contained
# control: user
# runs: 2-in-turn
# cap: 8 s
# end
import os
import socket
import sys
import time

ADDRESS = "\0mayfly-probe-hopping"
listener = socket.socket(socket.AF_UNIX)
try:
    listener.bind(ADDRESS)
except OSError:
    print("ESCAPED survivors-hopping the name is held by what the first run left")
    sys.exit(1)
if os.fork() == 0:
    os.closerange(0, 3)
    end = time.monotonic() + 8
    while time.monotonic() < end:
        try:
            if os.fork():
                os._exit(0)
        except OSError:
            pass
        os.setsid() if os.getpid() != os.getsid(0) else None
        time.sleep(0.002)
    os._exit(0)
print("CONTAINED survivors-hopping the name was free")
