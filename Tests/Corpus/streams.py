import os
import stat
import sys

for stream in (sys.stdin, sys.stdout, sys.stderr):
    print(repr(stream), stream.encoding, stream.errors, stream.newlines, stream.line_buffering, stream.write_through, stream.mode)
    print(repr(stream.buffer), repr(stream.buffer.raw), stream.seekable(), stream.isatty(), stream.fileno())
print(sys.stdin is sys.__stdin__, sys.stdout is sys.__stdout__, sys.stderr is sys.__stderr__)
print([stat.S_ISFIFO(os.fstat(number).st_mode) for number in (0, 1, 2)], sorted(os.listdir("/proc/self/fd")))
print("end of streams.py")
