# probe: sessions-page-cache
# principle: P22
# attempts: asks whether a file of the host is in memory, which other sessions bring about
# expect: contained
# control: user
# end
import os
import sys

won = []
for path in (sys.executable, "/usr/bin/env", "/etc/ld.so.cache"):
    try:
        with open(path, "rb") as file:
            os.preadv(file.fileno(), [bytearray(64)], 0, os.RWF_NOWAIT)
        won.append(path + " is")
    except BlockingIOError:
        won.append(path + " is not")
    except OSError:
        pass
if won:
    print("ESCAPED sessions-page-cache", ", ".join(won))
    sys.exit(1)
print("CONTAINED sessions-page-cache no answer")
