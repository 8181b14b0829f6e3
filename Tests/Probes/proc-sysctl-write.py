# probe: proc-sysctl-write
# principle: P06
# attempts: opens every kernel setting below /proc/sys for writing, and the triggers beside it; writes nothing
# expect: contained
# control: root
# end
import os
import sys

opened = []
paths = ["/proc/sysrq-trigger", "/proc/mtrr", "/proc/irq/default_smp_affinity", "/proc/self/net/xt_recent"]
for directory, _, names in os.walk("/proc/sys"):
    paths += [os.path.join(directory, name) for name in names]
for path in paths:
    try:
        os.close(os.open(path, os.O_WRONLY))
        opened.append(path)
    except OSError:
        pass
if opened:
    print("ESCAPED proc-sysctl-write", len(opened), "settings, for example", *opened[:2])
    sys.exit(1)
print("CONTAINED proc-sysctl-write none of", len(paths), "opens")
