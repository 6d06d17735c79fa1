public import Rulebook
internal import Signing

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
    /// How many lying validators a checkpoint must withstand before nodes release what a use opens.
    public let releaseAssurance: UInt64
    /// True when the party may also take answers beside the ledger.
    public let allowsUncounted: Bool
    /// What a regulator signs to approve it: SHA-256 of its encoding, in hexadecimal.
    public let digest: String
    /// False while it waits for a regulator: no grant below it is accepted.
    public let isApproved: Bool
    /// Who approved it and when; nil while nobody did, and for a scene that needs no approval.
    public let approval: ApprovalBody?
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
        releaseAssurance = entry.scene.releaseAssurance
        allowsUncounted = entry.scene.allowsUncounted
        digest = entry.scene.digest.hex
        isApproved = entry.isApproved
        approval = entry.approval.map { ApprovalBody(regulator: $0.regulator.text, time: $0.time) }
        ended = entry.ended
    }
}

extension SceneBody {
    /// The regulator of the scene and its key, as the rules choose among all members; nil when nobody can be it.
    ///
    /// `time` is that of the block as of which the bodies speak, in ms. All of it is a node's word.
    public func regulator(among members: [MemberBody], at time: UInt64) -> SceneRegulator? {
        let able = members.compactMap { member in
            MemberID(member.id).flatMap { id in
                SceneRegulator(
                    id, roles: member.roles.compactMap { Role(word: $0) }, key: member.releaseKey,
                    isInForce: member.effective <= time && member.suspended == nil)
            }
        }
        return SceneRegulator(approver: approval.flatMap { MemberID($0.regulator) }, among: able)
    }
}

/// Which regulator approved a scene, and when.
public struct ApprovalBody: Codable, Hashable, Sendable {
    public let regulator: String
    /// Block time in ms.
    public let time: UInt64
}

/// A declared set of fields, asked for as a whole.
public struct ProfileBody: Codable, Hashable, Sendable {
    public let id: String
    public let fields: [ProfileFieldsBody]

    init(_ profile: SceneProfile) {
        id = profile.id.text
        fields = profile.fields.map { ProfileFieldsBody($0) }
    }
}

/// The fields of one type that a profile asks for.
public struct ProfileFieldsBody: Codable, Hashable, Sendable {
    public let type: String
    public let fields: [AskedFieldBody]

    init(_ asked: ProfileFields) {
        type = asked.type.text
        fields = asked.fields.map {
            AskedFieldBody(path: $0.path, level: $0.level.value, required: $0.isRequired)
        }
    }
}

/// A field that a profile asks for.
public struct AskedFieldBody: Codable, Hashable, Sendable {
    public let path: String
    /// As sensitive as the catalogue says, 1 to 4.
    public let level: UInt64
    /// False when the holder may leave it out.
    public let required: Bool
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
