import Credentials
import Ledger
import Releasing
import Rulebook
import Signing

/// What is asked of the document at the use: its time, its holder, and what of it was shown.
extension DocumentChecking {
    /// The time of the use, POSIX seconds.
    private func second() throws(Objection) -> UInt64 {
        guard let asOf = facts.asOf else { throw .follows(from: .counted) }
        return asOf.time / 1_000
    }

    func validity() throws(Objection) -> Finding {
        let claims = try DocumentChecking.fact(claims, from: .form)
        let text = try DocumentChecking.fact(text, from: .form)
        let second = try second()
        if case .integer(let start)? = text.disclosed.claims["nbf"], let start = UInt64(exactly: start), second < start
        {
            let begin = UTCTime(seconds: start)
            throw .no(.notYetValid, "valid from \(begin)", zh: "自 \(begin) 起生效", asOf: facts.asOf)
        }
        let recorded = try? issue.get().record.expiry
        guard let end = [claims.expiry, recorded ?? nil].compactMap({ $0 }).min() else {
            return Finding("no end is set", zh: "未设期限", asOf: facts.asOf)
        }
        let time = UTCTime(seconds: end)
        guard second < end else { throw .no(.expired, "ended \(time)", zh: "已于 \(time) 到期", asOf: facts.asOf) }
        return Finding("until \(time)", zh: "有效期至 \(time)", asOf: facts.asOf)
    }

    func freshness() throws(Objection) -> Finding {
        let claims = try DocumentChecking.fact(claims, from: .form).ledger
        guard let asOf = UTCTime(claims.asOf) else { throw .follows(from: .form) }
        let second = try second()
        let declared = claims.updateDays.map { $0 * 86_400 }
        if let since = asOf.end(after: declared), since.seconds <= second {
            throw .no(
                .stale, "as of \(asOf); stale since \(since)", zh: "数据时间 \(asOf)；自 \(since) 起已过更新期",
                asOf: facts.asOf)
        }
        if let since = asOf.end(after: demands.maxDataAge), since.seconds <= second {
            throw .no(
                .olderThanAccepted, "as of \(asOf); older than you accept since \(since)",
                zh: "数据时间 \(asOf)；自 \(since) 起早于所接受的期限", asOf: facts.asOf)
        }
        guard let limit = [declared, demands.maxDataAge].compactMap({ $0 }).min() else {
            return Finding("as of \(asOf); does not change by itself", zh: "数据时间 \(asOf)；不自行变化", asOf: facts.asOf)
        }
        return Finding(
            "as of \(asOf), good for \(limit / 86_400) days", zh: "数据时间 \(asOf)，\(limit / 86_400) 天内有效",
            asOf: facts.asOf)
    }

    func holder() throws(Objection) -> Finding {
        let text = try DocumentChecking.fact(text, from: .form)
        let claims = try DocumentChecking.fact(claims, from: .form)
        let proven = try UseFacts.fact(facts.use, from: .counted)
        let (use, party) = (proven.use, proven.party.text)
        guard let index = SecretIndex(use: Int(use.index)) else { throw .follows(from: .counted) }
        let context = GrantContext(
            origin: ledger.origin, grant: use.grant.digest, set: asked.set, party: party)
        let demand = KeyBindingDemand(
            audience: party, nonce: context.nonce(of: index), maxAge: DocumentChecking.oldestBinding,
            leeway: demands.leeway)
        guard let key = claims.holderKey?.signatureKey else {
            throw .no(.bindingFalse, "the document names no key of its holder", zh: "文档未写明持有人密钥")
        }
        let second = try second()
        do throws(SDJWTError) { try text.checkHolder(key, meeting: demand, at: second) } catch {
            throw DocumentChecking.objection(error)
        }
        return Finding(
            "by the key \(key.id), for use \(use.index) by \(party)",
            zh: "由密钥 \(key.id) 签署，用于 \(party) 的第 \(use.index) 次使用")
    }

    /// Signatures for all uses are made when the grant is: as long ago as a grant may live, and a day for its request.
    private static let oldestBinding = Scene.termLimit + 86_400

    private static func objection(_ error: SDJWTError) -> Objection {
        let reason: Reason
        switch error {
        case .keyBindingMissing: reason = .bindingMissing
        case .keyBinding(.nonce): reason = .bindingOfAnotherUse
        case .keyBinding(.audience): reason = .signedForAnother
        case .keyBinding(.tooOld), .keyBinding(.fromFuture): reason = .bindingOutOfTime
        case .keyBinding, .tooLarge, .tooManyDisclosures, .malformed, .disclosureNotBase64URL, .disclosureNotJSON,
            .wrongArity, .saltMissing, .reservedName, .nameTwice, .digestTwice, .unreferenced, .misplacedDigest,
            .digestAlgorithm, .tooDeep, .nothingAt, .keyBindingUnexpected, .holderKeyMissing:
            reason = .bindingFalse
        }
        return .no(reason, "\(reason.cause.en): \(error)", zh: "\(reason.cause.zh)：\(error)")
    }

    func withinScene() throws(Objection) -> Finding {
        let text = try DocumentChecking.fact(text, from: .form)
        guard let type else { throw .follows(from: .form) }
        let profile = try UseFacts.fact(facts.profile, from: .complete)
        guard let asked = profile.fields.first(where: { $0.type == type }) else {
            throw .no(
                .typeBeyondScene, "profile \(profile.id) asks for no \(type)", zh: "字段组 \(profile.id) 不含类型 \(type)")
        }
        let known = asked.fields.map(\.path)
        var beyond = fields.filter { !known.contains($0.name) }.map(\.path)
        if text.disclosed.claims["attachments"] != nil { beyond.append("attachments") }
        guard beyond.isEmpty else {
            let list = beyond.joined(separator: ", ")
            throw .no(.beyondScene, "not asked for: \(list)", zh: "未在申请范围内：\(list)")
        }
        return Finding(
            "\(fields.count) of \(Finding.counted(known.count, "field")) that profile \(profile.id) asks for",
            zh: "字段组 \(profile.id) 所列 \(known.count) 个字段中的 \(fields.count) 个")
    }
}

extension UTCTime {
    /// When so many seconds have passed; nil without a number.
    fileprivate func end(after limit: UInt64?) -> UTCTime? {
        guard let limit else { return nil }
        let (sum, overflow) = seconds.addingReportingOverflow(limit)
        return UTCTime(seconds: overflow ? .max : sum)
    }
}
