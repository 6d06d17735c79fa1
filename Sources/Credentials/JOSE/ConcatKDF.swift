import Signing

/// The key derivation of ECDH-ES when the agreed key is the content key (RFC 7518 section 4.6, NIST SP 800-56A).
package enum ConcatKDF {
    /// The content key: one round of SHA-256 gives all that is asked for, 32 bytes at most.
    package static func derive(
        shared: [UInt8], algorithm: String, byteCount: Int, partyU: [UInt8], partyV: [UInt8]
    ) -> [UInt8] {
        precondition(byteCount <= Digest.byteCount, "one round gives 32 bytes")
        var hasher = SHA256()
        hasher.update(bigEndian(1))
        hasher.update(shared)
        for field in [Array(algorithm.utf8), partyU, partyV] {
            hasher.update(bigEndian(UInt32(field.count)))
            hasher.update(field)
        }
        hasher.update(bigEndian(UInt32(byteCount * 8)))
        return Array(hasher.finalize().bytes.prefix(byteCount))
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        stride(from: UInt32(24), through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
