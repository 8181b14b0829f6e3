#!/usr/bin/env bash
# verify-without-mayfly.sh DIR [LOG_KEY.pub [ALLOWED_SIGNERS]]: checks what 'mayfly audit export DIR' wrote, without Mayfly.
#
# Needs bash, coreutils, xxd and ssh-keygen. Checks the log against its checkpoint, the checkpoint's signature, every receipt
# and every approval; ends with 1 at the first thing that is wrong. LOG_KEY.pub is the log's key from a place that can be
# trusted, and ALLOWED_SIGNERS the people who may approve; without them those in DIR are believed.
set -euo pipefail
export LC_ALL=C

fail() {
    printf 'FAILED  %s\n' "$*" >&2
    exit 1
}

# hash: SHA-256 of standard input in hexadecimal.
hash() { sha256sum | cut -c 1-64; }

# armour SIGNATURE: it, as ssh-keygen writes it; what it reads may have other spaces and line ends.
armour() {
    echo '-----BEGIN SSH SIGNATURE-----'
    sed '1d;$d' "$1" | base64 -d 2>/dev/null | base64 -w 70
    echo '-----END SSH SIGNATURE-----'
}

# signed NAMESPACE SIGNERS PRINCIPAL SIGNATURE [TIME]: whether standard input is signed; by a key that was valid at TIME, in UTC.
signed() {
    [[ -f $4 && $(armour "$4" | hash) == "$(hash <"$4")" ]] || return 1
    ssh-keygen -Y verify -n "$1" -f "$2" -I "$3" -s "$4" ${5:+-O "verify-time=${5}Z"} >/dev/null 2>&1
}

# node LEFT RIGHT: the hash of an inner node (RFC 6962).
node() { printf '01%s%s' "$1" "$2" | xxd -r -p | hash; }

[[ $# -ge 1 && -d $1 ]] || fail 'usage: verify-without-mayfly.sh DIR [LOG_KEY.pub [ALLOWED_SIGNERS]]'
directory=$1
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

for name in checkpoint checkpoint.sig; do [[ -f $directory/$name ]] || fail "there is no $directory/$name"; done
[[ -f $directory/checkpoint.note.sig ]] ||
    fail "there is no $directory/checkpoint.note.sig; a copy by an older Mayfly has none: make a new one"

# The log's key.
key=${2:-$directory/log.pub}
[[ -f $key ]] || fail "there is no key $key"
printf 'mayfly-log namespaces="mayfly-checkpoint,mayfly-receipt" %s\n' "$(cut -d ' ' -f 1,2 "$key")" >"$work/signers"

# The checkpoint: origin, size, root; its signature is over the text up to the empty line.
sed '/^$/,$d' "$directory/checkpoint" >"$work/body"
signed mayfly-checkpoint "$work/signers" mayfly-log "$directory/checkpoint.sig" <"$work/body" ||
    fail 'the checkpoint is not signed by the log'
signed mayfly-checkpoint "$work/signers" mayfly-log "$directory/checkpoint.note.sig" <"$directory/checkpoint" ||
    fail 'the last line of the checkpoint is not what the log has signed'
# Its text alone is signed as well, and must not pass for the whole.
grep -q '^$' "$directory/checkpoint" || fail 'the last line of the checkpoint is not there'
size=$(sed -n 2p "$work/body")
# The shell would compute what is no number.
[[ $size =~ ^(0|[1-9][0-9]{0,17})$ ]] || fail 'the checkpoint has no size'
root=$(sed -n 3p "$work/body" | base64 -d | xxd -p -c 32)
echo "ok      checkpoint: $size records, signed"

# The log: every record is a line of text that begins with its index; the tree over them has the checkpoint's root.
cat "$directory"/log-*.jsonl >"$work/log"
[[ $(tr -d '\n\040-\176\200-\377' <"$work/log" | wc -c) -eq 0 ]] || fail 'the log has bytes that no record has'
[[ $(tail -c 1 "$work/log" | xxd -p) == 0a || $size -eq 0 ]] || fail 'the last record is cut off'
stack=()
count=0
while IFS= read -r line; do
    [[ $line == "{\"index\":$count,"* ]] || fail "record $count is not there, or not what it was"
    current=$({ printf '\0' && printf '%s\n' "$line"; } | hash)
    rest=$count
    while ((rest & 1)); do
        current=$(node "${stack[-1]}" "$current")
        unset 'stack[-1]'
        rest=$((rest >> 1))
    done
    stack+=("$current")
    count=$((count + 1))
done <"$work/log"
[[ $count == "$size" ]] || fail "the log has $count records, and the checkpoint says $size"
current=$(printf '' | hash)
[[ $count -eq 0 ]] || current=${stack[-1]}
for ((place = ${#stack[@]} - 2; place >= 0; place--)); do current=$(node "${stack[place]}" "$current"); done
[[ $current == "$root" ]] || fail 'a record is not what it was when the checkpoint was signed'
echo "ok      log: the root of all $count records is the checkpoint's"

# The receipts: signed by the log, and named by a record.
checked=0
for file in "$directory"/receipts/*.json; do
    [[ -f $file ]] || continue
    signed mayfly-receipt "$work/signers" mayfly-log "$file.sig" <"$file" || fail "$file is not signed by the log"
    grep -F "\"session\":\"$(basename "$file" .json)\"" "$work/log" | grep -qF "\"receipt\":\"sha256:$(hash <"$file")\"" ||
        fail "no record of this session names $file"
    checked=$((checked + 1))
done
# The oldest ones are forgotten with their sessions, and those that a record says so of; in between none is missing.
oldest='~'
named=0
while IFS= read -r session; do
    named=$((named + 1))
    if [[ -f $directory/receipts/$session.json ]]; then
        [[ $oldest < $session ]] || oldest=$session
    elif [[ $oldest < $session ]] && ! grep -qF "\"event\":\"forgotten\",\"session\":\"$session\"" "$work/log"; then
        fail "$directory/receipts/$session.json is missing, and an older one is there"
    fi
done < <(sed -n 's/^[^}]*"event":"[er][a-z]*ed","session":"\([^"]*\)".*"receipt":"sha256:.*/\1/p' "$work/log")
echo "ok      receipts: $checked of the $named that the log names, all signed and in the log"

# The approvals: each statement is the one that the log names, and for each of its records there is the signature of the person
# whom the record names last, by a key that allowed_signers had for them at the record's time.
people=${3:-$directory/allowed_signers}
[[ -f $people || ! -d $directory/approvals ]] || fail "there is no $people, which says whose signatures count"
checked=0
for file in "$directory"/approvals/*.json; do
    [[ -f $file ]] || continue
    id=$(basename "$file" .json)
    grep -F "\"event\":\"approved\",\"approval\":\"$id\"," "$work/log" >"$work/records" || fail "no record names $file"
    digest=$(hash <"$file")
    found=0
    while IFS= read -r record; do
        found=$((found + 1))
        [[ $record == *"\"statement\":\"sha256:$digest\","* ]] || fail "$file is not the statement that was signed"
        said=${record#*\"script\":\"}
        version=${record#*\"digest\":\"sha256:}
        # Older versions took statements with spaces between what belongs to each other; a text in one has no bare quote.
        tr -d ' \t\r\n' <"$file" |
            grep -qF "\"subject\":[{\"name\":\"${said%%\"*}\",\"digest\":{\"sha256\":\"${version%%\"*}\"}}]" ||
            fail "$file is about another version than the record says"
        # No name has a quotation mark or a comma; what else JSON escapes in one, such as a backslash, is what %b reads.
        names=${record##*\"signers\":[\"}
        names=${names%%\"],\"by\":\"*}
        name=${names##*\",\"}
        printf -v who '%b' "$name"
        time=$(tr -cd '0-9' <<<"${record#*\"time\":\"}" | head -c 14)
        signed mayfly-approval "$people" "$who" "$file.$found.sig" "$time" <"$file" ||
            fail "$file.$found.sig is not $name's signature of $file"
        # ECDSA signs the same in two ways, of which the record names one; records by older versions do not say.
        mark=${record##*\"signature\":\"sha256:}
        [[ $mark == "$record" || ${mark%%\"*} == "$(hash <"$file.$found.sig")" ]] ||
            fail "$file.$found.sig is another signature than the record names"
    done <"$work/records"
    signatures=("$file".*.sig)
    [[ ${#signatures[@]} -eq $found ]] || fail "$file has ${#signatures[@]} signatures, and the log names $found"
    checked=$((checked + 1))
done
named=$(sed -n 's/^[^}]*"event":"approved","approval":"\([^"]*\)".*"statement":"sha256:.*/\1/p' "$work/log" | sort -u | wc -l)
[[ $checked -eq $named ]] || fail "there are $checked approvals, and the log names $named"
echo "ok      approvals: $checked, all in the log, each with its signatures"
