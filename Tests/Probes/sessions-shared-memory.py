# probe: sessions-shared-memory
# principle: P22
# attempts: two sessions at once meet in shared memory: System V by key, files in /dev/shm and /tmp, a POSIX queue
# expect: contained
# control: user
# runs: 2-at-once
# end
import ctypes
import os
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)
KEY, met, made = 0x4D70726D, [], []
identifier = libc.shmget(KEY, 4096, 0o3666)  # IPC_CREAT | IPC_EXCL
if identifier < 0 and ctypes.get_errno() == 17:
    met.append("System V")
    identifier = -1
for path in ("/dev/shm/mayfly-probe-meeting", "/tmp/mayfly-probe-meeting"):
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666))
        made.append(path)
    except FileExistsError:
        met.append(path)
    except OSError:
        pass
if libc.syscall(240, b"mayfly-probe-meeting", 0o302, 0o600, None) >= 0:  # O_CREAT | O_EXCL | O_RDWR
    made.append("queue")
elif ctypes.get_errno() == 17:
    met.append("queue")
time.sleep(1.5)
if identifier >= 0:
    libc.shmctl(identifier, 0, None)
for path in made:
    libc.syscall(241, b"mayfly-probe-meeting") if path == "queue" else os.unlink(path)
if met:
    print("ESCAPED sessions-shared-memory met in", *met)
    sys.exit(1)
print("CONTAINED sessions-shared-memory met nobody")
