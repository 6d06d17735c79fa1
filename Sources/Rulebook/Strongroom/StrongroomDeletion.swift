public import Signing

/// What names one body beyond doubt: its tag and its digest.
public struct StrongroomName: Hashable, Sendable, CBORCodable {
    public let tag: StrongroomTag
    public let digest: Digest

    public init(tag: StrongroomTag, digest: Digest) {
        self.tag = tag
        self.digest = digest
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.digest(tag.digest)
        encoder.digest(digest)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        tag = StrongroomTag(try decoder.digest())
        digest = try decoder.digest()
    }
}

/// A member's signed word that bodies which it put are to go: the payload of a COSE_Sign1.
///
/// It names bodies by digest, so whoever shows it again erases nothing else.
public struct StrongroomDeletion: Sendable {
    public let statement: Statement
    public let names: [StrongroomName]

    /// Most bodies in one deletion.
    public static let maxNames = 512

    /// Reads a deletion; its signature is checked by `StrongroomDepositor`.
    public init(decoding bytes: [UInt8]) throws(StrongroomRefusal) {
        let statement: Statement
        do { statement = try Statement(decoding: bytes) } catch { throw .notAStatement(error) }
        guard !statement.isGovernance, statement.header.issuer != nil,
            statement.header.contentType == Purpose.strongroomDeletion
        else { throw .wrongPurpose(contentType: statement.header.contentType) }
        do throws(CBORError) {
            var decoder = CBORDecoder(statement.payload)
            names = try decoder.list(max: StrongroomDeletion.maxNames) { (inner) throws(CBORError) in
                try StrongroomName(from: &inner)
            }
            try decoder.finish()
        } catch { throw .badPayload(error) }
        self.statement = statement
    }

    /// Signs a deletion in the name of the member that put the bodies.
    public static func signed(
        _ names: [StrongroomName], notAfter: UInt64, by key: PrivateKey, of member: MemberID, in origin: String
    ) throws(StrongroomRefusal) -> StrongroomDeletion {
        guard (1...maxNames).contains(names.count) else { throw .entryCount(names.count, limit: maxNames) }
        var encoder = CBOREncoder()
        encoder.list(names) { $1.encode(into: &$0) }
        let header = StatementHeader(
            contentType: Purpose.strongroomDeletion, issuer: member.text, origin: origin, notAfter: notAfter)
        return try StrongroomDeletion(
            decoding: Statement.signed(header, payload: encoder.bytes, by: key).bytes)
    }
}

/// The receiver's way to have a body erased: whoever shows what hashes to the entry's eraser.
public struct StrongroomErasure: Hashable, Sendable {
    public let tag: StrongroomTag
    /// 32 bytes.
    public let secret: Digest

    public init(tag: StrongroomTag, secret: Digest) {
        self.tag = tag
        self.secret = secret
    }

    /// What an entry commits to so that this erases it.
    public var eraser: Digest { SHA256.digest(secret.bytes) }
}
