# probe: outputs-many
# principle: P20
# attempts: leaves more files than may be collected, and more bytes
# expect: contained
# control: none what is judged is that Mayfly collects at most 100 of them and says so
# collects: 100
# end
import os

out = os.environ.get("MAYFLY_OUT", ".")
for number in range(400):
    with open(f"{out}/{number:03}", "wb") as file:
        file.write(b"x" * 50000)
print("CONTAINED outputs-many 400 files of 50 kB were left")
