#!/usr/bin/env bash
# Checks a checkpoint against a policy: verify_checkpoint.sh POLICY CHECKPOINT
#
# The policy is a C2SP tlog-policy with one group of witnesses, as it follows from the genesis; the checkpoint is what
# GET /checkpoint answers. Bash, openssl and coreutils, nothing else. Exit codes: 0 the quorum is reached, 1 it is not,
# or a signature is false, 2 wrong usage, 3 the policy cannot be read.
set -euo pipefail
export LC_ALL=C
[ "$#" -eq 2 ] || { echo "usage: verify_checkpoint.sh POLICY CHECKPOINT" >&2; exit 2; }
policy=$1
note=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

no() { echo "no: $*"; exit 1; }
bad_policy() { echo "could not check: $*" >&2; exit 3; }

hex_of() { od -An -v -tx1 | tr -d ' \n'; }
bytes_of() { tr a-f A-F | basenc --base16 -d; }

# What stands in a verifier key, name+id+base64(type, key); its id is SHA-256(name, newline, type, key)[:4].
read_vkey() {
    local rest
    key_name=${1%%+*}
    rest=${1#*+}
    key_id=${rest%%+*}
    key_hex=$(printf %s "${rest#*+}" | base64 -d 2>/dev/null | hex_of) || bad_policy "not a verifier key: $1"
    [ "${#key_hex}" -eq 66 ] || bad_policy "not an Ed25519 key: $1"
    local found
    found=$({ printf '%s\n' "$key_name"; printf %s "$key_hex" | bytes_of; } | sha256sum)
    [ "${found:0:8}" = "$key_id" ] || bad_policy "the id of $key_name is not $key_id"
    key_role=${key_hex:0:2}
    # SubjectPublicKeyInfo of Ed25519 (RFC 8410): twelve fixed bytes, and the key.
    printf '302a300506032b6570032100%s' "${key_hex:2}" | bytes_of >"$work/key"
}

verifies() { # MESSAGE SIGNATURE, under the key that was read last
    openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey "$work/key" -in "$1" -sigfile "$2" >/dev/null 2>&1
}

# The text, with its last newline, up to the last empty line; behind it the signatures.
lines=()
mapfile -t lines <"$note"
[ "${#lines[@]}" -gt 0 ] && [ "$(tail -c 1 "$note" | hex_of)" = 0a ] || no "the note does not end with a newline"
blank=-1
for at in "${!lines[@]}"; do
    [ -n "${lines[$at]}" ] || blank=$at
done
[ "$blank" -eq 3 ] || no "a checkpoint has three lines, then an empty one"
head -n 3 "$note" >"$work/text"
origin=${lines[0]}
size=${lines[1]}
[[ $size =~ ^(0|[1-9][0-9]*)$ ]] || no "the size is not a number"
root=$(printf %s "${lines[2]}" | base64 -d 2>/dev/null | hex_of) || no "the root is not base64"
[ "${#root}" -eq 64 ] || no "the root has not 32 bytes"

# True when the key that was read last signed the checkpoint; a false line under its name and id ends the check.
is_signed() {
    local line name payload found=1
    for line in "${lines[@]:4}"; do
        [ "${line:0:4}" = $'\xe2\x80\x94 ' ] || no "a line that is not a signature"
        name=${line:4}
        payload=${name#* }
        name=${name%% *}
        [ "$name" = "$key_name" ] || continue
        payload=$(printf %s "$payload" | base64 -d 2>/dev/null | hex_of) || no "a signature of $name is not base64"
        [ "${payload:0:8}" = "$key_id" ] || continue
        payload=${payload:8}
        if [ "$key_role" = 04 ]; then
            [ "${#payload}" -eq 144 ] || no "a cosignature of $name has another length"
            { printf 'cosignature/v1\ntime %d\n' "0x${payload:0:16}"; cat "$work/text"; } >"$work/message"
            payload=${payload:16}
        else
            cp "$work/text" "$work/message"
        fi
        [ "${#payload}" -eq 128 ] || no "a signature of $name has another length"
        printf %s "$payload" | bytes_of >"$work/signature"
        verifies "$work/message" "$work/signature" || no "a false signature of $name"
        found=0
    done
    return "$found"
}

log=no
declare -A cosigned=() known=()
group=''
needed=0
members=()
quorum=''
while read -r word first second rest; do
    case $word in
        log)
            read_vkey "$first"
            [ "$key_role" = 01 ] || bad_policy "$key_name is not a key of the log"
            [ "$key_name" = "$origin" ] || no "the checkpoint is of another ledger: $origin"
            if is_signed; then log=yes; fi
            ;;
        witness)
            read_vkey "$second"
            [ "$key_role" = 04 ] || bad_policy "$key_name is not a key of a cosigner"
            [ -z "${known[$key_hex]-}" ] || bad_policy "the key of $first stands twice"
            known[$key_hex]=$first
            if is_signed; then cosigned[$first]=yes; fi
            ;;
        group)
            [ -z "$group" ] || bad_policy "more than one group"
            group=$first
            read -ra members <<<"$rest"
            case $second in any) needed=1 ;; all) needed=${#members[@]} ;; *) needed=$second ;; esac
            [[ $needed =~ ^[1-9][0-9]*$ ]] || bad_policy "no number of cosignatures: $second"
            ;;
        quorum) quorum=$first ;;
        '' | '#'*) ;;
        *) bad_policy "an unknown line: $word" ;;
    esac
done <"$policy"
[ -n "$group" ] && [ "$quorum" = "$group" ] || bad_policy "no group is the quorum"

count=0
for member in "${members[@]}"; do
    [ -n "${cosigned[$member]-}" ] || continue
    count=$((count + 1))
    unset "cosigned[$member]"
done
[ "$log" = yes ] || no "no signature of the log"
[ "$count" -ge "$needed" ] || no "quorum not reached: $count of ${#members[@]} cosigned, $needed needed"
echo "yes: quorum reached: $count of ${#members[@]} cosigned, $needed needed; size $size, root $root"
