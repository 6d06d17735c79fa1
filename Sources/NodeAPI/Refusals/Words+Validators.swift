internal import Ledger
internal import Rulebook
internal import Signing

/// Steps from one set of validators to the next.
extension Words {
    static func changeWaiting(_ effective: UInt64) -> Words {
        Words(
            zh: "另一项变更已经公布，将在 \(UTCTime(milliseconds: effective)) 之后生效。",
            en: "Another change is published and takes effect at \(UTCTime(milliseconds: effective)).",
            nextZh: "请等它生效、新的一组节点产生第一个区块之后再提交。",
            nextEn: "Wait until it is in force and the new set has decided a block; then sign and submit again.")
    }

    static let nothingChanges = Words(
        zh: "该变更与现状完全相同。", en: "The change leaves everything as it is.",
        nextZh: "请检查要变更的内容；没有变更就不必提交。", nextEn: "Check what was meant to change; there is nothing to submit otherwise.")

    static func notAValidator(_ id: MemberID) -> Words {
        Words(
            zh: "成员 \(id) 现在不是验证节点。", en: "Member \(id) runs no validator now.",
            nextZh: "请更正成员标识；deedbox validators show（GET /status）列出验证节点。",
            nextEn: "Correct the member id; `deedbox validators show` (GET /status) lists the validators.")
    }

    static func validatorCount(_ found: Int, _ allowed: ClosedRange<Int>) -> Words {
        Words(
            zh: "变更后有 \(found) 个验证节点，允许 \(allowed.lowerBound) 到 \(allowed.upperBound) 个。",
            en:
                "It would leave \(found) validators; \(allowed.lowerBound) to \(allowed.upperBound) are allowed.",
            nextZh: "请改变加入或离开的节点数。", nextEn: "Seat or remove another number of them.")
    }

    static func faultModelUnfit(_ count: Int) -> Words {
        Words(
            zh: "\(count) 个验证节点不能容忍一个作恶者，至少要四个。",
            en: "\(count) validators cannot withstand one that lies; four are needed.",
            nextZh: "请加到四个以上，或者明确采用仅容忍停机的模型。",
            nextEn: "Have four or more, or take the crash model knowingly.")
    }

    static func crashNotAccepted(_ count: Int) -> Words {
        Words(
            zh: "\(count) 个验证节点可以容忍作恶者，该变更却选择只容忍停机。",
            en: "\(count) validators can withstand liars; the change takes the crash model, which withstands none.",
            nextZh: "请改用拜占庭模型；确实要如此时，在变更中写明接受。",
            nextEn: "Take the byzantine model; if this is meant, let the act say that it is accepted.")
    }

    static func downgradeNotAccepted(_ from: Int, _ to: Int, _ silent: Int) -> Words {
        Words(
            zh: "该变更使可容忍的作恶节点从 \(from) 个变为 \(to) 个，可停机的变为 \(silent) 个。",
            en: "The change takes the liars withstood from \(from) to \(to), and lets \(silent) be silent.",
            nextZh: "请重新考虑；确实要降低时，在变更中写明接受降级。",
            nextEn: "Think again; if this is meant, let the act say that the downgrade is accepted.")
    }

    static func tooFewStay(_ staying: Int, _ needed: Int) -> Words {
        Words(
            zh: "以原密钥留任的验证节点只有 \(staying) 个，一步变更至少要 \(needed) 个。",
            en: "Only \(staying) validators stay under unchanged keys; one step needs \(needed).",
            nextZh: "请分几步变更，每步等新的一组产生区块。",
            nextEn: "Change the set in several steps, each after the one before has decided a block.")
    }

    static func setTooLarge(_ limit: Int) -> Words {
        Words(
            zh: "验证节点名单编码后超过 \(limit) 字节，证明无法传送。",
            en: "The set takes more than \(limit) bytes, too many for a proof of it.",
            nextZh: "请缩短节点名称，或者减少节点。", nextEn: "Shorten the nodes' names, or have fewer of them.")
    }
}

/// The word of those who come.
extension Words {
    static func notReady(_ id: MemberID) -> Words {
        Words(
            zh: "新节点 \(id) 没有就绪声明。", en: "There is no readiness of the newcomer \(id).",
            nextZh: "请先让它作为观察节点追上账本，再由它的投票密钥签署就绪声明。",
            nextEn: "Let it follow as an observer first; then its vote key signs its readiness.")
    }

    static func falseReadiness(_ id: MemberID) -> Words {
        Words(
            zh: "\(id) 的就绪声明不成立：签名不对，或者检查点不是现任节点签署的最终检查点。",
            en: "The readiness of \(id) is not true: a wrong signature, or no final checkpoint of the set in office.",
            nextZh: "请在新节点上重新签署，并保证公钥与声明一致。",
            nextEn: "Sign it again on the new node, over the keys that the act names.")
    }

    static func staleReadiness(_ id: MemberID, _ signed: UInt64) -> Words {
        Words(
            zh: "\(id) 的就绪声明基于 \(UTCTime(seconds: signed)) 的检查点，已经太旧。",
            en: "The readiness of \(id) is over a checkpoint of \(UTCTime(seconds: signed)), which is too old.",
            nextZh: "请在新节点上用新的检查点重新签署。", nextEn: "Sign it again on the new node, over a new checkpoint.")
    }

    static func readinessUnexpected(_ count: Int) -> Words {
        Words(
            zh: "多出 \(count) 份就绪声明，没有对应的新节点。", en: "There are \(count) words of readiness of nobody who comes.",
            nextZh: "每个新节点只附一份，顺序相同。", nextEn: "Give one for each validator that is seated, in the same order.")
    }

    static func validatorKeyShared(_ key: KeyID) -> Words {
        Words(
            zh: "密钥 \(key) 已有其他用途：每把节点密钥只能属于一个节点的一个用途。",
            en: "The key \(key) serves another purpose already: each belongs to one purpose of one node.",
            nextZh: "请用 deedbox key node 生成新的密钥。", nextEn: "Make new keys with deedbox key node.")
    }

    static func validatorKeyRetired(_ key: KeyID) -> Words {
        Words(
            zh: "密钥 \(key) 曾属于离任的节点，不能再用。",
            en: "The key \(key) belonged to a node that left; it is never taken again.",
            nextZh: "请用 deedbox key node 生成新的密钥，并销毁旧密钥。",
            nextEn: "Make new keys with deedbox key node, and destroy the old ones.")
    }
}

/// Governors and parameters.
extension Words {
    static func badGovernors(_ threshold: Int, _ keys: Int) -> Words {
        Words(
            zh: "\(keys) 把治理密钥中不能要求 \(threshold) 把签名。",
            en: "\(threshold) of \(keys) governors cannot sign together.",
            nextZh: "门槛应在一与密钥数之间。", nextEn: "Let the threshold be one or more, and no more than there are keys.")
    }

    static func governorKeyShared(_ key: KeyID) -> Words {
        Words(
            zh: "密钥 \(key) 重复，或者已经是节点密钥。", en: "The key \(key) stands twice, or is a node's.",
            nextZh: "请给每位治理者一把自己的密钥。", nextEn: "Give each governor a key of its own.")
    }

    static func parameterOutOfRange(_ name: String, _ value: UInt64, _ allowed: ClosedRange<UInt64>) -> Words {
        Words(
            zh: "参数 \(name) 为 \(value)，允许 \(allowed.lowerBound) 到 \(allowed.upperBound)。",
            en: "The parameter \(name) is \(value); \(allowed.lowerBound) to \(allowed.upperBound) are allowed.",
            nextZh: "请改为允许范围内的值：越界的参数可能使账本停止。",
            nextEn: "Take a value in the range: one outside of it could stop the ledger.")
    }
}

/// Proofs that validators lied.
extension Words {
    static func offenceKnown(_ id: MemberID, _ height: Height) -> Words {
        Words(
            zh: "\(id) 的这次违约已经记在区块 \(height)。", en: "This offence of \(id) stands in block \(height) already.",
            nextZh: "无需再做。", nextEn: "Nothing is left to do.")
    }

    static func offenceAhead(_ height: Height) -> Words {
        Words(
            zh: "证据说的是还没有到的高度 \(height)。", en: "The proof is about height \(height), which has not come.",
            nextZh: "请等账本到达该高度后再提交。", nextEn: "Submit it again when the ledger is there.")
    }

    static func offenceTooOld(_ height: Height, _ oldest: Height) -> Words {
        Words(
            zh: "证据说的是高度 \(height)，账本只受理 \(oldest) 及以后的。",
            en: "The proof is about height \(height); the ledger takes those from \(oldest) on.",
            nextZh: "证据本身仍然有效，请交给治理机构。", nextEn: "The proof stays true: give it to governance.")
    }

    static let offenceUnproven = Words(
        zh: "证据不能证明任何节点违约：签名不属于被指的节点，或者内容并不矛盾。",
        en: "The proof proves nothing: its signatures are not the accused's, or do not contradict each other.",
        nextZh: "请检查证据文件是否完整、是否属于本账本。",
        nextEn: "Check that the file of the proof is whole and of this ledger.")
}
