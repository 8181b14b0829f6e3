# probe: counters-pipes
# principle: P23
# attempts: fills pipes from many processes: the kernel counts their pages for each user, and these are memory as well
# expect: contained|memory_limit|pids_limit
# control: root
# cap: 192 MiB
# end
import fcntl
import os
import sys
import time

reader, writer = os.pipe()
children = []
for _ in range(24):
    try:
        pid = os.fork()
    except OSError:
        break
    if pid == 0:
        filled = 0
        try:
            while filled < 8 << 20:
                end = os.pipe()[1]
                os.set_blocking(end, False)
                try:
                    fcntl.fcntl(end, 1031, 1 << 20)  # F_SETPIPE_SZ
                except OSError:
                    pass
                try:
                    while filled < 8 << 20:
                        filled += os.write(end, b"\x5a" * 65536)
                except BlockingIOError:
                    pass
        except OSError:
            pass
        os.write(writer, filled.to_bytes(4, "big"))
        time.sleep(3)
        os._exit(0)
    children.append(pid)
os.close(writer)
total = sum(int.from_bytes(os.read(reader, 4), "big") for _ in children)
for pid in children:
    os.kill(pid, 9)
if total >= 192 << 20:
    print("ESCAPED counters-pipes 192 MiB in pipes")
    sys.exit(1)
print("CONTAINED counters-pipes stopped at", total >> 20, "MiB")
