public import Signing

/// A scene as it stands in the state; an ended one stays, so its code is never taken again.
public struct SceneEntry: Hashable, Sendable, CBORCodable {
    public let scene: Scene
    public var approval: SceneApproval?
    /// When it ended, in ms.
    public var ended: UInt64?

    public init(scene: Scene, approval: SceneApproval? = nil, ended: UInt64? = nil) {
        self.scene = scene
        self.approval = approval
        self.ended = ended
    }

    /// True once a regulator has approved it, or when it needs nobody's approval.
    public var isApproved: Bool { approval != nil || scene.isUnconditional }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        scene.encode(into: &encoder)
        encoder.optional(approval) { $1.encode(into: &$0) }
        encoder.optional(ended) { $0.unsigned($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        scene = try Scene(from: &decoder)
        approval = try decoder.optional { (inner) throws(CBORError) in try SceneApproval(from: &inner) }
        ended = try decoder.optional { (inner) throws(CBORError) in try inner.unsigned() }
    }
}

/// Which regulator has approved a scene, and when.
public struct SceneApproval: Hashable, Sendable, CBORCodable {
    public let regulator: MemberID
    /// Block time in ms.
    public let time: UInt64

    public init(regulator: MemberID, time: UInt64) {
        self.regulator = regulator
        self.time = time
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        regulator.encode(into: &encoder)
        encoder.unsigned(time)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        regulator = try MemberID(from: &decoder)
        time = try decoder.unsigned()
    }
}

/// `scene.declare`: a relying party says in advance what it will ask.
public struct DeclareScene: Hashable, Sendable, CBORCodable {
    public let scene: Scene

    public init(scene: Scene) { self.scene = scene }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(1)
        scene.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 1)
        scene = try Scene(from: &decoder)
    }
}

/// `scene.approve`: a regulator lets a party ask what the scene says; before, no grant below it is accepted.
public struct ApproveScene: Hashable, Sendable, CBORCodable {
    public let party: MemberID
    public let code: SceneCode
    /// `Scene.digest` of what the regulator has read.
    public let scene: Digest

    public init(party: MemberID, code: SceneCode, scene: Digest) {
        self.party = party
        self.code = code
        self.scene = scene
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        party.encode(into: &encoder)
        code.encode(into: &encoder)
        encoder.digest(scene)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        party = try MemberID(from: &decoder)
        code = try SceneCode(from: &decoder)
        scene = try decoder.digest()
    }
}

/// `scene.end`, by the party or a regulator: no grant, and no use of a grant, below this scene from this block on.
public struct EndScene: Hashable, Sendable, CBORCodable {
    public let party: MemberID
    public let code: SceneCode

    public init(party: MemberID, code: SceneCode) {
        self.party = party
        self.code = code
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        party.encode(into: &encoder)
        code.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        party = try MemberID(from: &decoder)
        code = try SceneCode(from: &decoder)
    }
}
