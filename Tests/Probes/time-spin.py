# probe: time-spin
# principle: P18
# attempts: computes for longer than it may
# expect: wall_timeout|cpu_timeout
# control: user
# cap: 9 s
# end
import sys
import time

end = time.monotonic() + 9
while time.monotonic() < end:
    pass
print("ESCAPED time-spin 9 s of computing")
sys.exit(1)
