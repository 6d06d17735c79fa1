internal import Logging
internal import RelyingAPI
internal import Rulebook

/// What the desk does by itself, every second.
extension RelyingDesk {
    /// Brings answers on their way further, reports faults; thoroughly, also forgets what closed grants need no more.
    package func keepHouse(isThorough: Bool) async {
        await attempt("answers") {
            // Who waits for an answer brings it further himself: what is older was left behind.
            for answer in try database.keptAnswers(since: now() - min(now(), RelyingDesk.answerPatience), limit: 32) {
                do { _ = try await advance(answer) } catch is LedgerSilent {
                    continue
                } catch is RelyingProblem { continue }
            }
        }
        await reportFaults()
        guard isThorough else { return }
        await attempt("closed grants") { try await forgetClosed() }
        await attempt("failed answers") { try database.dropFailedDeposits(before: now() - min(now(), 86_400)) }
        await attempt("old reads") { try database.dropReads(before: now() - min(now(), 400 * 86_400)) }
        await attempt("old presentations") { _ = try database.dropPresentations(before: now()) }
        await attempt("retention") { try await deleteEnded() }
        await attempt("bulk orders") { try database.dropBulkOrders(before: now() - min(now(), BulkOrder.lifetime)) }
        await attempt("deliveries") { try database.dropDeliveries(before: now() - min(now(), 7 * 86_400)) }
        await attempt("old requests") { try database.dropUnanswered(before: now() - min(now(), 7 * 86_400)) }
    }

    /// How long an answer is left to the one who waits for it, in seconds.
    private static let answerPatience: UInt64 = 15

    /// One kind of work that fails does not keep the others from being done.
    private func attempt(_ what: String, _ work: () async throws -> Void) async {
        do { try await work() } catch is CancellationError {
            return
        } catch { logger.warning("housekeeping, \(what): \(error)") }
    }

    /// How many grants in one turn may wait in vain for a proof.
    private static let mostSilences = 4

    /// True once a grant is proven to have left the state, and no use of it is unfinished.
    private func isForgettable(_ grant: GrantID) async throws -> Bool {
        guard try await self.grant(grant).value == nil else { return false }
        try await endUncounted(of: grant)
        return try !database.uses(of: grant).contains(where: \.isUnfinished)
    }

    /// A grant that has left the state opens nothing any more: its deposit and its release secrets go. Only a proof
    /// that is newer than the grant says that it has left; where nobody gives one, everything stays.
    package func forgetClosed() async throws {
        var offset = 0
        var silences = 0
        while true {
            let grants = try database.grantsWithSecrets(limit: 100, offset: offset)
            guard !grants.isEmpty else { return }
            for grant in grants {
                do {
                    guard try await isForgettable(grant) else {
                        offset += 1
                        continue
                    }
                    try database.forgetSecrets(of: grant)
                } catch let silence as LedgerSilent {
                    offset += 1
                    silences += 1
                    // One bucket that nobody gives does not keep the others; a ledger that is away is asked later.
                    guard silences < RelyingDesk.mostSilences else { throw silence }
                }
            }
        }
    }
}
