public import Rulebook

/// Why a document's status is changed: a closed list; the words beside the code say more.
public enum ReasonCode: String, Sendable, CaseIterable {
    /// 遗失: reported lost or stolen.
    case lost
    /// 信息错误: issued with wrong data.
    case wrongData = "wrong-data"
    /// 违法违规: the holder broke the conditions.
    case conditionsBroken = "conditions-broken"
    /// 承诺不实: a commitment on which it was issued did not hold.
    case commitmentFailed = "commitment-failed"
    /// 依申请注销: the holder asked for it.
    case holderAsked = "holder-asked"
    /// 主体终止: the holder has died or was dissolved.
    case holderEnded = "holder-ended"
    /// 延续: renewed in time.
    case renewed
    /// 换证: replaced by another.
    case replaced
    /// 换绑设备: issued anew to the key of the holder's new device.
    case rebound
    /// 批次撤回: the batch was wrong.
    case batchTakenBack = "batch-taken-back"
    /// 调查期间: while something is looked into.
    case underReview = "under-review"
    /// 整改完成: what was wrong has been put right.
    case putRight = "put-right"
    /// 异议成立: a holder's correction was right.
    case corrected

    /// All codes, for whoever has to choose.
    static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// The states that this reason may bring about.
    var states: Set<DocumentState> {
        switch self {
        case .lost, .wrongData: [.suspended, .revoked]
        case .conditionsBroken, .commitmentFailed: [.suspended, .revoked]
        case .holderAsked, .holderEnded: [.suspended, .revoked]
        case .renewed, .replaced, .corrected: [.superseded, .revoked]
        case .rebound: [.superseded]
        case .batchTakenBack: [.revoked]
        case .underReview: [.suspended]
        case .putRight: [.inForce]
        }
    }

    /// For people.
    public var name: Bilingual {
        switch self {
        case .lost: Bilingual(zh: "遗失或被盗", en: "lost or stolen")
        case .wrongData: Bilingual(zh: "信息错误", en: "issued with wrong data")
        case .conditionsBroken: Bilingual(zh: "违反许可条件", en: "conditions broken")
        case .commitmentFailed: Bilingual(zh: "承诺不实", en: "commitment not kept")
        case .holderAsked: Bilingual(zh: "依申请", en: "asked for by the holder")
        case .holderEnded: Bilingual(zh: "主体终止", en: "holder has died or was dissolved")
        case .renewed: Bilingual(zh: "延续", en: "renewed")
        case .replaced: Bilingual(zh: "换证", en: "replaced")
        case .rebound: Bilingual(zh: "换绑设备", en: "holder has another device")
        case .batchTakenBack: Bilingual(zh: "整批撤回", en: "batch taken back")
        case .underReview: Bilingual(zh: "核查期间", en: "under review")
        case .putRight: Bilingual(zh: "整改完成", en: "put right")
        case .corrected: Bilingual(zh: "异议成立", en: "corrected")
        }
    }
}
