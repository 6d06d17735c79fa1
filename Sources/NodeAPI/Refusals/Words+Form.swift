internal import Rulebook
internal import Signing

/// The form of a statement and of its records.
extension Words {
    static func notAStatement(_ error: StatementError) -> Words {
        let fact = error.words
        return Words(
            zh: "这些字节不是一条声明：\(fact.zh)。", en: "These bytes are not a statement: \(fact.en).",
            nextZh: "请用本项目的工具重新生成并签名，然后再提交。",
            nextEn: "Make and sign the statement again with this project's tools, then submit it.")
    }

    static func unknownAct(_ contentType: String) -> Words {
        Words(
            zh: "内容类型“\(contentType.shown)”不是本账本规则认识的行为。",
            en: "The content type \"\(contentType.shown)\" names no act of this ledger's rules.",
            nextZh: "请检查内容类型，或者把软件更新到与节点相同的版本。",
            nextEn: "Check the content type, or bring the software to the node's version.")
    }

    static func badPayload(_ error: CBORError) -> Words {
        let fact = error.words
        return Words(
            zh: "声明的内容不符合该行为的编码：\(fact.zh)。",
            en: "The statement's payload is not in the encoding of its act: \(fact.en).",
            nextZh: "请用本项目的工具重新生成并签名。", nextEn: "Make and sign the statement again with this project's tools.")
    }

    static func wrongEnvelope(_ act: ActName) -> Words {
        let (zh, en) = act.envelope
        return Words(
            zh: "行为 \(act.rawValue) 必须\(zh)。", en: "The act \(act.rawValue) must be \(en).",
            nextZh: "请用规定的密钥重新签名。", nextEn: "Sign it again with the keys that the act asks for.")
    }

    static func wrongOrigin(_ found: String, _ expected: String) -> Words {
        Words(
            zh: "声明是写给账本“\(found.shown)”的，而这里是 \(expected)。",
            en: "The statement is for the ledger \"\(found.shown)\", and this one is \(expected).",
            nextZh: "请改用正确的节点，或者按本账本的创世文件重新签名。",
            nextEn: "Send it to a node of its own ledger, or sign it again for the genesis of this one.")
    }

    static func recordsUnexpected(_ count: Int) -> Words {
        Words(
            zh: "声明后面跟着 \(count) 条记录，但只有 documents.issue 和 use.many 才带记录。",
            en: "\(count) records follow the statement, and only documents.issue and use.many take records.",
            nextZh: "请把记录紧跟在它们自己的清单后面提交。", nextEn: "Submit the records right behind their own manifest.")
    }

    static func badRecord(_ position: Int) -> Words {
        Words(
            zh: "第 \(position) 条记录（从 0 数起）不是“承诺加到期时间”的唯一编码。",
            en: "Record \(position), counted from 0, is not the one encoding of a commitment and an expiry.",
            nextZh: "请用本项目的工具重新生成这一批记录和清单。",
            nextEn: "Make the records and their manifest again with this project's tools.")
    }

    static func tooManyRecords(_ found: Int, _ limit: UInt64) -> Words {
        Words(
            zh: "清单有 \(found) 条记录，允许 1 到 \(limit) 条。",
            en: "The manifest has \(found) records, and must have 1 to \(limit).",
            nextZh: "请分成几批，每批一份清单。", nextEn: "Divide them among several manifests.")
    }

    static func recordCountDiffers(_ declared: Int, _ found: Int) -> Words {
        Words(
            zh: "清单声明了 \(declared) 条记录，后面却有 \(found) 条。",
            en: "The manifest declares \(declared) records, and \(found) follow.",
            nextZh: "请把清单和它的全部记录按原来的字节一起提交。",
            nextEn: "Submit the manifest together with all its records, byte for byte.")
    }

    static func recordRootDiffers(_ declared: Digest, _ found: Digest) -> Words {
        Words(
            zh: "清单声明的记录树根是 \(declared)，后面的记录算出来是 \(found)。",
            en: "The manifest declares the root \(declared), and the records that follow make \(found).",
            nextZh: "记录被改动或调换了次序；请按签名时的原样提交。",
            nextEn: "A record was altered or moved: submit them as they were when the manifest was signed.")
    }
}

extension ActName {
    /// How the act is signed, as the end of a sentence.
    fileprivate var envelope: (zh: String, en: String) {
        switch signer {
        case .governance:
            ("由治理密钥联合签名（COSE_Sign），不写签发成员", "signed by governance keys (COSE_Sign), naming no member")
        case .member: ("由一个成员单独签名（COSE_Sign1），并写明该成员", "signed by one member (COSE_Sign1) whom it names")
        case .validator:
            (
                "由在任验证节点的应答密钥签名（COSE_Sign1），并写明其成员",
                "signed by the release key of a validator in office (COSE_Sign1), naming its member"
            )
        case .grantKey:
            (
                "由持有人的一次性密钥签名（COSE_Sign1），不写任何成员",
                "signed by the holder's once-only key (COSE_Sign1), naming nobody"
            )
        case .correctionKey:
            (
                "由文档的更正密钥签名（COSE_Sign1），不写任何成员",
                "signed by the document's correction key (COSE_Sign1), naming nobody"
            )
        case .openingKey:
            (
                "由从标签和盐推出的公开密钥签名（COSE_Sign1），不写任何成员",
                "signed by the key that follows from tag and salt (COSE_Sign1), naming nobody"
            )
        }
    }
}

extension String {
    /// The text as a sentence may show it: at most 100 characters, none of them a control character.
    var shown: String {
        let clean = unicodeScalars.prefix(100).map { scalar in
            scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
                ? "\u{fffd}" : String(scalar)
        }
        return clean.joined() + (unicodeScalars.count > 100 ? "…" : "")
    }
}
