# probe: scheduler-oom-score
# principle: P25
# attempts: changes whom the kernel kills first when memory is short
# expect: contained
# control: user
# end
import os
import sys

won = []
for name in ("oom_score_adj", "oom_adj"):
    if (pid := os.fork()) == 0:
        try:
            with open(f"/proc/self/{name}", "w") as file:
                file.write("10")
            os._exit(7)
        except OSError:
            os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
        won.append(name)
if int(open("/proc/self/oom_score_adj").read()) < 0:
    won.append("spared from the beginning")
if won:
    print("ESCAPED scheduler-oom-score", *won)
    sys.exit(1)
print("CONTAINED scheduler-oom-score its place in that order is fixed")
