# probe: tasks-orphans
# principle: P15
# attempts: forks twice, so that orphans hang on pid 1: those that stay, and many that die at once and must be reaped
# expect: contained|pids_limit
# control: user
# cap: 96 processes that stay
# end
import os
import sys
import time

reader, writer = os.pipe()
for _ in range(96):
    try:
        pid = os.fork()
    except OSError:
        break
    if pid == 0:
        try:
            if os.fork() == 0:
                os.setsid()
                os.write(writer, b"x")
                time.sleep(3)
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
os.close(writer)
os.set_blocking(reader, False)
# The last of them may take a moment to say that it is there.
count, deadline = 0, time.monotonic() + 2
while count < 96 and time.monotonic() < deadline:
    time.sleep(0.05)
    try:
        count += len(os.read(reader, 1000))
    except BlockingIOError:
        pass
if count >= 96:
    print("ESCAPED tasks-orphans 96 orphans")
    sys.exit(1)
print("CONTAINED tasks-orphans stopped at", count)
