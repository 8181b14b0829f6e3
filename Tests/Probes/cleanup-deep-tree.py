# probe: cleanup-deep-tree
# principle: P21
# attempts: leaves directories far deeper than a path can be long; the second run looks for them
# expect: contained
# control: user
# runs: 2-in-turn
# cap: 1500 levels
# end
import os
import sys

TOP = "/tmp/mayfly-probe-deep"
if os.path.isdir(TOP):
    # From the inside out: the path as a whole would be too long for any call.
    os.chdir(TOP)
    depth = 0
    while os.path.isdir("d" * 200):
        os.chdir("d" * 200)
        depth += 1
    while depth:
        os.chdir("..")
        os.rmdir("d" * 200)
        depth -= 1
    os.rmdir(TOP)
    print("ESCAPED cleanup-deep-tree the tree of the first run is there")
    sys.exit(1)
os.mkdir(TOP)
os.chdir(TOP)
for _ in range(1500):
    os.mkdir("d" * 200)
    os.chdir("d" * 200)
print("CONTAINED cleanup-deep-tree 1500 levels were left")
