# probe: disk-sparse
# principle: P16
# attempts: makes files that claim to be enormous, by truncating and by writing far behind their end
# expect: contained
# control: user
# cap: no blocks beyond a few
# end
import os
import signal
import sys

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
won = []
for size in (1 << 30, 1 << 40):
    try:
        with open(f"{os.environ.get('MAYFLY_OUT', '.')}/sparse", "wb") as file:
            os.ftruncate(file.fileno(), size)
            won.append(f"truncated to {size >> 30} GiB")
            os.pwrite(file.fileno(), b"x", size - 1)
            won.append("written at its end")
    except OSError:
        pass
if won:
    print("ESCAPED disk-sparse", ", ".join(won))
    sys.exit(1)
print("CONTAINED disk-sparse no file beyond the limit")
