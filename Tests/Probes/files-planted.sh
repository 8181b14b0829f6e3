# probe: files-planted
# principle: P03
# attempts: reads a file of the host that everybody may read, by its path, through /proc and with detours
# expect: contained
# control: user
# plants: file
# end
canary=/var/tmp/mayfly-canary/file
for way in "$canary" "/proc/self/root$canary" "/proc/self/cwd/../../..$canary" "/proc/1/root$canary" "/proc/thread-self/root$canary" \
    "/tmp/../../../..$canary" "/dev/fd/0/../../..$canary" "/usr/../..$canary"; do
    if word=$(cat "$way" 2>/dev/null) && [ -n "$word" ]; then
        echo "ESCAPED files-planted $way says $word"
        exit 1
    fi
done
echo "CONTAINED files-planted no way leads to the host's file"
