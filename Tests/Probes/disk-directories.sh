# probe: disk-directories
# principle: P16
# attempts: makes directories, which have no bytes
# expect: contained|disk_limit
# control: user
# cap: 6000 directories
# end
count=0
while [ $count -lt 6000 ]; do
    set --
    for number in 0 1 2 3 4 5 6 7 8 9 a b c d e f g h i j; do
        set -- "$@" "d-$count-$number"
    done
    mkdir "$@" 2>/dev/null || break
    count=$((count + 20))
done
if [ $count -ge 6000 ]; then
    echo "ESCAPED disk-directories 6000 directories"
    exit 1
fi
echo "CONTAINED disk-directories stopped near $count"
