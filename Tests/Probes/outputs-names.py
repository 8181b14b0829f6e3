# probe: outputs-names
# principle: P20
# attempts: leaves files whose names are no text: newlines, escapes, not UTF-8, options, percent signs, 255 bytes, direction marks
# expect: contained
# control: none what is judged is how Mayfly writes these names
# end
import os

out = os.fsencode(os.environ.get("MAYFLY_OUT", "."))
names = [b"\n", b"a\nb", b"\x1b[2Jclear", b"\xff\xfe", b"\xc3", b"-rf", b"--help", b"%2e%2e%2fetc"]
names += [b"..%00"]
names += [b" ", b"x" * 255, b"\xed\xa0\x80"]
names += ["\u202egpj.exe".encode(), b"con", b'"}],"verdict":"ok"', b"$(reboot)", b"\\..\\..", b"\x7f", b"...", b"*"]
for name in names:
    with open(out + b"/" + name, "wb") as file:
        file.write(name)
print("CONTAINED outputs-names", len(names), "names were left")
