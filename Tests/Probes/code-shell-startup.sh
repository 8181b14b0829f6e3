# probe: code-shell-startup
# principle: P13
# attempts: looks for what makes a shell run other code: start-up files, exported functions, a search path it can write to, loader variables
# expect: contained
# control: user
# plants: env
# end
found=$(env | grep -E '^(ENV|BASH_ENV|BASH_FUNC|LD_|PYTHON|PERL5|NODE_|IFS|PS4|SHELLOPTS|MAYFLY_CANARY)' | cut -d= -f1 | tr '\n' ' ')
case $- in *i* | *s*) found="$found interactive" ;; esac
for place in $(echo "$PATH" | tr : ' '); do
    [ -w "$place" ] && found="$found $place"
done
case ":$PATH:" in *::* | *:.:*) found="$found current directory in PATH" ;; esac
[ -w "$0" ] && found="$found its-own-text"
if [ -n "$found" ]; then
    echo "ESCAPED code-shell-startup $found"
    exit 1
fi
echo "CONTAINED code-shell-startup nothing comes before the script"
