# probe: outputs-hard-links
# principle: P20
# attempts: puts files that are not its own among its results: hard links to the script, to programs, to device nodes
# expect: contained
# control: user
# collects: nothing
# end
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
out = os.environ.get("MAYFLY_OUT", ".")
won = []
targets = ["/usr/bin/env", "/etc/hosts", "/etc/ld.so.cache", "/dev/null", "/proc/self/environ", "/proc/self/exe"]
for target in [os.path.abspath(__file__), *targets]:
    name = f"{out}/link-{os.path.basename(target)}"
    descriptor = os.open(target, os.O_RDONLY)
    for source, base, flags in ((target.encode(), -100, 0), (target.encode(), -100, 0x400), (b"", descriptor, 0x1000)):
        if libc.linkat(base, source, -100, name.encode(), flags) == 0:
            won.append(target)
            os.unlink(name)
if won:
    print("ESCAPED outputs-hard-links linked", *sorted(set(won)))
    sys.exit(1)
print("CONTAINED outputs-hard-links no foreign file among its own")
