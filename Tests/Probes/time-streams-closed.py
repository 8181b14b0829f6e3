# probe: time-streams-closed
# principle: P18
# attempts: closes its streams, leaves its group and sleeps, so that only a clock can tell that it is there
# expect: wall_timeout
# control: user
# cap: 9 s
# waits: yes
# end
import os
import time

kept = os.dup(1)
os.set_inheritable(kept, False)
for number in (0, 1, 2):
    os.close(number)
if os.fork():
    os.wait()
    os.write(kept, b"ESCAPED time-streams-closed 9 s without streams\n")
    os._exit(1)
os.setsid()
time.sleep(9)
