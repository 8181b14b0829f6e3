import os
import sys

print([name for name in os.environ], {name: value for name, value in os.environ.items() if name != "MAYFLY_SESSION"})
print(len(os.environ["MAYFLY_SESSION"]), os.environ["MAYFLY_SESSION"] != "ses_" + 26 * "0", os.getcwd(), os.umask(0))
print(os.popen("env | grep -v MAYFLY_SESSION | sort").read())
print(sys.flags, sys.getfilesystemencoding(), sys.getdefaultencoding())
print("end of environment.py")
