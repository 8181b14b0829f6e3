import sys

data = sys.stdin.buffer.read()
sys.stdout.buffer.write(b"\xff\x00" + data)
sys.stdout.flush()
print("end of binary_input.py")
