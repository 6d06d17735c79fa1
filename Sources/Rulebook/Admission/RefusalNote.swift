public import Ledger
public import Signing

/// A node's signed word that it took a statement into no block: the payload of a COSE_Sign1 by its release key.
public struct RefusalNote: Hashable, Sendable, CBORCodable {
    public let statement: StatementID
    /// The rule's stable code.
    public let code: String
    /// The last block that the node had executed.
    public let height: Height
    /// The node's clock, in ms.
    public let time: UInt64
    /// For a use that came too late: the use that was counted in its place.
    public let winner: CountedUse?
    /// For many uses in one statement: which was refused first, and by which rule.
    public let badUse: BadUse?

    /// One of many uses.
    public struct BadUse: Hashable, Sendable {
        /// Of its record, counted from 0.
        public let position: Int
        /// The stable code of the rule that refused it.
        public let code: String

        init(position: Int, code: String) {
            self.position = position
            self.code = code
        }
    }

    public init(_ refusal: Refusal, of statement: StatementID, at height: Height, time: UInt64) {
        self.statement = statement
        code = refusal.code
        self.height = height
        self.time = time
        winner = refusal.winner
        badUse = refusal.badUse
    }

    /// Signs the note for an hour, in the name of the member that runs the node.
    public func signed(by key: PrivateKey, of member: MemberID, in network: Network) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.refusal, issuer: member.text, origin: network.origin, notAfter: time / 1_000 + 3_600)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(6)
        encoder.digest(statement.digest)
        encoder.text(code)
        encoder.unsigned(height.value)
        encoder.unsigned(time)
        encoder.optional(winner) { $1.encode(into: &$0) }
        encoder.optional(badUse) { encoder, use in
            encoder.array(2)
            encoder.unsigned(UInt64(use.position))
            encoder.text(use.code)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 6)
        statement = StatementID(try decoder.digest())
        code = try decoder.text(max: 64)
        height = try Height(from: &decoder)
        time = try decoder.unsigned()
        winner = try decoder.optional { (inner) throws(CBORError) in try CountedUse(from: &inner) }
        badUse = try decoder.optional { (inner) throws(CBORError) in
            try inner.array(count: 2)
            return BadUse(
                position: Int(try inner.unsigned(max: UseMany.maxCount - 1)), code: try inner.text(max: 64))
        }
    }
}

extension Refusal {
    /// For a use that came too late: the use that was counted in its place.
    public var winner: CountedUse? {
        if case .alreadyUsed(_, _, let use) = self { return use }
        if case .usedUp(_, _, let use) = self { return use }
        if case .badUse(_, let refusal) = self { return refusal.winner }
        return nil
    }

    /// For many uses in one statement: which was refused first, and by which rule.
    public var badUse: RefusalNote.BadUse? {
        guard case .badUse(let position, let refusal) = self else { return nil }
        return RefusalNote.BadUse(position: position, code: refusal.code)
    }
}
