# probe: tasks-fork
# principle: P15
# attempts: forks children that stay
# expect: contained|pids_limit
# control: user
# cap: 96 processes
# end
import os
import sys
import time

children = []
try:
    while len(children) < 96:
        pid = os.fork()
        if pid == 0:
            time.sleep(3)
            os._exit(0)
        children.append(pid)
except OSError:
    pass
for pid in children:
    os.kill(pid, 9)
if len(children) >= 96:
    print("ESCAPED tasks-fork 96 processes")
    sys.exit(1)
print("CONTAINED tasks-fork stopped at", len(children))
