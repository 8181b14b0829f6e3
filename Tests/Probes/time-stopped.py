# probe: time-stopped
# principle: P18
# attempts: stops itself, so that nothing happens any more until a child wakes it
# expect: wall_timeout
# control: user
# cap: 9 s
# waits: yes
# end
import os
import signal
import sys
import time

own = os.getpid()
if os.fork() == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(9)
    os.kill(own, signal.SIGCONT)
    os._exit(0)
os.kill(own, signal.SIGSTOP)
print("ESCAPED time-stopped woken after 9 s")
sys.exit(1)
