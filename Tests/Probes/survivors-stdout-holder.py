# probe: survivors-stdout-holder
# principle: P19
# attempts: ends while a grandchild holds its streams open and goes on printing; the second run looks whether it is still there
# expect: contained
# control: user
# runs: 2-in-turn
# cap: 12 s
# end
import os
import socket
import sys
import time

holder = socket.socket(socket.AF_UNIX)
try:
    holder.bind("\0mayfly-probe-holder")
except OSError:
    print("ESCAPED survivors-stdout-holder the holder of the first run lives")
    sys.exit(1)
print("CONTAINED survivors-stdout-holder no holder")
sys.stdout.flush()
if os.fork() == 0:
    os.setsid()
    for _ in range(240):
        try:
            os.write(2, b".")
        except OSError:
            pass
        time.sleep(0.05)
    os._exit(0)
