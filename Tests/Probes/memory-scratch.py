# probe: memory-scratch
# principle: P14
# attempts: fills every place it can write to, which is memory as well
# expect: contained|memory_limit|disk_limit
# control: user
# cap: 192 MiB
# end
import os
import sys

written, files = 0, []
try:
    for place in ("/dev/shm", "/tmp", "."):
        files.append(f"{place}/mayfly-probe-{os.getpid()}")
        with open(files[-1], "wb", buffering=0) as file:
            for _ in range(64):
                written += file.write(b"\x5a" * (1 << 20))
except OSError:
    pass
finally:
    for file in files:
        os.unlink(file)
if written >= 192 << 20:
    print("ESCAPED memory-scratch 192 MiB of files")
    sys.exit(1)
print("CONTAINED memory-scratch stopped at", written >> 20, "MiB")
