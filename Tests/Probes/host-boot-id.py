# probe: host-boot-id
# principle: P24
# attempts: reads the random number of this boot, which is the same in every session and on the host
# expect: contained
# control: user
# end
import sys

try:
    number = open("/proc/sys/kernel/random/boot_id").read().strip()
except OSError:
    number = ""
if number and number != "00000000-0000-0000-0000-000000000000":
    print("ESCAPED host-boot-id this is boot", number)
    sys.exit(1)
print("CONTAINED host-boot-id no number of the boot")
