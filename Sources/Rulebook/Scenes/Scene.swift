public import Signing

/// The fields of one type that a profile asks for.
public struct ProfileFields: Hashable, Sendable, CBORCodable {
    public let type: TypeCode
    public let paths: [String]

    public init(type: TypeCode, paths: [String]) {
        self.type = type
        self.paths = paths
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        type.encode(into: &encoder)
        encoder.list(paths) { $0.text($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        type = try TypeCode(from: &decoder)
        paths = try decoder.list(max: DocumentType.maxFields) { (inner) throws(CBORError) in
            try inner.text(max: TypeField.maxPath)
        }
    }
}

/// A declared set of fields, asked for as a whole.
public struct SceneProfile: Hashable, Sendable, CBORCodable {
    public let id: ProfileID
    public let fields: [ProfileFields]

    public init(id: ProfileID, fields: [ProfileFields]) {
        self.id = id
        self.fields = fields
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        id.encode(into: &encoder)
        encoder.list(fields) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        id = try ProfileID(from: &decoder)
        fields = try decoder.list(max: 64) { (inner) throws(CBORError) in try ProfileFields(from: &inner) }
    }
}

/// A declared matter: why a relying party asks, on what basis, for what, how often and how long.
public struct Scene: Hashable, Sendable, CBORCodable {
    public let code: SceneCode
    public let purpose: Bilingual
    public let basis: Bilingual
    /// At least one.
    public let profiles: [SceneProfile]
    /// Most uses of one grant.
    public let maxUses: UInt64
    /// Longest life of a grant, in seconds.
    public let term: UInt64
    /// Least time between two uses of one grant, in seconds.
    public let minimumInterval: UInt64
    /// How long the relying party keeps what it read.
    public let retentionDays: UInt64

    public static let maxUsesLimit: UInt64 = 10_000
    public static let termLimit: UInt64 = 400 * 86_400

    public init(
        code: SceneCode, purpose: Bilingual, basis: Bilingual, profiles: [SceneProfile], maxUses: UInt64,
        term: UInt64, minimumInterval: UInt64, retentionDays: UInt64
    ) {
        self.code = code
        self.purpose = purpose
        self.basis = basis
        self.profiles = profiles
        self.maxUses = maxUses
        self.term = term
        self.minimumInterval = minimumInterval
        self.retentionDays = retentionDays
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(8)
        code.encode(into: &encoder)
        purpose.encode(into: &encoder)
        basis.encode(into: &encoder)
        encoder.list(profiles) { $1.encode(into: &$0) }
        encoder.unsigned(maxUses)
        encoder.unsigned(term)
        encoder.unsigned(minimumInterval)
        encoder.unsigned(retentionDays)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 8)
        code = try SceneCode(from: &decoder)
        purpose = try Bilingual(from: &decoder)
        basis = try Bilingual(from: &decoder)
        let start = decoder.offset
        profiles = try decoder.list(max: 32) { (inner) throws(CBORError) in try SceneProfile(from: &inner) }
        guard !profiles.isEmpty, Set(profiles.map(\.id)).count == profiles.count else {
            throw .outOfRange(offset: start)
        }
        maxUses = try Scene.positive(&decoder, max: Scene.maxUsesLimit)
        term = try Scene.positive(&decoder, max: Scene.termLimit)
        minimumInterval = try decoder.unsigned(max: Scene.termLimit)
        retentionDays = try decoder.unsigned(max: 36_500)
    }

    private static func positive(_ decoder: inout CBORDecoder, max: UInt64) throws(CBORError) -> UInt64 {
        let start = decoder.offset
        let value = try decoder.unsigned(max: max)
        guard value > 0 else { throw .outOfRange(offset: start) }
        return value
    }
}

/// A scene as it stands in the state; an ended one stays, so its code is never taken again.
public struct SceneEntry: Hashable, Sendable, CBORCodable {
    public let scene: Scene
    /// When it ended, in ms.
    public var ended: UInt64?

    public init(scene: Scene, ended: UInt64?) {
        self.scene = scene
        self.ended = ended
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        scene.encode(into: &encoder)
        encoder.optional(ended) { $0.unsigned($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        scene = try Scene(from: &decoder)
        ended = try decoder.optional { (inner) throws(CBORError) in try inner.unsigned() }
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

/// `scene.end`: no grant, and no use of a grant, below this scene from this block on.
public struct EndScene: Hashable, Sendable, CBORCodable {
    public let code: SceneCode

    public init(code: SceneCode) { self.code = code }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(1)
        code.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 1)
        code = try SceneCode(from: &decoder)
    }
}
