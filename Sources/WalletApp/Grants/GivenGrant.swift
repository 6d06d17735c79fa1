internal import Releasing
internal import Rulebook
internal import Signing

/// What the holder agreed to and what was dealt for it; sealed wherever it lies.
struct GivenGrant: Hashable, Sendable, CBORCodable {
    let uses: UInt64
    /// POSIX seconds.
    let expiry: UInt64
    let shown: [ShownDocument]
    /// The one-time token in the trace packet; empty when the wallet had none. Dealing again takes it over.
    let token: [UInt8]
    /// The digest of the manifest that was dealt last, that of the set to which, and the uses that it has tickets for.
    var manifest: Digest
    var set: Digest
    var range: UseRange
    /// When the deposit expires, POSIX seconds: dealing again may not be later.
    var depositExpiry: UInt64
    /// When the holder agreed, in ms.
    let agreed: UInt64

    /// Where it is sealed.
    static func place(_ number: UInt64) -> String { "request/choice/\(number)" }

    /// What was agreed to, as this deposit has it.
    init(
        uses: UInt64, expiry: UInt64, shown: [ShownDocument], token: [UInt8], agreed: UInt64,
        _ manifest: DepositManifest
    ) {
        self.uses = uses
        self.expiry = expiry
        self.shown = shown
        self.token = token
        self.agreed = agreed
        self.manifest = manifest.digest
        set = manifest.context.set
        range = manifest.uses
        depositExpiry = manifest.expiry
    }

    /// Until when a deposit is kept, POSIX seconds: a regulator may trace a grant for a while after its end, within
    /// what the party may keep and the longest term there is.
    static func depositExpiry(_ grant: UInt64, in scene: Scene, at now: UInt64) -> UInt64 {
        let traced = grant + min(scene.retentionDays * 86_400, DepositLeave.traceTerm)
        return max(grant, min(traced, now + Scene.termLimit))
    }

    /// The same grant with the deposit that takes the other's place.
    func dealt(again manifest: DepositManifest) -> GivenGrant {
        GivenGrant(uses: uses, expiry: expiry, shown: shown, token: token, agreed: agreed, manifest)
    }

    func encode(into encoder: inout CBOREncoder) {
        encoder.array(10)
        encoder.unsigned(1)
        encoder.unsigned(uses)
        encoder.unsigned(expiry)
        encoder.list(shown) { $1.encode(into: &$0) }
        encoder.byteString(token)
        encoder.digest(manifest)
        encoder.digest(set)
        range.encode(into: &encoder)
        encoder.unsigned(depositExpiry)
        encoder.unsigned(agreed)
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        try decoder.array(count: 10)
        let version = try decoder.unsigned()
        guard version == 1 else { throw .unknownCode(offset: start, code: version) }
        uses = try decoder.unsigned(max: Scene.maxUsesLimit)
        expiry = try decoder.unsigned(max: 1 << 40)
        shown = try decoder.list(max: 64) { (inner) throws(CBORError) in try ShownDocument(from: &inner) }
        token = try decoder.byteString(max: 1_024)
        manifest = try decoder.digest()
        set = try decoder.digest()
        range = try UseRange(from: &decoder)
        depositExpiry = try decoder.unsigned(max: 1 << 40)
        agreed = try decoder.unsigned(max: 1 << 53)
    }
}
