# probe: readonly-mount-flags
# principle: P04
# attempts: looks for a mount that is writable without being scratch or one of five devices, or lets set-user-id or devices through
# expect: contained
# control: user
# end
import sys

scratch = {"/work", "/tmp", "/dev/shm", "/outputs"}
devices = {"/dev/" + name for name in ("null", "zero", "full", "random", "urandom")}
wrong = []
for line in open("/proc/self/mountinfo"):
    place, flags = line.split()[4], line.split()[5].split(",")
    if "rw" in flags and place not in scratch | devices:
        wrong.append(f"{place} is writable")
    if place in scratch and "noexec" not in flags:
        wrong.append(f"{place} may execute")
    if "nosuid" not in flags:
        wrong.append(f"{place} honours set-user-id")
    if "nodev" not in flags and place not in devices:
        wrong.append(f"{place} has devices")
if wrong:
    print("ESCAPED readonly-mount-flags", len(wrong), "flaws:", ", ".join(wrong[:4]))
    sys.exit(1)
print("CONTAINED readonly-mount-flags every mount has its flags")
