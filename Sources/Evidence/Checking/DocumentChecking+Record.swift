import Credentials
import Ledger
import Rulebook
import Signing

/// What is asked of the text and of its record on the ledger.
extension DocumentChecking {
    private static let day: UInt64 = 86_400

    func form() throws(Objection) -> Finding {
        _ = try text.get()
        let claims = try claims.get()
        let said = claims.ledger
        guard said.origin == ledger.origin else {
            throw .no(
                .documentOfOtherLedger, "it is of the ledger \(said.origin)", zh: "文档属于账本 \(said.origin)")
        }
        guard let issue = try? issue.get(), let recorded else {
            return Finding("a document of this ledger, all disclosures fit", zh: "本账本的文档，全部披露项吻合")
        }
        guard said.typeCode == issue.type.text, said.typeVersion == issue.typeVersion else {
            throw .no(
                .typeDiffers,
                "it says \(said.typeCode) version \(said.typeVersion), its record \(issue.type) version "
                    + "\(issue.typeVersion)",
                zh: "文档称 \(said.typeCode) 第 \(said.typeVersion) 版，记录为 \(issue.type) 第 \(issue.typeVersion) 版")
        }
        try checkIssued(claims.issuedAt, recorded)
        return Finding(
            "a document of this ledger, all disclosures fit; issued \(UTCTime(seconds: claims.issuedAt))",
            zh: "本账本的文档，全部披露项吻合；签发于 \(UTCTime(seconds: claims.issuedAt))")
    }

    /// The ledger says when a document was recorded; a claim of another day is a false one.
    private func checkIssued(_ issued: UInt64, _ recorded: AsOf) throws(Objection) {
        let second = recorded.time / 1_000
        let isEarly = issued + DocumentChecking.day < second
        if isEarly, recorded.height == nil { throw .unknown(.recordTimeUnknown) }
        guard !isEarly, issued <= second + DocumentChecking.day else {
            let (said, then) = (UTCTime(seconds: issued), UTCTime(seconds: second))
            throw .no(
                .dateDiffers, "issued at \(said) by its own word, recorded at \(then)",
                zh: "文档称签发于 \(said)，登记于 \(then)", asOf: recorded)
        }
    }

    func isFinal() throws(Objection) -> Finding {
        let receipt = try receipt.get()
        let final = try ledger.final(receipt.checkpoint)
        try ledger.checkAssurance(final)
        let quorum = ledger.walk.network(for: receipt.checkpoint).quorum
        let (signed, liars) = (final.cosigners.count, max(0, final.assurance))
        return Finding(
            "\(signed) of \(Finding.counted(quorum.validators, "institution")) signed; withstands "
                + Finding.counted(liars, "lying validator"),
            zh: "\(quorum.validators) 家机构中 \(signed) 家签署；可承受 \(liars) 个作恶节点",
            asOf: AsOf(height: nil, time: final.time * 1_000))
    }

    func isRecorded() throws(Objection) -> Finding {
        let issue = try issue.get()
        let text = try DocumentChecking.fact(text, from: .form)
        let claims = try DocumentChecking.fact(claims, from: .form)
        let commitment = IssueRecord.commitment(
            salt: claims.ledger.correction.bytes, document: text.document.digest)
        guard commitment == issue.record.commitment else {
            throw .no(
                .recordOfAnother, "the record at leaf \(issue.index) is of another document",
                zh: "条目 \(issue.index) 的记录属于另一份文档")
        }
        return Finding(
            "leaf \(issue.index), by \(issue.issuer)", zh: "条目 \(issue.index)，由 \(issue.issuer) 登记", asOf: recorded)
    }

    func accredited() throws(Objection) -> Finding {
        let issue: CheckedIssue
        do throws(Objection) {
            _ = try isRecorded()
            issue = try self.issue.get()
        } catch { throw .follows(from: .recorded) }
        let label = try DocumentChecking.fact(claims, from: .form).ledger.label
        if let accepted = demands.trustLabels, !accepted.contains(label) {
            let list = accepted.map(\.rawValue).joined(separator: ", ")
            throw .no(
                .labelNotAccepted, "its label is \(label.rawValue), and you accept \(list)",
                zh: "类别为 \(label.rawValue)，只接受 \(list)", asOf: recorded)
        }
        return Finding(
            "every node asks that before it signs: \(issue.issuer), type \(issue.type)",
            zh: "各节点签署前均已核验：\(issue.issuer)，类型 \(issue.type)", asOf: recorded)
    }

    func signature() throws(Objection) -> Finding {
        let text = try DocumentChecking.fact(text, from: .form)
        guard let issue = try? issue.get(), let recorded else { throw .follows(from: .recorded) }
        let entry: ProvenState<Member> = try ledger.entry(
            asked.proofs[.issuer(document: place)], .member(issue.issuer))
        guard let member = entry.value else {
            throw .no(.issuerUnknown, "no member \(issue.issuer)", zh: "没有成员 \(issue.issuer)", asOf: entry.asOf)
        }
        let second = recorded.time / 1_000
        let keys = member.details(at: recorded.time).keys.filter { $0.key.algorithm == .es256 }
        if let key = text.signer(among: keys.filter { $0.isValid(at: recorded.time) }.map(\.key)) {
            return Finding(
                "by the key \(key.id) of \(issue.issuer)", zh: "由 \(issue.issuer) 的密钥 \(key.id) 签署", asOf: recorded)
        }
        // The record may be older than its checkpoint, and the entry younger than the record.
        if recorded.height == nil, text.signer(among: member.documentKeys(until: second)) != nil {
            throw .unknown(.recordTimeUnknown)
        }
        guard member.tells(recorded.time) else { throw .unknown(.issuerKeysChanged) }
        throw .no(
            .signatureFalse, "none of the keys of \(issue.issuer) signed it", zh: "\(issue.issuer) 的密钥均未签署它",
            asOf: entry.asOf)
    }

    /// The fact itself, for a check that rests on it.
    static func fact<Value>(
        _ fact: Result<Value, Objection>, from name: Check.Name
    ) throws(Objection) -> Value {
        try UseFacts.fact(fact, from: name)
    }
}

extension Member {
    /// True when what the entry tells of a time (ms) is what held then: of the details before a change it keeps those
    /// of the last one alone.
    fileprivate func tells(_ time: UInt64) -> Bool { (coming?.effective ?? effective) <= time }

    /// Every key for documents that the entry knows, and that was good no later than that second.
    fileprivate func documentKeys(until second: UInt64) -> [PublicKey] {
        (details.keys + (coming?.details.keys ?? [])).filter { $0.key.algorithm == .es256 && $0.from <= second }
            .map(\.key)
    }
}
