public import Releasing
internal import Rulebook

extension Problem {
    /// Why a node does not take a deposit.
    public init(_ refusal: DepositRefusal) {
        self.init(refusal.code, status: ProblemCode(rawValue: refusal.code)?.status ?? 422, refusal.words)
    }
}

extension DepositRefusal {
    /// The fact, and who must do what next.
    public var words: Words {
        switch self {
        case .tooLarge, .encoding, .missing, .differs: formWords
        case .otherManifest, .otherContext, .otherQuorum, .otherRegulator, .uses, .expiry: termWords
        case .bytesLeft, .entriesLeft: roomWords
        case .partDoesNotOpen, .partDiffers, .sharesDoNotOpen, .sharesIncomplete, .shareDiffers: insideWords
        }
    }

    private var formWords: Words {
        switch self {
        case .tooLarge(let bytes, let limit):
            Words(
                zh: "寄存有 \(bytes) 字节，最多 \(limit)。", en: "The deposit has \(bytes) bytes, at most \(limit) are allowed.",
                nextZh: "请一次授权较少的次数或较小的文件。", nextEn: "Grant fewer uses or smaller files at once.")
        case .missing(let part):
            Words(
                zh: "寄存缺少一部分：\(part)。", en: "The deposit lacks a part: the \(part).",
                nextZh: "请把完整的寄存再交一次。", nextEn: "Hand the whole deposit over again.")
        case .differs(let part):
            Words(
                zh: "寄存的一部分（\(part)）与清单的摘要不符。", en: "A part of the deposit, the \(part), is not the one of its list.",
                nextZh: "请把完整的寄存再交一次。", nextEn: "Hand the whole deposit over again.")
        case .encoding, .otherManifest, .otherContext, .otherQuorum, .otherRegulator, .uses, .expiry, .bytesLeft,
            .entriesLeft, .partDoesNotOpen, .partDiffers, .sharesDoNotOpen, .sharesIncomplete, .shareDiffers:
            Words(
                zh: "这不是一份寄存：\(self)。", en: "This cannot be read as a deposit: \(self).",
                nextZh: "请用遵循 docs/protocol/release.md 的程序制作寄存。",
                nextEn: "Make the deposit with a program that follows docs/protocol/release.md.")
        }
    }

    private var termWords: Words {
        switch self {
        case .otherManifest(let found, let expected):
            Words(
                zh: "寄存的清单摘要是 \(found)，所需的是 \(expected)。",
                en: "The manifest's digest is \(found), and \(expected) is wanted.",
                nextZh: "请交授权所写的那份寄存。", nextEn: "Hand over the deposit that the grant names.")
        case .otherQuorum(let found, let count, let expected, let validators):
            Words(
                zh: "密钥分给 \(count) 个节点、\(found) 个可打开；现在是 \(validators) 个、\(expected) 个。",
                en:
                    "It was dealt to \(count) validators of which \(found) open it; the set has \(validators), of "
                    + "which \(expected) open.",
                nextZh: "请钱包按今天的节点重新分发。", nextEn: "The wallet deals again, to the validators of today.")
        case .otherRegulator:
            Words(
                zh: "追溯件封给了另一把监管密钥。", en: "The trace packet is sealed to another regulator's key.",
                nextZh: "请钱包按现在登记的监管密钥重新分发。", nextEn: "The wallet deals again, to the regulator's key in force.")
        case .uses(let range, let most):
            Words(
                zh: "寄存含第 \(range.first.value) 至 \(range.last.value) 次，请求最多允许到第 \(most) 次。",
                en:
                    "It has tickets for the uses \(range.first.value) to \(range.last.value), and use \(most) is the "
                    + "last allowed.",
                nextZh: "请钱包按请求的次数重新分发。", nextEn: "The wallet deals again, within the request's uses.")
        case .expiry(let found, let allowed):
            Words(
                zh: "寄存到 \(UTCTime(seconds: found)) 到期，应在 \(UTCTime(seconds: allowed.lowerBound)) 与 "
                    + "\(UTCTime(seconds: allowed.upperBound)) 之间。",
                en:
                    "It expires at \(UTCTime(seconds: found)), and must between "
                    + "\(UTCTime(seconds: allowed.lowerBound)) and \(UTCTime(seconds: allowed.upperBound)).",
                nextZh: "请钱包按请求的期限重新分发。", nextEn: "The wallet deals again, within the request's term.")
        case .otherContext, .tooLarge, .encoding, .missing, .differs, .bytesLeft, .entriesLeft, .partDoesNotOpen,
            .partDiffers, .sharesDoNotOpen, .sharesIncomplete, .shareDiffers:
            Words(
                zh: "寄存属于另一份请求、另一个账本，或者分给了别的节点：\(self)。",
                en: "The deposit is for another request or ledger, or was dealt to others: \(self).",
                nextZh: "请钱包为这份请求、按今天的节点重新分发。",
                nextEn: "The wallet deals again, for this request and to the validators of today.")
        }
    }

    private var roomWords: Words {
        let (zh, en) =
            switch self {
            case .bytesLeft(let left, let needed):
                (
                    "这家用证方的寄存配额只剩 \(max(0, left)) 字节，这份要 \(needed)。",
                    "The party's quota of deposits has \(max(0, left)) bytes left, and this one needs \(needed)."
                )
            case .entriesLeft(let left, let needed):
                (
                    "这家用证方的寄存配额只剩 \(max(0, left)) 件，这份有 \(needed)。",
                    "The party's quota of deposits has \(max(0, left)) parts left, and this one has \(needed)."
                )
            case .tooLarge, .encoding, .missing, .differs, .otherManifest, .otherContext, .otherQuorum, .otherRegulator,
                .uses, .expiry, .partDoesNotOpen, .partDiffers, .sharesDoNotOpen, .sharesIncomplete, .shareDiffers:
                ("\(self)。", "\(self).")
            }
        return Words(
            zh: zh, en: en,
            nextZh: "请等旧授权结束，或少授权几次；运营方可提高 depositMemberBytes、depositMemberEntries。",
            nextEn: "Wait until older grants end, or grant fewer uses; operators can raise depositMemberBytes and "
                + "depositMemberEntries.")
    }

    private var insideWords: Words {
        switch self {
        case .partDoesNotOpen, .partDiffers:
            Words(
                zh: "用证方的一份不符：\(self)。", en: "The party's part is not good: \(self).",
                nextZh: "请钱包按用证方今天的密钥重新分发。", nextEn: "The wallet deals again, to the party's key of today.")
        case .sharesDoNotOpen(let position):
            Words(
                zh: "第 \(position) 个节点打不开分给它的密钥份额。", en: "Validator \(position) cannot open the shares dealt to it.",
                nextZh: "请钱包按到期那一周的节点密钥重新分发。",
                nextEn: "The wallet deals again, to the validators' keys of the week of the expiry.")
        case .sharesIncomplete, .shareDiffers, .tooLarge, .encoding, .missing, .differs, .otherManifest, .otherContext,
            .otherQuorum, .otherRegulator, .uses, .expiry, .bytesLeft, .entriesLeft:
            Words(
                zh: "分给节点的密钥份额不对：\(self)。", en: "A share that was dealt is not good: \(self).",
                nextZh: "钱包分发有误：请重新分发；用证方不要提交这份授权。",
                nextEn: "The wallet dealt a bad share: it deals again, and the party does not submit this grant.")
        }
    }
}
