# probe: output-stderr
# principle: P17
# attempts: prints to standard error, without a newline
# expect: output_limit
# control: user
# cap: 32 MiB
# end
import os
import sys

for _ in range(8192):
    os.write(2, b"x" * 4096)
print("ESCAPED output-stderr 32 MiB went through")
sys.exit(1)
