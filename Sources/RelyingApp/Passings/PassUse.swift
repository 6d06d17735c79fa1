public import Evidence
internal import Ledger
internal import NodeAPI
internal import RelyingAPI
public import Rulebook
internal import Signing

extension RelyingDesk {
    /// Enters that a use's evidence is passed on, waits until that is final, and gives the evidence with it. Called
    /// again with the same order while nothing is known of it, it goes on with the same statement; afterwards it gives
    /// the evidence with the same entry, unless another is asked for: each entry stands before the holder for good.
    public func pass(_ order: PassingOrder) async throws -> (passing: StoredPassing, evidence: EvidenceFile) {
        let use = try use(order.use, of: order.grant)
        guard use.content != nil else {
            throw use.deletion.map { RelyingRefusal.deleted(use.number, $0) } ?? .notOpened(use.number)
        }
        let (to, basis, matter) = try terms(order)
        let kept = try database.passings(of: order.grant)
        if let unfinished = kept.first(where: { $0.receipt == nil }) {
            guard unfinished.isFor(order.use, to, basis), unfinished.isOfCase(matter) else {
                throw RelyingRefusal.passingGoesOn(unfinished)
            }
            return try await finish(unfinished, of: use)
        }
        if !order.again, let done = kept.last(where: { $0.isFor(order.use, to, basis) && $0.isOfCase(matter) }) {
            return (done, try await evidence(of: use, passed: done))
        }
        let act = PassEvidence(
            grant: order.grant, number: try await nextNumber(order.grant), index: order.use,
            use: try Statement(decoding: use.statement).id, recipient: to.recipient, basis: basis)
        let passing = StoredPassing(
            grant: order.grant, number: act.number, use: order.use,
            statement: statement(.passEvidence(act), try await ledger.network()).bytes, name: to.name, matter: matter,
            created: now(), height: nil, time: nil, receipt: nil)
        guard try database.begin(passing) else { throw RelyingRefusal.passingGoesOn(passing) }
        return try await finish(passing, of: use)
    }

    /// What was passed on of a grant.
    public func passings(of grant: GrantID) throws -> [StoredPassing] { try database.passings(of: grant) }

    private func terms(
        _ order: PassingOrder
    ) throws -> (to: NamedRecipient, basis: PassingBasis, matter: [UInt8]?) {
        switch order.right {
        case .ground(let ground, let number, let to):
            guard let matter = RelyingAPI.CaseOpening(number) else { throw RelyingRefusal.badCase }
            return (to, .ground(ground.rawValue, caseCommitment: matter.commitment), matter.encoded)
        case .leave(let bytes):
            let file: LeaveFile
            do throws(JSONError) { file = try LeaveFile(parsing: bytes) } catch {
                throw RelyingRefusal.badLeave("\(error)")
            }
            guard file.origin == origin, file.grant == order.grant, file.index == order.use else {
                throw RelyingRefusal.otherLeave(file)
            }
            guard file.isSigned else { throw RelyingRefusal(Refusal.wrongLeave(order.grant)) }
            return (file.to, .leave(file.leave), nil)
        }
    }

    /// The first number that the ledger does not have.
    private func nextNumber(_ grant: GrantID) async throws -> UInt64 {
        let kept = try database.passings(of: grant)
        let height = Height(max(kept.compactMap(\.height).max() ?? 1, 1))
        var number = UInt64(kept.count)
        while number < PassEvidence.maxCount {
            let key = StateKey.passing(grant, by: member, number)
            guard try await ledger.value(.passing, key, since: height).value != nil else { break }
            number += 1
        }
        return min(number, PassEvidence.maxCount - 1)
    }

    private func finish(
        _ passing: StoredPassing, of use: StoredUse
    ) async throws -> (passing: StoredPassing, evidence: EvidenceFile) {
        let statement = try Statement(decoding: passing.statement)
        var outcome = try await ledger.submit(statement)
        if outcome.state == .refused, let known = try await ledger.outcome(of: statement.id), known.state == .final {
            outcome = known
        }
        switch outcome.state {
        case .final: break
        case .pending: throw LedgerSilent(zh: "转交声明尚未终局。", en: "The passing is not final yet.")
        case .refused:
            try database.drop(passing)
            throw RelyingRefusal(outcome)
        }
        try database.finish(passing, at: try await ledger.place(of: statement.id, outcome))
        let kept = try database.passings(of: passing.grant).first { $0.number == passing.number } ?? passing
        return (kept, try await evidence(of: use, passed: kept))
    }

    /// The evidence of a use with its passing.
    func evidence(of use: StoredUse, passed passing: StoredPassing) async throws -> EvidenceFile {
        let file = try await evidence(of: use)
        var presented = file.use
        presented.passing = PresentedPassing(receipt: Array((passing.receipt ?? "").utf8), name: passing.name)
        return EvidenceFile(presented, epochs: file.epochs)
    }
}

extension StoredPassing {
    /// True for the same case number, under whatever salt.
    fileprivate func isOfCase(_ other: [UInt8]?) -> Bool {
        func number(_ bytes: [UInt8]?) -> String? {
            bytes.flatMap { try? RelyingAPI.CaseOpening(decoding: $0) }?.number
        }
        return number(matter) == number(other)
    }

    /// True for the same use, recipient and right; under what salts, does not matter.
    fileprivate func isFor(_ use: UInt64, _ to: NamedRecipient, _ basis: PassingBasis) -> Bool {
        guard use == self.use, to.text == self.to, let act else { return false }
        switch (act.basis, basis) {
        case (.ground(let one, _), .ground(let other, _)): return one == other
        case (.leave(let one), .leave(let other)): return one == other
        case (.ground, .leave), (.leave, .ground): return false
        }
    }
}

extension RelyingRefusal {
    static func passingGoesOn(_ passing: StoredPassing) -> RelyingRefusal {
        let to = passing.to ?? "?"
        return RelyingRefusal(
            "passing-goes-on", zh: "第 \(passing.use) 次使用向 \(to) 的转交已经开始，还没有完成。",
            en: "The passing of use \(passing.use) to \(to) has begun and is not done.",
            nextZh: "请用同样的参数再次运行，先完成它。", nextEn: "Finish it first: run the same command as then.")
    }

    static func badLeave(_ fact: String) -> RelyingRefusal {
        RelyingRefusal(
            "bad-leave", zh: "转交同意书无法读取：\(fact)", en: "The leave does not read: \(fact)",
            nextZh: "请持有人用 deedbox wallet pass-leave 重新出具。",
            nextEn: "The holder makes another by deedbox wallet pass-leave.")
    }

    static func otherLeave(_ file: LeaveFile) -> RelyingRefusal {
        RelyingRefusal(
            "other-leave", zh: "同意书针对账本 \(file.origin) 的授权 \(file.grant) 第 \(file.index) 次使用。",
            en: "The leave is for use \(file.index) of the grant \(file.grant) on \(file.origin).",
            nextZh: "请索取针对这次使用的同意书。", nextEn: "Ask for a leave for this use.")
    }
}
