# probe: tasks-threads
# principle: P15
# attempts: starts threads, each of which counts as much as a process
# expect: contained|pids_limit
# control: user
# cap: 96 threads
# end
import sys
import threading

threading.stack_size(65536)
done, count = threading.Event(), 0
try:
    while count < 96:
        threading.Thread(target=done.wait, args=(3,), daemon=True).start()
        count += 1
except (RuntimeError, MemoryError):
    pass
done.set()
if count >= 96:
    print("ESCAPED tasks-threads 96 threads")
    sys.exit(1)
print("CONTAINED tasks-threads stopped at", count)
