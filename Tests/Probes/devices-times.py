# probe: devices-times
# principle: P04
# attempts: leaves a mark in the times of devices that all sessions and the host share
# expect: contained
# control: root
# end
import os
import sys

won = []
for name in ("null", "zero", "full", "random", "urandom"):
    try:
        os.utime("/dev/" + name)
        won.append(name)
    except OSError:
        pass
if won:
    print("ESCAPED devices-times", " ".join(won))
    sys.exit(1)
print("CONTAINED devices-times none")
