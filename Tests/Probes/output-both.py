# probe: output-both
# principle: P17
# attempts: prints to both streams in turn: NUL, escape sequences, broken UTF-8, carriage returns; the result is the last line
# expect: output_limit
# control: user
# cap: 32 MiB
# end
import os
import sys

hostile = b"\0\x1b]0;title\x07\x1b[2J\x1b[8m\xff\xfe\xc3\r\b\x9b31m\n".ljust(64, b"\x90") * 64
for number in range(8192):
    os.write(1 + number % 2, hostile)
print("\nESCAPED output-both 32 MiB went through")
sys.exit(1)
