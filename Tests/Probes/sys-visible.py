# probe: sys-visible
# principle: P06
# attempts: looks for /sys: the host's network cards, its firmware, its devices, and the knobs in it
# expect: contained
# control: user
# end
import os
import sys

names = """class/net class/dmi/id firmware/efi kernel/vmcoreinfo kernel/security kernel/debug fs/cgroup devices/system/cpu module
power/state block bus/pci""".split()
seen = [name for name in names if os.path.exists("/sys/" + name)]
knobs = []
for path in ("/sys/kernel/mm/transparent_hugepage/enabled", "/sys/power/state", "/sys/kernel/uevent_helper"):
    try:
        os.close(os.open(path, os.O_WRONLY))
        knobs.append(path)
    except OSError:
        pass
if seen or knobs:
    print("ESCAPED sys-visible", *seen, *knobs)
    sys.exit(1)
print("CONTAINED sys-visible there is no /sys")
