import Ledger
public import Signing

/// What a node signs over a put that it holds durably: the payload of a COSE_Sign1 by its release key.
public struct StrongroomAcknowledgement: Hashable, Sendable, CBORCodable {
    public let put: StatementID
    public let expiry: UInt64
    public let count: Int
    public let root: Digest

    /// The word over a put; every node says the same of it.
    public init(of put: StrongroomPut) { self.init(of: put.id, terms: put.terms) }

    /// The word over a put of that id and these terms.
    public init(of id: StatementID, terms: StrongroomTerms) {
        put = id
        expiry = terms.expiry
        count = terms.count
        root = terms.root
    }

    /// Signs it until the put's expiry, in the name of the member that runs the node.
    public func signed(by key: PrivateKey, of member: MemberID, in origin: String) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.strongroomAcknowledgement, issuer: member.text, origin: origin, notAfter: expiry)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.digest(put.digest)
        encoder.unsigned(expiry)
        encoder.unsigned(UInt64(count))
        encoder.digest(root)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        put = StatementID(try decoder.digest())
        expiry = try decoder.unsigned(max: .posixLimit)
        count = Int(try decoder.unsigned(max: UInt64(StrongroomPut.maxEntries)))
        root = try decoder.digest()
    }

    /// Reads a validator's signed word; nil unless it is a good one over exactly this, by a validator in office.
    public func validator(signing bytes: [UInt8], in network: Network) -> MemberID? {
        guard let statement = try? Statement(decoding: bytes), !statement.isGovernance,
            statement.header.contentType == Purpose.strongroomAcknowledgement,
            statement.header.origin == network.origin, statement.header.notAfter == expiry,
            statement.payload == encoded,
            let validator = network.validators.first(where: { $0.member.text == statement.header.issuer }),
            statement.isSigned(statement.signatures[0], by: validator.keys.release)
        else { return nil }
        return validator.member
    }
}

/// Proof that a quorum of validators holds a put durably: only the check makes one.
public struct StrongroomReceipt: Hashable, Sendable {
    public let acknowledged: StrongroomAcknowledgement
    /// The validators whose word it is, each once, in the order of their ids.
    public let validators: [MemberID]
    /// Their signed words, in the same order.
    public let acknowledgements: [[UInt8]]

    /// Counts distinct validators of the network's epoch whose word is good; nil when they are no quorum.
    public init?(_ acknowledged: StrongroomAcknowledgement, _ acknowledgements: [[UInt8]], in network: Network) {
        var found: [MemberID: [UInt8]] = [:]
        for bytes in acknowledgements.prefix(Genesis.maxValidators) {
            if let validator = acknowledged.validator(signing: bytes, in: network) { found[validator] = bytes }
        }
        guard found.count >= network.quorum.count else { return nil }
        self.acknowledged = acknowledged
        let sorted = found.sorted { $0.key < $1.key }
        validators = sorted.map(\.key)
        self.acknowledgements = sorted.map(\.value)
    }
}
