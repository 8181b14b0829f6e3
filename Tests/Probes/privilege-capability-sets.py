# probe: privilege-capability-sets
# principle: P01
# attempts: looks for a bit in any of the five capability sets, in the thread and in what exec would give back
# expect: contained
# control: user
# end
import sys

status = dict(line.split(":\t", 1) for line in open("/proc/self/status") if ":\t" in line)
names = ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"]
held = [f"{name}={status[name].strip()}" for name in names if int(status[name], 16)]
if held:
    print("ESCAPED privilege-capability-sets", *held)
    sys.exit(1)
print("CONTAINED privilege-capability-sets five empty sets")
