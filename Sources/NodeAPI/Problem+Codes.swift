public import Rulebook

/// What is asked of the board on which wallets show codes.
extension Problem {
    /// A body that is no handle, or no call to this one.
    public static func codeUnreadable(_ fact: Bilingual) -> Problem {
        Problem(
            .codeUnreadable,
            Words(
                zh: "\(fact.zh)。", en: "\(fact.en).", nextZh: "请按 docs/protocol/codes.md 的格式交来。",
                nextEn: "Send it in the form of docs/protocol/codes.md."))
    }

    /// A call that no relying party signed.
    public static func codeStranger(_ member: MemberID) -> Problem {
        Problem(
            .codeStranger,
            Words(
                zh: "\(member) 不是在册的用证方，或签名不是它的密钥所作。",
                en: "\(member) is no relying party of this ledger, or none of its keys made the signature.",
                nextZh: "只有用证方可以应答亮码：请用其登记的声明密钥签名。",
                nextEn: "Relying parties alone call wallets: sign by a statement key that is registered."))
    }

    /// A handle that was never shown here, or long ago.
    public static var noSuchCode: Problem {
        Problem(
            .noSuchCode,
            Words(
                zh: "没有手机以此亮码在本节点等候。", en: "No phone waits with this code at this node.",
                nextZh: "亮码只在一个节点等候，有效 60 秒：请向其他节点查询，或请持有人重新亮码。",
                nextEn: "A code waits at one node, for 60 seconds: ask the others, or let the holder show a new one."))
    }

    /// It was called by other bytes before.
    public static var codeTaken: Problem {
        Problem(
            .codeTaken,
            Words(
                zh: "此亮码已被扫过，只能用一次。", en: "This code was scanned before: it works once.",
                nextZh: "请持有人重新亮码。", nextEn: "Let the holder show a new one."))
    }

    /// Shown more than a minute ago.
    public static var codeOver: Problem {
        Problem(
            .codeOver,
            Words(
                zh: "此亮码已超过 \(ShownCodeBody.life) 秒，作废。",
                en: "This code was shown more than \(ShownCodeBody.life) seconds ago, and is void.",
                nextZh: "请持有人重新亮码；截屏不能代替亮码。", nextEn: "Let the holder show a new one; a picture of one is none."))
    }

    /// No room for another code: of everybody's, or of this client's.
    public static func codesFull(_ count: Int) -> Problem {
        Problem(
            .codesFull,
            Words(
                zh: "已有 \(count) 个亮码在本节点等候。", en: "\(count) codes wait at this node.",
                nextZh: "请改用另一个节点，或一分钟后再试。", nextEn: "Use another node, or try again in a minute."))
    }
}
