import Signing

/// Checked at admission and again in the block: the clock may step back between the two.
extension Parameters {
    /// Refuses a statement whose not-after has passed at that time (ms), or is farther ahead than it may be.
    func checkTime(of statement: Statement, at time: UInt64) throws(Refusal) {
        let notAfter = statement.header.notAfter
        guard notAfter >= time / 1_000 else { throw .expired(notAfter: notAfter, now: time) }
        try checkAhead(notAfter, statement.isGovernance ? governanceLifetime : statementLifetime, at: time)
    }

    /// The same for the request inside a grant.
    func checkTime(ofRequest notAfter: UInt64, at time: UInt64) throws(Refusal) {
        guard notAfter >= time / 1_000 else { throw .requestExpired(notAfter: notAfter) }
        try checkAhead(notAfter, requestLifetime, at: time)
    }

    /// Refuses more records below one manifest than there may be.
    func checkCount(ofRecords count: Int) throws(Refusal) {
        guard UInt64(count) <= manifestRecords else { throw .tooManyRecords(found: count, limit: manifestRecords) }
    }

    private func checkAhead(_ notAfter: UInt64, _ lifetime: UInt64, at time: UInt64) throws(Refusal) {
        let limit = time / 1_000 + lifetime
        guard notAfter <= limit else { throw .notAfterTooFar(notAfter: notAfter, limit: limit) }
    }
}
