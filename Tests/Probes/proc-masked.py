# probe: proc-masked
# principle: P06
# attempts: reads the files of /proc that tell about the kernel or about everybody on the machine
# expect: contained
# control: user
# end
import os
import sys

names = """acpi/wakeup bus/pci/devices cgroups cmdline config.gz consoles diskstats driver/rtc fs/ext4 interrupts iomem ioports irq/0 kallsyms
kcore key-users keys kmsg kpagecount kpageflags latency_stats locks pagetypeinfo partitions pressure/cpu sched_debug scsi/scsi slabinfo
softirqs swaps sysrq-trigger sysvipc/shm sysvipc/msg sysvipc/sem timer_list timer_stats tty/drivers vmallocinfo""".split()
told = []
for name in names:
    path = "/proc/" + name
    try:
        if os.path.isdir(path):
            content = os.listdir(path)
        else:
            content = os.read(os.open(path, os.O_RDONLY | os.O_NONBLOCK), 64)
    except OSError:
        continue
    if content:
        told.append(name)
if told:
    print("ESCAPED proc-masked", *told)
    sys.exit(1)
print("CONTAINED proc-masked", len(names), "names, all empty")
