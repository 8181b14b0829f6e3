# probe: inherited-environment
# principle: P12
# attempts: looks in its environment, also in what exec placed in memory, for anything but the documented names
# expect: contained
# control: user
# plants: env
# end
import os
import sys

known = {"PATH", "HOME", "PWD", "TMPDIR", "USER", "LANG", "LC_CTYPE", "MAYFLY_SESSION", "MAYFLY_IN", "MAYFLY_OUT"}
placed = open("/proc/self/environ", "rb").read()
names = {entry.split(b"=", 1)[0].decode(errors="replace") for entry in placed.split(b"\0") if entry} | set(os.environ)
strange = sorted(names - known)
if strange or b"MAYFLY-CANARY" in placed:
    print("ESCAPED inherited-environment", *strange)
    sys.exit(1)
print("CONTAINED inherited-environment only the documented names")
