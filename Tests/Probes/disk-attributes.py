# probe: disk-attributes
# principle: P16
# attempts: hides bytes in extended attributes of files
# expect: contained|disk_limit|memory_limit
# control: user
# cap: 48 MiB
# end
import os
import sys

taken, files = 0, []
place = "/dev/shm" if os.path.isdir("/dev/shm") else "."
try:
    for number in range(48):
        files.append(f"{place}/mayfly-probe-{os.getpid()}-{number}")
        open(files[-1], "w").close()
        for name in range(16):
            os.setxattr(files[-1], f"user.{name}", b"\x5a" * 65536)
            taken += 65536
except OSError:
    pass
finally:
    for file in files:
        if os.path.exists(file):
            os.unlink(file)
if taken >= 48 << 20:
    print("ESCAPED disk-attributes 48 MiB of attributes")
    sys.exit(1)
print("CONTAINED disk-attributes stopped at", taken >> 10, "KiB")
