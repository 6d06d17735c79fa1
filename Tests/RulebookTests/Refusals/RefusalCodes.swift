/// Every code that has been published: none is ever renamed or taken away.
enum RefusalCodes {
    static let published: Set<String> = [
        "not-a-statement", "unknown-act", "bad-payload", "wrong-envelope", "wrong-origin", "records-unexpected",
        "bad-record", "too-many-records", "record-count-differs", "record-root-differs", "expired",
        "not-after-too-far", "already-accepted", "unknown-member", "member-not-yet-effective", "member-suspended",
        "unknown-key", "key-not-valid", "wrong-signature", "missing-role", "not-enough-governors", "wrong-sequence",
        "member-exists", "member-key-shared", "sample-key", "already-suspended", "type-exists", "unknown-type",
        "type-retired", "not-owner", "wrong-type-version", "not-accredited", "no-such-record",
        "record-of-another-issuer", "commitment-differs", "unreadable-record", "status-unchanged", "status-final",
        "correction-open", "correction-not-open",
        "scene-exists", "unknown-scene", "scene-ended", "unknown-field", "bad-request", "bad-request-payload",
        "request-expired", "wrong-request-signature", "not-the-requested-key", "unknown-profile", "uses-beyond-scene",
        "term-beyond-scene", "uses-beyond-request", "term-beyond-request", "grant-exists", "unknown-grant",
        "grant-of-another-party", "grant-withdrawn", "grant-expired", "already-used", "used-up", "wrong-use-index",
        "too-soon", "block-full", "change-waiting", "nothing-changes", "not-a-validator", "validator-count",
        "fault-model-unfit", "crash-not-accepted", "downgrade-not-accepted", "too-few-stay", "not-ready",
        "false-readiness", "stale-readiness", "readiness-unexpected", "validator-key-shared", "validator-key-retired",
        "set-too-large", "bad-governors", "governor-key-shared", "parameter-out-of-range", "offence-known",
        "offence-ahead", "offence-too-old", "offence-unproven", "level-differs", "scene-differs",
        "approval-not-needed", "scene-not-approved", "request-refused", "grant-paused", "wrong-limit-number",
        "too-many-limits", "limit-not-tighter", "bad-use", "use-not-counted", "fault-known", "ground-not-listed",
        "tag-exists", "seal-out-of-range", "sample-sealing-key", "too-many-open-grants", "too-many-open-corrections",
        "latest-out-of-range", "not-sealed", "still-sealed", "mark-differs", "wrong-passing-number", "other-use",
        "passed-to-itself", "wrong-leave", "leave-expired", "too-many-sealed", "too-many-passings",
    ]
}
