internal import Accounts
internal import Evidence
internal import Rulebook
internal import Signing

extension RelyingDesk {
    /// Passes a use on for who names its case. To whom, is written nowhere but beside the use, and goes with it.
    func pass(_ order: PassingOrder, ofCase caseNumber: String, by caller: Caller) async throws -> StoredPassing {
        _ = try look(at: order.grant, order.use, ofCase: caseNumber, by: caller)
        let passing = try await pass(order).passing
        try audit(
            "use-pass", by: caller, caseNumber: caseNumber, subject: "\(order.grant.short)/\(order.use)",
            facts: "passing \(passing.number), \(passing.ground?.word ?? "leave")")
        return passing
    }

    /// The evidence of a use as it was passed on.
    func evidence(of use: StoredUse, passedAs number: UInt64) async throws -> EvidenceFile {
        let kept = try database.passings(of: use.grant).first { $0.number == number && $0.use == use.number }
        guard let passing = kept else { throw RelyingRefusal.noSuchPassing(number, of: use) }
        guard passing.receipt != nil else { throw RelyingRefusal.passingGoesOn(passing) }
        return try await evidence(of: use, passed: passing)
    }
}

extension RelyingRefusal {
    fileprivate static func noSuchPassing(_ number: UInt64, of use: StoredUse) -> RelyingRefusal {
        RelyingRefusal(
            "no-such-passing", zh: "第 \(use.number) 次使用没有编号为 \(number) 的转交。",
            en: "Use \(use.number) has no passing \(number).", nextZh: "请先列出这次使用的转交。",
            nextEn: "List what was passed on of this use.")
    }
}
