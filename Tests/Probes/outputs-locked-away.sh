# probe: outputs-locked-away
# principle: P20
# attempts: takes every permission away from the directory of results, after putting a directory without permissions into it
# expect: contained
# control: none what is judged is that Mayfly neither fails nor hangs
# end
out=${MAYFLY_OUT:-.}
mkdir -p "$out/inner/deeper"
echo x >"$out/inner/deeper/file"
chmod 000 "$out/inner/deeper" "$out/inner" "$out"
echo "CONTAINED outputs-locked-away nobody may look"
