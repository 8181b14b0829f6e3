import sys

print(repr(sys.stdin.readline()), repr(input()), repr(sys.stdin.read()), repr(sys.stdin.read()))
print("end of input.py")
