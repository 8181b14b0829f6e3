import multiprocessing
import os
import subprocess
import sys


def square(number):
    return number * number


if __name__ == "__main__":
    for method in ("fork", "spawn"):
        context = multiprocessing.get_context(method)
        pipe, other = context.Pipe()
        process = context.Process(target=print, args=("in a child by", method))
        process.start()
        process.join()
        print(process.exitcode, flush=True)
    print(subprocess.run([sys.executable, "-I", "-c", "print(2)"], capture_output=True).stdout, os.waitstatus_to_exitcode(os.system("exit 3")))
    print(subprocess._args_from_interpreter_flags())
    print("end of processes.py")
