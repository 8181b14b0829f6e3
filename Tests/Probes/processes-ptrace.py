# probe: processes-ptrace
# principle: P09
# attempts: traces: a child asks to be traced, and a process takes hold of another without stopping it
# expect: contained
# control: user
# end
import ctypes
import os
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)
won = []
if (pid := os.fork()) == 0:
    os._exit(7 if libc.ptrace(0, 0, None, None) == 0 else 0)  # PTRACE_TRACEME
if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7:
    won.append("traceme")
if (pid := os.fork()) == 0:
    time.sleep(2)
    os._exit(0)
for request, name in ((0x4206, "seize"), (16, "attach")):
    if libc.syscall(101, request, pid, None, None) == 0:
        won.append(name)
        break
os.kill(pid, 9)
if won:
    print("ESCAPED processes-ptrace", *won)
    sys.exit(1)
print("CONTAINED processes-ptrace nothing can be traced")
