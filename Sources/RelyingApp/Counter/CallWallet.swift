public import Accounts
internal import NodeAPI
public import RelyingAPI
internal import Rulebook
internal import Signing

/// The other direction at a counter: the phone shows a code, and the clerk scans it.
extension RelyingDesk {
    /// Calls the wallet that shows a code to a session, of who opened it or names its case.
    public func call(
        _ code: ShownCode, to id: SessionID, ofCase number: String, by caller: Caller
    ) async throws {
        guard try database.session(id) != nil else { throw RelyingRefusal.noSuchGrant(id.description) }
        try await call(code, to: try found(id, ofCase: number, by: caller).id, by: caller)
    }

    /// Calls the wallet that shows a code to a session. It fetches the request as if it had scanned the desk's code.
    func call(_ code: ShownCode, to id: SessionID, by caller: Caller) async throws {
        guard let session = try database.session(id) else { throw RelyingRefusal.noSuchGrant(id.description) }
        guard now() < session.ends else { throw RelyingRefusal.requestOver }
        guard session.state == .open else { throw RelyingRefusal.requestFetched }
        let call = CodeCall(handle: code.handle, sealed: code.seal(try link(of: id)))
        let statement = call.signed(by: key, of: member, origin: origin, now: now())
        let refusal: RelyingRefusal?
        do {
            try await ledger.call(statement, to: code.handle)
            refusal = nil
        } catch NodeClientError.problem(_, let problem) where problem.status < 500 && problem.status != 429 {
            refusal = RelyingRefusal(ofCode: problem)
        } catch let error as NodeClientError { throw LedgerSilent(error.words.detail) }
        try audit(
            "code-scanned", by: caller, caseNumber: session.matter.number, subject: id.short,
            facts: refusal.map { "refused: \($0.code)" } ?? "")
        if let refusal { throw refusal }
    }
}

extension RelyingRefusal {
    /// What is no code of a wallet.
    static var notACode: RelyingRefusal {
        RelyingRefusal(
            "not-a-code", zh: "扫到的内容不是亮码。", en: "What was scanned is no code of a wallet.",
            nextZh: "请持有人在钱包中亮码（deedbox://code?…）。", nextEn: "Let the holder show one: deedbox://code?…")
    }

    fileprivate static var requestFetched: RelyingRefusal {
        RelyingRefusal(
            "request-fetched", zh: "已有手机取走此请求。", en: "A phone has fetched this request already.",
            nextZh: "请重新发起请求。", nextEn: "Open a new request.")
    }

    fileprivate static var requestOver: RelyingRefusal {
        RelyingRefusal(
            "request-over", zh: "请求已过期。", en: "The request is over.", nextZh: "请重新发起请求。",
            nextEn: "Open a new request.")
    }

    /// What the nodes say of a code: all of them that they do not have it, or one that it is used or over.
    fileprivate init(ofCode problem: Problem) {
        guard problem.code == ProblemCode.noSuchCode.rawValue else {
            self.init(
                problem.code, zh: problem.detailZh, en: problem.detail, nextZh: problem.nextZh, nextEn: problem.next)
            return
        }
        self.init(
            problem.code, zh: "没有手机以此亮码等候：亮码已作废，或属于另一个账本。",
            en: "No phone waits with this code: it is long over, or of another ledger.",
            nextZh: "请持有人重新亮码；截屏不能代替亮码。", nextEn: "Let the holder show a new one; a picture of one is none.")
    }
}
