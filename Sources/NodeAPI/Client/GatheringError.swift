public import Releasing
internal import Rulebook

/// What one node said when it was asked for its shares.
public struct NodeSaid: Hashable, Sendable {
    public let url: String
    public let words: Words
}

/// Why no secret was gathered.
public enum GatheringError: Error, Sendable {
    /// The manifest was dealt to another set than is said, or has no such secret.
    case otherSet(SecretIndex)
    /// The time is over, or nobody is left to ask: good shares of the secret that lacks most, and what each node said.
    case incomplete(found: Int, needed: Int, faults: [FaultEvidence], said: [NodeSaid])
    /// A quorum of good shares gives no secret that was dealt: with the evidence, and that against validators.
    case bad(OpeningRefusal, faults: [FaultEvidence])

    /// The fact and the next step.
    public var words: Words {
        switch self {
        case .otherSet(let index):
            Words(
                zh: "寄存件不是分给这一组节点的，或者没有“\(index)”的密钥。",
                en: "The deposit was not dealt to this set of validators, or has no secret of the \(index).",
                nextZh: "请用寄存清单所写那一任期的节点名单。", nextEn: "Take the validators of the epoch that its manifest names.")
        case .incomplete(let found, let needed, _, let said): .incomplete(found, needed, said)
        case .bad(let refusal, _):
            Words(
                zh: "份额够了，但打不开：\(refusal)。", en: "There are enough shares, and they open nothing: \(refusal).",
                nextZh: "请保存证据，用 use.fault 报告，并请持有人重新授权；这次使用仍然计数。",
                nextEn:
                    "Keep the evidence, report it by use.fault, and ask the holder for another grant; the use stays "
                    + "counted.")
        }
    }
}

extension GatheringError: CustomStringConvertible {
    public var description: String { words.detail.en + " " + words.next.en }
}

extension Words {
    fileprivate static func incomplete(_ found: Int, _ needed: Int, _ said: [NodeSaid]) -> Words {
        let zh = said.map { "\($0.url)：\($0.words.detail.zh)" }.joined(separator: "；")
        let en = said.map { "\($0.url): \($0.words.detail.en)" }.joined(separator: "; ")
        return Words(
            zh: "\(needed) 份里只收到 \(found) 份有效份额。\(zh)",
            en: "\(found) good shares have come, and \(needed) are needed. \(en)",
            nextZh: "使用已经计数：请稍后再收集一次，不必重新提交；运营方请看缺席的节点。",
            nextEn: "The use stays counted: gather again later, nothing is submitted anew; operators see to the nodes "
                + "that are away.")
    }
}

extension AnswerRefusal {
    /// The fact and the next step, for people.
    var words: Words {
        Words(zh: "答复不能用：\(self)。", en: "The answer is of no use: \(self).", nextZh: nextStepZh, nextEn: nextStep + ".")
    }

    private var nextStepZh: String {
        switch self {
        case .otherBlock: "请比较这个节点与自己的检查点：两个区块里有一个不属于这个账本。"
        case .nothingOf: "请问另一个节点：这个节点没有这次使用的份额，或已删除。"
        case .statement, .payload, .otherType, .otherOrigin, .stranger, .signature, .otherStatement, .otherPosition:
            "请问另一个节点，并告知这个节点的运营方。"
        }
    }
}
