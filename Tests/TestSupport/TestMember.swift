public import Rulebook
public import Signing

/// The institutions of every test, each plainly invented and with its sample key.
public enum TestMember: String, CaseIterable, Sendable {
    case police
    case civilAffairs = "civil-affairs"
    case realEstate = "real-estate"
    case bank
    case notary
    case regulator

    public var id: MemberID { MemberID(checked: rawValue) }

    public var key: PrivateKey { SampleKeys.key(rawValue) }

    public var roles: [Role] {
        switch self {
        case .police, .civilAffairs, .realEstate: [.issuer]
        case .bank, .notary: [.relyingParty]
        case .regulator: [.regulator]
        }
    }

    /// Its entry with its one key, valid without end.
    public var details: MemberDetails { details() }

    /// Its entry with other roles or keys.
    public func details(
        roles: [Role]? = nil, keys: [MemberKey]? = nil, sealingKey: ReleaseKey? = nil
    ) -> MemberDetails {
        MemberDetails(
            name: Bilingual(zh: "示例机构", en: "Sample " + rawValue), roles: roles ?? self.roles, creditCode: "",
            keys: keys ?? [MemberKey(key: key.publicKey, from: 0, until: nil)],
            sealingKey: sealingKey ?? SampleKeys.sealingKey(rawValue))
    }
}

/// The document types of every test: one for each issuer, who owns it.
public enum TestType: String, CaseIterable, Sendable {
    case identity = "TESTIDENTITY"
    case marriage = "TESTMARRIAGE"
    case property = "TESTPROPERTY"

    public var code: TypeCode { TypeCode(checked: rawValue) }

    public var owner: TestMember {
        switch self {
        case .identity: .police
        case .marriage: .civilAffairs
        case .property: .realEstate
        }
    }

    public static let paths = ["XM", "ZZBH", "YXQ"]

    /// Its definition; other paths make another version.
    public func definition(owner: TestMember? = nil, paths: [String] = paths) -> DocumentType {
        DocumentType(
            code: code, owner: (owner ?? self.owner).id, name: Bilingual(zh: "示例证照", en: "Sample " + rawValue),
            level: TestType.level(2), updateFrequencyDays: nil,
            fields: paths.map { path in
                TypeField(
                    path: path, name: Bilingual(zh: "示例字段", en: "Sample field"), level: TestType.level(of: path),
                    isRequired: path == paths.first)
            })
    }

    /// The validity is a public fact, everything else is not.
    private static func level(of path: String) -> SensitivityLevel { level(path == "YXQ" ? 1 : 2) }

    /// Some of its fields, as a scene asks for them: the first must be there.
    public func asked(_ paths: [String] = ["XM", "ZZBH"], level: UInt64? = nil) -> ProfileFields {
        ProfileFields(
            type: code,
            fields: paths.map { path in
                AskedField(
                    path: path, level: level.map(TestType.level) ?? TestType.level(of: path),
                    isRequired: path == paths.first)
            })
    }

    static func level(_ value: UInt64) -> SensitivityLevel {
        guard let level = SensitivityLevel(value) else { preconditionFailure("no level \(value)") }
        return level
    }
}

/// The scene of every test: up to three uses in a day, of a name and a number.
public enum TestScene {
    public static let loan = scene()

    /// A scene with some other terms.
    public static func scene(
        _ code: String = "loan", fields: [ProfileFields]? = nil, maxUses: UInt64 = 3, term: UInt64 = 86_400,
        minimumInterval: UInt64 = 0, allowsUncounted: Bool = false
    ) -> Scene {
        let asked = fields ?? [TestType.identity.asked()]
        return Scene(
            code: SceneCode(checked: code), purpose: Bilingual(zh: "示例贷款", en: "Sample loan"),
            basis: Bilingual(zh: "示例合同", en: "Sample contract"),
            profiles: [SceneProfile(id: ProfileID(checked: "basic"), fields: asked)], maxUses: maxUses, term: term,
            minimumInterval: minimumInterval, retentionDays: 30, allowsUncounted: allowsUncounted)
    }
}
