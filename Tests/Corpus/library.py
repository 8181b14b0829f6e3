import ctypes
import sys

# The C library keeps this until the process ends.
ctypes.CDLL(None).printf(b"kept by the C library\n")
print("end of library.py", flush=True)
sys.exit()
