# probe: disk-bytes
# principle: P16
# attempts: fills the places it can write to with bytes that cannot be compressed
# expect: disk_limit|memory_limit
# control: user
# cap: 96 MiB
# end
import os
import sys

written = 0
try:
    for place in (".", os.environ.get("MAYFLY_OUT", "."), "/tmp"):
        for number in range(8):
            path = f"{place}/fill-{os.getpid()}-{number}"
            with open(path, "wb", buffering=0) as file:
                if place == "/tmp":
                    os.unlink(path)
                for _ in range(4):
                    written += file.write(os.urandom(1 << 20))
except OSError:
    pass
if written >= 96 << 20:
    print("ESCAPED disk-bytes 96 MiB")
    sys.exit(1)
print("CONTAINED disk-bytes stopped at", written >> 20, "MiB")
