import Ledger
import Rulebook
import Signing

extension UseFacts {
    /// The checks of the use itself; `shown` are the types of its documents with the names of the fields shown.
    func checks(showing shown: [ShownDocument]) -> [Check] {
        var checks = [
            Check.asking(.addressed, addressed), Check.asking(.granted, granted), Check.asking(.counted, isCounted),
            Check.asking(.complete) { () throws(Objection) in try complete(shown) },
        ]
        if let opening = asked.opening {
            checks.append(Check.asking(.matter) { () throws(Objection) in try matter(opening) })
        }
        return checks
    }

    private func granted() throws(Objection) -> Finding {
        let given = try grant.get()
        try ledger.checkAssurance(given.checkpoint)
        guard given.isSigned else { throw .no(.grantSignatureFalse) }
        let use = try UseFacts.fact(use, from: .counted)
        guard use.use.grant == given.id else {
            throw .no(
                .otherGrant, "the use is of \(use.use.grant), the grant is \(given.id)",
                zh: "使用属于授权 \(use.use.grant)，回执属于 \(given.id)")
        }
        let entry = try entry.get()
        guard let grant = entry.value else { throw .unknown(.grantClosed) }
        let counted = try UseFacts.fact(counted, from: .counted)
        let place = AsOf(height: counted.height, time: counted.time)
        try checkAlive(grant, at: place)
        let end = UTCTime(seconds: grant.expiry)
        let uses = Finding.counted(Int(clamping: grant.uses), "use")
        guard let withdrawn = grant.withdrawn else {
            return Finding("\(uses) until \(end)", zh: "\(grant.uses) 次使用，至 \(end)", asOf: place)
        }
        let since = UTCTime(seconds: withdrawn / 1_000)
        return Finding(
            "\(uses) until \(end); its holder withdrew it later, at \(since)",
            zh: "\(grant.uses) 次使用，至 \(end)；持有人其后于 \(since) 撤回", asOf: place)
    }

    /// The nodes asked this before they cosigned: what fails here is their fault.
    private func checkAlive(_ grant: Grant, at place: AsOf) throws(Objection) {
        let isEnded = [grant.withdrawn, grant.refused].contains { end in end.map { $0 <= place.time } ?? false }
        guard !isEnded, grant.expiry * 1_000 >= place.time, UInt64(grant.counted.count) <= grant.uses else {
            throw Objection(answer: .no, reason: .grantEnded, fact: Reason.grantEnded.cause, asOf: place)
        }
    }

    private func isCounted() throws(Objection) -> Finding {
        let use = try use.get()
        try ledger.checkAssurance(use.checkpoint)
        let counted = try counted.get()
        let assurance = max(0, use.checkpoint.assurance)
        let fault = counted.faults.isEmpty ? ("", "") : ("; a fault was reported of it", "；已报告故障")
        return Finding(
            "use \(use.use.index), leaf \(use.index); withstands "
                + Finding.counted(assurance, "lying validator") + fault.0,
            zh: "第 \(use.use.index) 次使用，条目 \(use.index)；可承受 \(assurance) 个作恶节点\(fault.1)",
            asOf: AsOf(height: counted.height, time: counted.time))
    }

    private func complete(_ shown: [ShownDocument]) throws(Objection) -> Finding {
        let profile = try profile.get()
        var missing: [String] = []
        var count = 0
        for asked in profile.fields {
            let names = shown.filter { $0.type == asked.type }.flatMap(\.names)
            let required = asked.fields.filter(\.isRequired).map(\.path)
            count += required.count
            missing += required.filter { !names.contains($0) }.map { "\(asked.type) \($0)" }
        }
        guard missing.isEmpty else {
            let list = missing.joined(separator: ", ")
            throw .no(.fieldMissing, "not shown: \(list)", zh: "未出示：\(list)")
        }
        return Finding(
            "\(Finding.counted(count, "required field")) of profile \(profile.id)",
            zh: "字段组 \(profile.id) 的 \(count) 个必需字段", asOf: asOf)
    }

    private func matter(_ opening: CaseOpening) throws(Objection) -> Finding {
        let request = try UseFacts.fact(grant, from: .granted).request
        let use = try UseFacts.fact(use, from: .counted).use
        var opens = opening.commitment(salt: opening.requestSalt) == request.caseCommitment
        if let salt = opening.useSalt { opens = opens && opening.commitment(salt: salt) == use.caseCommitment }
        guard opens else { throw .no(.caseDiffers) }
        return Finding("case \(opening.number)", zh: "案号 \(opening.number)")
    }
}

/// The type of a document that was shown, and the names of the fields in it.
struct ShownDocument {
    let type: TypeCode
    let names: [String]
}
