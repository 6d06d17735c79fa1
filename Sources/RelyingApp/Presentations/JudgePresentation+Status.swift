internal import Credentials
internal import Evidence
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// What the issuer's status list says of a presented document.
extension PresentationJudging {
    private static let maxListByteCount = 24 << 20

    /// The list is asked for only once its issuer is known: whoever else signed could lead the desk anywhere.
    func status(_ opened: OpenedPresentation, _ issuer: PresentedIssuer) async -> PresentationCheck {
        guard issuer.member != nil, issuer.check.answer != .no else {
            return .unknown(
                .status, .notReached, "not asked: the issuer is not known", zh: "未查询：签发方未知")
        }
        guard let reference = opened.status else {
            return PresentedIssuer.silent(.status, "the document names no status list")
        }
        guard let address = WebAddress(reference.uri) else {
            return PresentedIssuer.silent(.status, "\(reference.uri) is no web address")
        }
        let bytes: [UInt8]
        do throws(PublicDocumentError) {
            bytes = try await documents.text(
                at: address, as: StatusListToken.mediaType, max: PresentationJudging.maxListByteCount)
        } catch { return PresentationJudging.away(error.description) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return PresentationJudging.away("\(reference.uri) gives no text")
        }
        do throws(StatusListError) {
            let token = try StatusListToken(
                parsing: text, uri: reference.uri, trust: .registered(issuer.keys), at: answered)
            return PresentationJudging.check(try token.status(of: reference), token)
        } catch { return PresentationJudging.away("\(error)") }
    }

    private static func away(_ fact: String) -> PresentationCheck {
        .unknown(
            .status, .proofMissing, "the status list could not be used: \(fact)", zh: "状态列表不可用：\(fact)",
            next: Bilingual(
                zh: "请稍后用 relying presentation show --again 再查",
                en: "ask again later by relying presentation show --again"))
    }

    private static func check(_ value: UInt8, _ token: StatusListToken) -> PresentationCheck {
        let time = UTCTime(seconds: token.issuedAt)
        let (en, zh) = ("by the issuer's list of \(time)", "据签发方 \(time) 的状态列表")
        switch ListedStatus(rawValue: value) {
        case .valid?: return .yes(.status, "in force \(en)", zh: "有效，\(zh)")
        case .invalid?: return .no(.status, .revoked, "revoked \(en)", zh: "已吊销，\(zh)")
        case .suspended?: return .no(.status, .suspended, "suspended \(en)", zh: "已暂停，\(zh)")
        case .superseded?: return .no(.status, .superseded, "superseded \(en)", zh: "已被替换，\(zh)")
        case nil:
            return .no(
                .status, .revoked, "state \(value) \(en), which is not \"in force\"", zh: "状态 \(value)，并非有效，\(zh)")
        }
    }
}
