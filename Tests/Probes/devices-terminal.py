# probe: devices-terminal
# principle: P05
# attempts: opens terminals: the pty multiplexer, the controlling terminal, consoles
# expect: contained
# control: user
# end
import os
import sys

opened = []
for path in ("/dev/ptmx", "/dev/pts/ptmx", "/dev/tty", "/dev/console", "/dev/tty0", "/dev/pts/0"):
    try:
        os.close(os.open(path, os.O_RDWR | os.O_NOCTTY))
        opened.append(path)
    except OSError:
        pass
if any(os.isatty(descriptor) for descriptor in range(64)):
    opened.append("an inherited descriptor")
if opened:
    print("ESCAPED devices-terminal", *opened)
    sys.exit(1)
print("CONTAINED devices-terminal there is no terminal")
