# probe: disk-inodes
# principle: P16
# attempts: makes empty files
# expect: contained|disk_limit
# control: user
# cap: 6000 files
# end
import os
import sys

count = 0
try:
    for number in range(6000):
        os.close(os.open(f"empty-{number}", os.O_CREAT | os.O_WRONLY, 0o600))
        count += 1
except OSError:
    pass
if count >= 6000:
    print("ESCAPED disk-inodes 6000 files")
    sys.exit(1)
print("CONTAINED disk-inodes stopped at", count)
