public import Rulebook

/// A declared matter: who asks, why, on what basis, for what, how often and how long.
public struct SceneBody: Codable, Hashable, Sendable {
    /// The relying party that declared it.
    public let party: String
    public let code: String
    public let purpose: Bilingual
    public let basis: Bilingual
    public let profiles: [ProfileBody]
    /// Most uses of one grant.
    public let maxUses: UInt64
    /// Longest life of a grant, in seconds.
    public let term: UInt64
    /// Least time between two uses of one grant, in seconds.
    public let minimumInterval: UInt64
    public let retentionDays: UInt64
    /// When it ended, in ms; nil while it is open.
    public let ended: UInt64?

    /// The scene's entry.
    public init(_ party: MemberID, _ entry: SceneEntry) {
        self.party = party.text
        code = entry.scene.code.text
        purpose = entry.scene.purpose
        basis = entry.scene.basis
        profiles = entry.scene.profiles.map { ProfileBody($0) }
        maxUses = entry.scene.maxUses
        term = entry.scene.term
        minimumInterval = entry.scene.minimumInterval
        retentionDays = entry.scene.retentionDays
        ended = entry.ended
    }
}

/// A declared set of fields, asked for as a whole.
public struct ProfileBody: Codable, Hashable, Sendable {
    public let id: String
    public let fields: [ProfileFieldsBody]

    init(_ profile: SceneProfile) {
        id = profile.id.text
        fields = profile.fields.map { ProfileFieldsBody(type: $0.type.text, paths: $0.paths) }
    }
}

/// The fields of one type that a profile asks for.
public struct ProfileFieldsBody: Codable, Hashable, Sendable {
    public let type: String
    public let paths: [String]
}

/// All scenes, as of a block.
public struct ScenesBody: Codable, Hashable, Sendable {
    public let height: UInt64
    /// By relying party and code.
    public let scenes: [SceneBody]

    public init(height: UInt64, scenes: [SceneBody]) {
        self.height = height
        self.scenes = scenes
    }
}
