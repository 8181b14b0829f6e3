# probe: output-signals
# principle: P17
# attempts: has itself told by a signal whenever its output is read: the reader tells it, and thousands of such files for each byte
# expect: contained
# control: user
# end
import fcntl
import os
import signal
import sys

signal.signal(signal.SIGIO, signal.SIG_IGN)
won = []
for name, command, value in (("O_ASYNC", fcntl.F_SETFL, os.O_WRONLY | 0x2000), ("F_SETOWN", 8, os.getpid())):
    # A pipe of its own: with that of the output, the control would tell whoever has started it.
    ends = os.pipe()
    try:
        fcntl.fcntl(ends[1], command, value)
        won.append(name)
    except OSError:
        pass
if won:
    print("ESCAPED output-signals", ", ".join(won))
    sys.exit(1)
print("CONTAINED output-signals none")
