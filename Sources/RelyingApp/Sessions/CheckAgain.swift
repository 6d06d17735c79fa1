internal import Ledger
internal import Releasing
internal import RelyingAPI
internal import Rulebook
internal import Signing

extension RelyingDesk {
    /// Refuses an answer to a session that there is not, before anything of it is read.
    func checkSession(_ id: SessionID) throws {
        guard try database.session(id) != nil else { throw RelyingProblem.noSuchSession }
    }

    /// A deposit that was dealt again must go on where the grant stands, proven, and hold a ticket for every use that
    /// is left: what it lacks is counted all the same, and opens nothing.
    func checkAgain(_ answer: StoredAnswer, _ session: Session) async throws {
        guard session.state == .granted else { throw RelyingProblem.notGranted }
        guard let bytes = answer.deposit, let standing = try await grant(answer.grant).value,
            let act = try? LimitGrant(decoding: Statement(decoding: answer.statement).payload),
            let earlier = try earlier(than: answer, named: standing.deposit)
        else { throw RelyingProblem.badGrant("the grant is over") }
        let used = standing.counted.count
        let uses = Int(clamping: min(standing.uses, max(act.uses ?? .max, UInt64(used))))
        do {
            let manifest = try Deposit(decoding: bytes).manifest
            let first = manifest.uses.first.value
            // What was used while the wallet dealt is no fault of it.
            _ = try DealtAgain(manifest, after: earlier, used: min(used, first - 1), grantUses: max(uses, used))
            let last = min(uses, first - 1 + UseRange.maxCount)
            guard manifest.uses.last.value >= last else { throw DepositRefusal.uses(manifest.uses, most: last) }
        } catch let refusal as DealtAgainRefusal { throw RelyingProblem(refusal) } catch let refusal as DepositRefusal {
            throw RelyingProblem(refusal)
        }
    }

    /// The manifest that a later one takes over from: the one that the grant names, unless it names the later already.
    private func earlier(than answer: StoredAnswer, named: Digest?) throws -> DepositManifest? {
        let others = try database.answers(of: answer.grant).filter {
            $0.state == .final && $0.deposit != nil && $0.manifest != answer.manifest
        }
        let earlier = others.last { $0.manifest == named } ?? others.last
        return try earlier?.deposit.map { try Deposit(decoding: $0).manifest }
    }
}
