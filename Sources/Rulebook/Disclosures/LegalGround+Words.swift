/// The closed list as people read it.
extension LegalGround {
    /// The ground in words.
    public var words: Bilingual {
        switch self {
        case .statutoryDuty: Bilingual(zh: "法定职责或职权", en: "a duty or power given by law")
        case .emergency: Bilingual(zh: "突发公共卫生事件或紧急情况", en: "an emergency")
        case .courtOrder: Bilingual(zh: "法院裁判或执行", en: "a court order")
        case .criminalInvestigation: Bilingual(zh: "刑事侦查", en: "the investigation of a crime")
        case .supervision: Bilingual(zh: "对机构的监督检查", en: "supervision of an institution")
        case .complaint: Bilingual(zh: "本人投诉或申请", en: "a complaint or request of the holder")
        case .securityIncident: Bilingual(zh: "数据安全事件", en: "an incident in which data was lost or leaked")
        }
    }
}
