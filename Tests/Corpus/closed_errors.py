import os
import sys

print("end of closed_errors.py", flush=True)
os.close(2)
sys.stderr = open(2, "w", closefd=False)
sys.stderr.write("this goes nowhere")
