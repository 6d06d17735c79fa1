internal import Credentials
internal import Evidence
internal import Ledger
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// Judges what a wallet showed: each document by itself, then whether all that the scene needs is there.
struct PresentationJudging: Sendable {
    let presentation: Presentation
    let ledger: any RelyingLedger
    let documents: any PublicDocuments
    /// POSIX seconds: when the answer came.
    let answered: UInt64

    func verdict(on answers: [PresentationResponse.Answer]) async -> PresentationVerdict {
        var judged: [PresentationVerdict.Document] = []
        var answering: Set<String> = []
        for answer in answers {
            let query = presentation.query.credential(answer.query)
            if let query, answer.presentations.count > 1, !query.isMultiple {
                judged.append(PresentationJudging.tooMany(answer))
                continue
            }
            for text in answer.presentations {
                let document = await document(text, query, answer.query)
                if document.answersQuery { answering.insert(answer.query) }
                judged.append(document.verdict)
            }
        }
        return PresentationVerdict(checks: [complete(answering)], documents: judged)
    }

    private func complete(_ answering: Set<String>) -> PresentationCheck {
        guard presentation.query.needed(of: answering) != nil else {
            let missing = presentation.query.credentials.map(\.id).filter { !answering.contains($0) }
            return .no(
                .complete, .fieldMissing, "not shown whole: \(missing.joined(separator: ", "))",
                zh: "未完整出示：\(missing.joined(separator: "、"))")
        }
        return .yes(.complete, "everything that is asked for was shown", zh: "所请求的均已出示")
    }

    private static func tooMany(_ answer: PresentationResponse.Answer) -> PresentationVerdict.Document {
        let count = answer.presentations.count
        return PresentationVerdict.Document(
            query: answer.query, type: nil, issuer: nil,
            checks: [
                .no(
                    .fields, .beyondScene, "\(count) documents for a query of one", zh: "只请求一份，却出示了 \(count) 份")
            ], fields: [], asOf: nil)
    }

    private func document(
        _ text: String, _ query: CredentialQuery?, _ id: String
    ) async -> (verdict: PresentationVerdict.Document, answersQuery: Bool) {
        do throws(DocumentError) {
            let opened = try OpenedPresentation(text)
            return await document(opened, query, id)
        } catch {
            let reason: Reason =
                if case .disclosure = error { .disclosureFalse } else { .documentUnreadable }
            let check = PresentationCheck.no(.form, reason, "\(error)", zh: "\(error)")
            let verdict = PresentationVerdict.Document(
                query: id, type: nil, issuer: nil, checks: [check], fields: [], asOf: nil)
            return (verdict, false)
        }
    }

    private func document(
        _ opened: OpenedPresentation, _ query: CredentialQuery?, _ id: String
    ) async -> (verdict: PresentationVerdict.Document, answersQuery: Bool) {
        let issuer = await PresentedIssuer.found(opened, ledger, at: answered)
        let form = form(opened, query, id)
        let beyond = fields(opened, query)
        let checks = [
            form, issuer.check, issuer.accredited, PresentedIssuer.recorded,
            await status(opened, issuer), validity(opened), freshness(opened), holder(opened), beyond,
        ].compactMap(\.self)
        let answers: Bool =
            if let query, form.answer == .yes, case .answers = query.match(opened.disclosed, type: opened.type) {
                true
            } else { false }
        let verdict = PresentationVerdict.Document(
            query: id, type: opened.ledger?.typeCode ?? opened.type, issuer: issuer.member, checks: checks,
            fields: opened.disclosed.fields, asOf: opened.ledger?.asOf)
        return (verdict, answers)
    }
}

/// What is asked of the text alone.
extension PresentationJudging {
    private func form(_ opened: OpenedPresentation, _ query: CredentialQuery?, _ id: String) -> PresentationCheck {
        guard let query, query.types.contains(opened.type) else {
            return .no(
                .form, .typeBeyondScene, "\(opened.type), for the query \(id)", zh: "对应请求 \(id) 的是 \(opened.type)")
        }
        if let code = opened.ledger?.typeCode, code != query.id {
            return .no(
                .form, .typeDiffers, "its type is called \(opened.type), and it says \(code)",
                zh: "类型名为 \(opened.type)，文档自称 \(code)")
        }
        return .yes(.form, "reads as a document, all disclosures fit", zh: "格式为文档，全部披露项吻合")
    }

    private func fields(_ opened: OpenedPresentation, _ query: CredentialQuery?) -> PresentationCheck {
        let excess = query?.excess(of: opened.disclosed) ?? []
        guard excess.isEmpty else {
            let names = excess.map(\.description)
            return .no(
                .fields, .beyondScene, "shown beside what was asked: \(names.joined(separator: ", "))",
                zh: "超出请求的字段：\(names.joined(separator: "、"))")
        }
        return .yes(.fields, "nothing was shown beyond the scene", zh: "未出示场景之外的内容")
    }

    private func validity(_ opened: OpenedPresentation) -> PresentationCheck {
        let starts = [opened.notBefore, opened.issuedAt].compactMap(\.self).max() ?? 0
        if answered + PresentationJudging.leeway < starts {
            let begin = UTCTime(seconds: starts)
            return .no(.validity, .notYetValid, "valid from \(begin)", zh: "自 \(begin) 起生效")
        }
        guard let end = opened.expiry else { return .yes(.validity, "no end is set", zh: "未设期限") }
        let time = UTCTime(seconds: end)
        guard answered < end else { return .no(.validity, .expired, "ended \(time)", zh: "已于 \(time) 到期") }
        return .yes(.validity, "until \(time)", zh: "有效期至 \(time)")
    }

    /// How far clocks may differ, in seconds.
    static let leeway: UInt64 = 60

    /// Nil where the document declares nothing.
    private func freshness(_ opened: OpenedPresentation) -> PresentationCheck? {
        guard let said = opened.ledger, let asOf = UTCTime(said.asOf) else { return nil }
        guard let days = said.updateDays else {
            return .yes(.freshness, "as of \(asOf); does not change by itself", zh: "数据时间 \(asOf)；不自行变化")
        }
        let stale = UTCTime(seconds: asOf.seconds + days * 86_400)
        guard answered < stale.seconds else {
            return .no(.freshness, .stale, "as of \(asOf); stale since \(stale)", zh: "数据时间 \(asOf)；自 \(stale) 起已过更新期")
        }
        return .yes(.freshness, "as of \(asOf), renewed every \(days) days", zh: "数据时间 \(asOf)，每 \(days) 天更新")
    }

    /// Whether a key binding must be there is the desk's to say, never what was sent.
    private func holder(_ opened: OpenedPresentation) -> PresentationCheck {
        let leeway = PresentationJudging.leeway
        let demand = KeyBindingDemand(
            audience: presentation.clientID, nonce: presentation.nonce,
            maxAge: answered - min(answered, presentation.created) + leeway, leeway: leeway)
        do throws(SDJWTError) {
            try opened.checkHolder(meeting: demand, at: answered)
            return .yes(.holder, "signed for this request by the holder's key", zh: "持有人密钥为本次请求签署")
        } catch { return .no(.holder, PresentationJudging.reason(error), "\(error)", zh: "\(error)") }
    }

    private static func reason(_ error: SDJWTError) -> Reason {
        switch error {
        case .keyBindingMissing, .holderKeyMissing: .bindingMissing
        case .keyBinding(.nonce): .bindingOfAnotherUse
        case .keyBinding(.audience): .signedForAnother
        case .keyBinding(.tooOld), .keyBinding(.fromFuture): .bindingOutOfTime
        case .keyBinding(.jose), .keyBinding(.claim), .keyBinding(.otherPresentation), .tooLarge, .tooManyDisclosures,
            .malformed, .disclosureNotBase64URL, .disclosureNotJSON, .wrongArity, .saltMissing, .reservedName,
            .nameTwice, .digestTwice, .unreferenced, .misplacedDigest, .digestAlgorithm, .tooDeep, .nothingAt,
            .keyBindingUnexpected:
            .bindingFalse
        }
    }
}
