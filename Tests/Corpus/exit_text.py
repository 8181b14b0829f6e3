import sys

sys.exit("a text for standard error")
