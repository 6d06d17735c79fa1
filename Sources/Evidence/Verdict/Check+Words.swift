public import Rulebook

extension Check.Name {
    /// The question in a few words.
    public var words: Bilingual {
        switch self {
        case .addressed: Bilingual(zh: "授权给本机构", en: "addressed to me")
        case .granted: Bilingual(zh: "使用时授权有效", en: "grant alive at the use")
        case .counted: Bilingual(zh: "使用已计数", en: "use counted")
        case .complete: Bilingual(zh: "必需字段齐全", en: "required fields shown")
        case .matter: Bilingual(zh: "属于本案", en: "of this case")
        case .form: Bilingual(zh: "格式正确", en: "well formed")
        case .signature: Bilingual(zh: "签发机构已签名", en: "signed by its issuer")
        case .accredited: Bilingual(zh: "机构有权签发此类", en: "issuer accredited for the type")
        case .recorded: Bilingual(zh: "已登记于账本", en: "recorded on the ledger")
        case .final: Bilingual(zh: "检查点已终局", en: "checkpoint final")
        case .status: Bilingual(zh: "未被吊销或暂停", en: "not revoked or suspended")
        case .undisputed: Bilingual(zh: "无异议", en: "not in dispute")
        case .validity: Bilingual(zh: "在有效期内", en: "in its validity period")
        case .freshness: Bilingual(zh: "数据未过更新期", en: "data not stale")
        case .holder: Bilingual(zh: "由持有人出示", en: "held by the presenter")
        case .fields: Bilingual(zh: "字段未超出场景", en: "fields within the scene")
        }
    }
}

extension Check.Answer {
    /// As people read it.
    public var words: Bilingual {
        switch self {
        case .yes: Bilingual(zh: "是", en: "yes")
        case .no: Bilingual(zh: "否", en: "no")
        case .unknown: Bilingual(zh: "无法核验", en: "could not check")
        }
    }
}

extension VerdictState {
    /// The state in a few words.
    public var words: Bilingual {
        switch self {
        case .valid: Bilingual(zh: "有效", en: "valid")
        case .inDispute: Bilingual(zh: "有效，存在异议", en: "valid, in dispute")
        case .couldNotCheck: Bilingual(zh: "无法核验", en: "could not check")
        case .belowPolicy: Bilingual(zh: "未达核验要求", en: "below your policy")
        case .stale: Bilingual(zh: "数据已过期未更新", en: "stale")
        case .expired: Bilingual(zh: "不在有效期内", en: "expired")
        case .superseded: Bilingual(zh: "已被替换", en: "superseded")
        case .suspended: Bilingual(zh: "已暂停", en: "suspended")
        case .revoked: Bilingual(zh: "已吊销", en: "revoked")
        case .incomplete: Bilingual(zh: "缺少必需字段", en: "incomplete")
        case .overScene: Bilingual(zh: "超出场景", en: "over scene")
        case .notAddressedToMe: Bilingual(zh: "非授权给本机构", en: "not addressed to me")
        case .unknown: Bilingual(zh: "账本上查无", en: "unknown to the ledger")
        case .invalid: Bilingual(zh: "不成立", en: "invalid")
        }
    }
}
