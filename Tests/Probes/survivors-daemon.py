# probe: survivors-daemon
# principle: P19
# attempts: leaves a daemon: forked twice, own session, streams closed, signals ignored; the second run looks whether it answers
# expect: contained
# control: user
# runs: 2-in-turn
# cap: 12 s
# end
import os
import signal
import socket
import sys
import time

ADDRESS = "\0mayfly-probe-daemon"
with socket.socket(socket.AF_UNIX) as caller:
    if caller.connect_ex(ADDRESS) == 0:
        print("ESCAPED survivors-daemon the first run's daemon lives")
        sys.exit(1)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(1, 65):
            if number not in (9, 19, 32, 33):
                signal.signal(number, signal.SIG_IGN)
        os.closerange(0, 64)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(ADDRESS)
        listener.listen()
        time.sleep(12)
    os._exit(0)
time.sleep(0.3)
print("CONTAINED survivors-daemon nobody answered")
