# probe: scheduler-affinity
# principle: P25
# attempts: binds itself and its threads to one processor, where it can disturb who else runs there
# expect: contained
# control: user
# end
import os
import sys

won = []
for target in (0, os.getpid(), os.getppid()):
    if (pid := os.fork()) == 0:
        try:
            os.sched_setaffinity(target, {min(os.sched_getaffinity(0))})
            os._exit(7 if target != os.getppid() else 0)
        except OSError:
            os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(str(target))
if won:
    print("ESCAPED scheduler-affinity bound to one processor")
    sys.exit(1)
print("CONTAINED scheduler-affinity cannot choose its processor")
