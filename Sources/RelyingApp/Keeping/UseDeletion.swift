public import Rulebook
public import Signing

/// What is left of a use whose retention has ended, beside its number, block, statement and receipt.
public struct UseDeletion: Hashable, Sendable {
    /// POSIX seconds.
    public let time: UInt64
    /// Whose rule it was …
    public let scene: SceneCode
    /// … and what it says.
    public let retentionDays: UInt64
    /// SHA-256 over what was deleted. Salts are among it: who has a copy can show that it is this one, and nobody can
    /// guess it.
    public let digest: Digest
}

extension StoredUse {
    /// The digest under which everything personal of the use is deleted: content, verdict, case and clerk.
    var personalDigest: Digest {
        var encoder = CBOREncoder()
        encoder.array(4)
        encoder.optional(content) { $0.byteString($1.encoded) }
        encoder.optional(verdict) { $0.text($1) }
        encoder.byteString(matter)
        encoder.byteString(clerk)
        return SHA256.digest(encoder.bytes)
    }
}
