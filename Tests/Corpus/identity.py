import os
import time

print(os.getpid(), os.getppid(), os.getuid(), os.getgid(), os.getgroups(), os.getsid(0) == os.getpid(), os.getpgid(0) == os.getpid())
print(time.time() > 1_700_000_000, time.tzname, time.process_time() < 5, os.nice(0), os.sched_getaffinity(0) == os.sched_getaffinity(1))
print(open("/proc/self/comm").read(), open("/proc/self/status").read().split("Seccomp:")[1].split("\n")[0])
print("end of identity.py")
