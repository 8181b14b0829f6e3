# probe: output-slow
# principle: P17
# attempts: prints a little all the time, without a newline and without ever being idle, far below the limit of output
# expect: wall_timeout
# control: user
# cap: 9 s
# waits: yes
# end
import os
import sys
import time

end = time.monotonic() + 9
while time.monotonic() < end:
    os.write(1, b"\0\x1b[")
    time.sleep(0.002)
print("\nESCAPED output-slow 9 s of trickling")
sys.exit(1)
