# probe: tasks-zombies
# principle: P15
# attempts: leaves children dead and not waited for: each keeps its number
# expect: contained|pids_limit
# control: user
# cap: 96 zombies
# end
import os
import sys

count = 0
try:
    while count < 96:
        if os.fork() == 0:
            os._exit(0)
        count += 1
except OSError:
    pass
if count >= 96:
    print("ESCAPED tasks-zombies 96 zombies")
    sys.exit(1)
print("CONTAINED tasks-zombies stopped at", count)
