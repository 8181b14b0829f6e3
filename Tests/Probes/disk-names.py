# probe: disk-names
# principle: P16
# attempts: makes hard links and symbolic links with the longest names, which fill directories instead of files
# expect: contained|disk_limit
# control: user
# cap: 6000 links
# end
import os
import sys

open("target", "w").close()
count = 0
try:
    for number in range(3000):
        os.link("target", f"{number:05}".ljust(255, "h"))
        os.symlink("s" * 1000, f"{number:05}".ljust(255, "s"))
        count += 2
except OSError:
    pass
if count >= 6000:
    print("ESCAPED disk-names 6000 links")
    sys.exit(1)
print("CONTAINED disk-names stopped at", count)
