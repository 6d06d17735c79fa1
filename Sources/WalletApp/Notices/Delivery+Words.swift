public import Rulebook
internal import Sealing
internal import Signing

extension Delivery {
    /// What a notice says, in both languages.
    var told: (NoticeView.Kind, Bilingual) {
        switch self {
        case .document(let document):
            (.offer, Bilingual(zh: document.notice ?? "", en: document.notice ?? ""))
        case .status(let notice): (.status, notice.words)
        case .correction(let notice): (.correction, notice.words)
        case .expiry(let notice): (.expiry, notice.words)
        case .offer(let notice): (.offer, notice.told)
        case .rebinding(let notice): (.rebinding, notice.words)
        }
    }
}

extension StatusNotice {
    fileprivate var words: Bilingual {
        guard let reason = try? Opening<StatusReason>(decoding: opening).body else {
            return Bilingual(zh: "状态已变更。", en: "The status changed.")
        }
        let state = reason.state.words
        let (text, basis) = (reason.text, reason.legalBasis)
        return Bilingual(
            zh: "状态变更为“\(state.zh)”。" + (text.isEmpty ? "" : "理由：\(text)。") + (basis.isEmpty ? "" : "依据：\(basis)。")
                + (reason.successor.map { "替换它的文档在条目 \($0)。" } ?? ""),
            en: "The document is now \(state.en)." + (text.isEmpty ? "" : " Reason: \(text).")
                + (basis.isEmpty ? "" : " Basis: \(basis).")
                + (reason.successor.map { " The document at leaf \($0) takes its place." } ?? ""))
    }
}

extension CorrectionNotice {
    fileprivate var words: Bilingual {
        guard let reply = try? Opening<CorrectionReply>(decoding: opening).body else {
            return Bilingual(zh: "更正已答复。", en: "The correction was answered.")
        }
        let outcome = reply.outcome.words
        return Bilingual(
            zh: "您的更正已答复：\(outcome.zh)。\(reply.text)", en: "Your correction was answered: \(outcome.en). \(reply.text)")
    }
}

extension CorrectionOutcome {
    /// The outcome in a few words.
    public var words: Bilingual {
        switch self {
        case .corrected: Bilingual(zh: "已更正", en: "corrected")
        case .upheld: Bilingual(zh: "维持原内容", en: "upheld")
        case .removed: Bilingual(zh: "已删除", en: "removed")
        }
    }
}

extension ExpiryNotice {
    fileprivate var words: Bilingual {
        let end = UTCTime(seconds: expiry)
        return Bilingual(
            zh: "该文档将于 \(end) 到期，请及时申请换发。", en: "This document ends at \(end); ask for its renewal in time.")
    }
}

extension OfferNotice {
    fileprivate var told: Bilingual {
        let (zh, en) = (words.map { $0 + "\n" } ?? "", words.map { $0 + "\n" } ?? "")
        return Bilingual(
            zh: zh + "有一份文档可以领取：deedbox wallet claim '\(offer)'",
            en: en + "A document can be claimed: deedbox wallet claim '\(offer)'")
    }
}

extension RebindingNotice {
    fileprivate var words: Bilingual {
        let time = UTCTime(seconds: effective)
        return Bilingual(
            zh: "有人请求把本账户绑定到另一台设备，将于 \(time) 生效。若不是您，请在此之前运行 deedbox wallet veto，"
                + "并联系实名核验方。",
            en:
                "Somebody asks to bind this account to another device, from \(time) on. If that is not you, run "
                + "deedbox wallet veto before then, and tell the registrar.")
    }
}
