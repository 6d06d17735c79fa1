internal import Ledger
internal import Logging
internal import NodeAPI
internal import Releasing
internal import Rulebook
internal import Sealing
internal import Signing

extension RelyingDesk {
    /// Gathers the shares of a counted use, opens what it brought, judges it and keeps it. A fault is kept as evidence
    /// and reported; the use stays counted.
    func open(_ use: StoredUse) async throws {
        guard let answer = try deal(of: use), let bytes = answer.deposit, let release = use.release,
            let index = SecretIndex(use: Int(clamping: use.number)), let height = use.height, let block = use.block
        else { throw RelyingRefusal.otherDeposit(try await grant(use.grant).value?.deposit ?? .zero) }
        let deposit = try Deposit(decoding: bytes)
        guard deposit.ticket(index) != nil else {
            // Unless the grant names another deposit, of which the desk is still to hear.
            if let named = try await grant(use.grant).value?.deposit, named != answer.manifest {
                throw RelyingRefusal.otherDeposit(named)
            }
            let refusal = RelyingRefusal.noTicket(use.number, deposit.manifest.digest)
            return try database.end(use, .faulty, StoredAnswer.RefusalNote(refusal))
        }
        guard let set = try await ledger.set(deposit.manifest.context.set) else {
            throw LedgerSilent(zh: "不认识密件所分的节点组。", en: "the set that the deposit was dealt to is of no known epoch")
        }
        let statement = try Statement(decoding: use.statement)
        let gathered = try await ledger.secret(
            WantedSecret(index, of: deposit.manifest, dealtTo: set),
            freedBy: KnownRelease(
                statement: statement.id, height: Height(height), block: BlockID(block), key: release))
        for fault in gathered.faults { try keep(fault, of: use, set) }
        let party = try opened(deposit)
        do {
            let secret = try gathered.secret.get()
            let opened = try secret.open(party)
            try await judge(use, opened, deposit.manifest) { try secret.badBinding(party) }
        } catch OpeningRefusal.fault(let evidence) {
            try keep(evidence, of: use, set)
            try database.end(use, .faulty, StoredAnswer.RefusalNote(.badDeposit(evidence)))
        } catch OpeningRefusal.tooFewShares(let found, let needed) {
            await reportFaults()
            throw LedgerSilent(
                zh: "\(needed) 份里只有 \(found) 份有效份额，另有节点给出了假份额；证据已留存。",
                en: "\(found) good shares of \(needed) have come, and a node gave a false one; the evidence is kept.")
        }
        await reportFaults()
    }

    /// The answer whose manifest the grant named when the use was counted.
    private func deal(of use: StoredUse) throws -> StoredAnswer? {
        try database.answers(of: use.grant).last { answer in
            answer.state == .final && answer.kind != .refusal && answer.height ?? .max <= use.height ?? 0
        }
    }

    /// Keeps evidence of a fault: whose it is follows from it. Of one node one is enough, however often it is asked:
    /// it signs other bytes each time.
    func keep(_ evidence: FaultEvidence, of use: StoredUse, _ set: DealtSet) throws {
        let node = evidence.position.flatMap { set[$0] }.flatMap { MemberID($0.member) }
        let kind = node == nil ? FaultKind.dealing : .share
        let isKnown = try database.faults(of: use.grant).contains {
            $0.number == use.number && $0.kind == kind && $0.node == node
        }
        guard !isKnown else { return }
        let fault = StoredFault(
            digest: evidence.digest, grant: use.grant, number: use.number, kind: kind, node: node,
            evidence: evidence.encoded, state: .found, height: nil)
        try database.keep(fault, at: now())
    }

    /// Tells the ledger of every fault that it was not told of: a flag beside the use, which stays counted. The ledger
    /// takes one of a kind a use.
    func reportFaults() async {
        do {
            for fault in try database.faults() {
                let act = UseFault(
                    grant: fault.grant, index: fault.number, kind: fault.kind, node: fault.node,
                    evidence: Commitment(fault.digest))
                do {
                    let outcome = try await send(.reportFault(act))
                    try database.finish(fault, .reported, height: outcome.height, note: nil)
                } catch let refusal as RelyingRefusal {
                    try database.finish(fault, .refused, height: nil, note: refusal.code)
                }
            }
        } catch is CancellationError {
            return
        } catch { logger.warning("faults are not reported yet: \(error)") }
    }
}

extension RelyingRefusal {
    static func badDeposit(_ evidence: FaultEvidence) -> RelyingRefusal {
        RelyingRefusal(
            "bad-deposit", zh: "持有人钱包封存的内容不成立（\(evidence.kind)）；证据已留存并报告。",
            en:
                "What the holder's wallet has sealed does not hold (\(evidence.kind)); the evidence is kept "
                + "and reported.",
            nextZh: "请持有人重新授权；本次使用仍计数。", nextEn: "Ask the holder for another grant; the use stays counted.")
    }
}
