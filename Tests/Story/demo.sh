#!/usr/bin/env bash
# The story, on a ledger that three institutions keep. Agencies and an employer import what they have, issue it and push it to
# its holders; a citizen's wallet receives, claims, objects and sees a revocation; a bank uses a grant; the node whose turn it is
# to propose is killed; and everything is checked offline.
# Needs DEEDBOX, the program; DEMO_PORT picks another port (with the next 303), DEMO_KEEP=yes keeps the folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

for part in telling network certificates account desks report wallet life grant counter trouble proof evidence; do
    # shellcheck source=/dev/null
    source "Tests/Story/$part.sh"
done

printf '\nDone in %s s. The commands are explained in docs/commands.md.\n' "$SECONDS"
