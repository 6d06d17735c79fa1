public import Rulebook

/// One thing that was asked of a document, and the answer: yes, no, or could not check.
public struct Finding: Hashable, Sendable {
    public let name: Name
    public let answer: Answer
    /// What was found.
    public let fact: Bilingual

    /// Three answers, never two: an outage says nothing of a document.
    public enum Answer: String, Sendable, CaseIterable {
        case yes, no, unknown
    }

    /// What is asked, in the order in which people read it.
    public enum Name: String, Sendable, CaseIterable {
        /// It reads as a document of this ledger.
        case form
        /// The issuer's signature is good.
        case signature
        /// The key that signed is one that this very member registered.
        case issuerKey
        /// Recorded by that member, under a final checkpoint.
        case recorded
        /// The record commits to this very document and its correction key.
        case commitment
        /// The member may issue this type: every node asked that before it signed.
        case accredited
        /// Bound to a key of this wallet.
        case holder
        /// Neither revoked, suspended nor superseded.
        case status
        /// In its validity period.
        case validity
        /// Not older than the type's update frequency.
        case freshness
    }

    static func yes(_ name: Name, _ en: String, zh: String) -> Finding {
        Finding(name: name, answer: .yes, fact: Bilingual(zh: zh, en: en))
    }

    static func no(_ name: Name, _ en: String, zh: String) -> Finding {
        Finding(name: name, answer: .no, fact: Bilingual(zh: zh, en: en))
    }

    static func unknown(_ name: Name, _ en: String, zh: String) -> Finding {
        Finding(name: name, answer: .unknown, fact: Bilingual(zh: zh, en: en))
    }
}

extension Finding.Name {
    /// The question in a few words.
    public var words: Bilingual {
        switch self {
        case .form: Bilingual(zh: "格式正确", en: "well formed")
        case .signature: Bilingual(zh: "签发机构已签名", en: "signed by its issuer")
        case .issuerKey: Bilingual(zh: "密钥由该机构登记", en: "key registered by that issuer")
        case .recorded: Bilingual(zh: "已登记于账本", en: "recorded on the ledger")
        case .commitment: Bilingual(zh: "记录即此文档", en: "the record is of this document")
        case .accredited: Bilingual(zh: "机构有权签发此类", en: "issuer accredited for the type")
        case .holder: Bilingual(zh: "绑定本钱包密钥", en: "bound to a key of this wallet")
        case .status: Bilingual(zh: "未被吊销或暂停", en: "not revoked or suspended")
        case .validity: Bilingual(zh: "在有效期内", en: "in its validity period")
        case .freshness: Bilingual(zh: "数据未过更新期", en: "data not stale")
        }
    }
}
