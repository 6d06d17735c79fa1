public import Ledger
import Sealing
public import Signing

/// What a validator answers when shares are asked for: the payload of a COSE_Sign1 by its release key.
///
/// The shares are sealed to the key that the final statement names, so anybody may ask. A statement of many uses has
/// one answer, one seal and one signature a node for up to 512 of them.
public struct ReleaseAnswer: Hashable, Sendable {
    /// The use or trace.
    public let statement: StatementID
    public let height: Height
    public let block: BlockID
    /// Whose shares it holds, and from which position, in the order in which they lie in the sealed bytes.
    public let entries: [Entry]
    /// The shares back to back, 32 bytes each.
    public let sealed: [UInt8]

    /// One share of an answer.
    public struct Entry: Hashable, Sendable {
        public let manifest: Digest
        public let index: SecretIndex
        public let position: Position
    }

    /// Seals and signs the shares that this node holds of a final release; what it does not hold is left out.
    ///
    /// Asked again it gives the same shares, in other sealed bytes.
    public static func signed(
        _ release: FinalRelease, holding shares: (Digest) -> OwnShares?, by key: PrivateKey, of member: String,
        in origin: String, using random: inout some RandomSource
    ) throws(ReleaseRefusal) -> [UInt8] {
        let executed = release.executed
        var entries: [Entry] = []
        var plaintext: [UInt8] = []
        var expiry: UInt64 = 0
        for entry in executed.entries {
            guard let held = shares(entry.manifest), let share = held.share(of: entry.index) else { continue }
            entries.append(Entry(manifest: entry.manifest, index: entry.index, position: held.position))
            plaintext += share.bytes
            expiry = max(expiry, held.expiry)
        }
        guard !entries.isEmpty else { throw .nothingHeld }
        let sealed = executed.releaseKey.seal(
            plaintext, for: Purpose.release, context: context(executed.statement, entries),
            ephemeral: random.bytes(32))
        let answer = ReleaseAnswer(
            statement: executed.statement, height: executed.height, block: executed.block, entries: entries,
            sealed: sealed)
        let header = StatementHeader(
            contentType: Purpose.releaseAnswer, issuer: member, origin: origin, notAfter: expiry)
        return Statement.signed(header, payload: answer.encoded, by: key).bytes
    }

    /// What the seal is bound to: the statement's id, and the entries as they are encoded. Manifests name everything
    /// else.
    private static func context(_ statement: StatementID, _ entries: [Entry]) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.list(entries) { $1.encode(into: &$0) }
        return statement.digest.bytes + encoder.bytes
    }

    /// The shares, in the order of the entries; nil when they do not open by the key or are not one an entry.
    func open(by key: SealingPrivateKey) -> [KeyShare]? {
        let context = ReleaseAnswer.context(statement, entries)
        guard let plaintext = try? key.open(sealed, for: Purpose.release, context: context),
            plaintext.count == entries.count * KeyShare.byteCount
        else { return nil }
        return entries.indices.map { place in
            let start = place * KeyShare.byteCount
            let bytes = Array(plaintext[start..<start + KeyShare.byteCount])
            return KeyShare(FieldVector(bytes), at: entries[place].position)
        }
    }
}

extension ReleaseAnswer: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.digest(statement.digest)
        height.encode(into: &encoder)
        encoder.digest(block.digest)
        encoder.list(entries) { $1.encode(into: &$0) }
        encoder.byteString(sealed)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        statement = StatementID(try decoder.digest())
        height = try Height(from: &decoder)
        block = BlockID(try decoder.digest())
        let start = decoder.offset
        entries = try decoder.list(max: FinalRelease.maxEntries) { (inner) throws(CBORError) in
            try Entry(from: &inner)
        }
        guard !entries.isEmpty else { throw .outOfRange(offset: start) }
        sealed = try decoder.byteString(count: entries.count * KeyShare.byteCount + SealingPublicKey.overhead)
    }
}

extension ReleaseAnswer.Entry {
    func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.digest(manifest)
        index.encode(into: &encoder)
        position.encode(into: &encoder)
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        manifest = try decoder.digest()
        index = try SecretIndex(from: &decoder)
        position = try Position(from: &decoder)
    }
}
