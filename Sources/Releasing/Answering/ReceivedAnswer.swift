public import Ledger
public import Sealing
public import Signing

/// What a release is known by to the one who asked for it: from its own statement and the receipt of it.
public struct KnownRelease: Sendable {
    public let statement: StatementID
    public let height: Height
    public let block: BlockID
    /// The secret of the release key, drawn afresh for this statement.
    public let key: SealingPrivateKey

    public init(statement: StatementID, height: Height, block: BlockID, key: SealingPrivateKey) {
        self.statement = statement
        self.height = height
        self.block = block
        self.key = key
    }
}

/// A validator's answer to exactly this release, its signature checked, opened once for all its entries. Only the
/// check makes one.
public struct ReceivedAnswer: Sendable {
    public let answer: ReleaseAnswer
    /// The signed bytes.
    public let bytes: [UInt8]
    /// The signer's member id.
    public let member: String
    /// Nil when the sealed bytes do not open by the release key: the signer's fault.
    let shares: [KeyShare]?
    /// The secret of the release key; a judge needs it to see a fault.
    let releaseSecret: [UInt8]

    /// Checks who signed, for which ledger, statement and block; then opens.
    ///
    /// `set` is any set to which the signer belongs with the key that it signs with now.
    public init(
        _ bytes: [UInt8], to release: KnownRelease, from set: DealtSet, in origin: String
    ) throws(AnswerRefusal) {
        let word = try SignedWord(bytes, Purpose.releaseAnswer, origin, set)
        let answer: ReleaseAnswer
        do throws(CBORError) { answer = try ReleaseAnswer(decoding: word.payload) } catch { throw .payload(error) }
        guard answer.statement == release.statement else { throw .otherStatement(answer.statement) }
        guard answer.height == release.height, answer.block == release.block else {
            throw .otherBlock(answer.height, answer.block)
        }
        self.answer = answer
        self.bytes = bytes
        member = word.member
        shares = answer.open(by: release.key)
        releaseSecret = release.key.secret
    }

    /// The answer's share of one secret, and the place it says it has.
    func entry(_ manifest: Digest, _ index: SecretIndex) -> (position: Position, share: KeyShare?)? {
        let place = answer.entries.firstIndex { $0.manifest == manifest && $0.index == index }
        return place.map { (answer.entries[$0].position, shares?[$0]) }
    }
}
