import Ledger
public import Signing

/// Who signed, as the signature check found.
public enum Signer: Hashable, Sendable {
    /// That many governance keys.
    case governance(count: Int)
    case member(MemberID, PublicKey)
    /// A validator by its release key.
    case validator(MemberID, PublicKey)
    /// The once-only key that the act itself names.
    case grantKey
    /// The key to which the record that the act names commits.
    case correctionKey
    /// The key that follows from what the act opens.
    case openingKey
}

/// A record of the log, as the node that asks found it there.
public struct RecordedDocument: Hashable, Sendable {
    public let issuer: MemberID
    public let type: TypeCode
    public let commitment: Commitment

    public init(issuer: MemberID, type: TypeCode, commitment: Commitment) {
        self.issuer = issuer
        self.type = type
        self.commitment = commitment
    }
}

/// The request inside a grant or a refusal of it, its signature checked.
public struct CheckedRequest: Hashable, Sendable {
    public let request: Request
    public let party: MemberID
    public let key: PublicKey
    /// POSIX seconds.
    public let notAfter: UInt64
}

/// A statement whose signatures are good: only the check makes one. Whether the rules accept it, its block decides.
///
/// It is passed on often and never changes: an object, so that passing it on copies nothing.
public final class CheckedStatement: Sendable {
    public let statement: Statement
    public let act: Act
    public let signer: Signer
    public let records: RecordRun
    /// For `document.status` and corrections: the record that it names, if there is one.
    public let recorded: RecordedDocument?
    /// For `grant` and `refuse`: the request inside.
    public let request: CheckedRequest?
    /// For `use.many`: its uses, in the order of the records.
    public let uses: [UseRecord]

    public var id: StatementID { statement.id }
    public var blockClass: BlockClass { act.name.blockClass }

    /// Leaves that it takes in a block.
    public var leafCount: Int { 1 + records.leafHashes.count }
    /// Bytes that it takes in a block, lengths counted.
    public var byteCount: Int { statement.bytes.count + 2 + records.framed.count }

    /// Checks time, signer and signature as of a state and a clock (ms).
    ///
    /// The state may be older than the block that will take the statement: what can change until then is checked
    /// again in the block, without the signature.
    public init(
        _ read: ReadStatement, recorded: RecordedDocument?, in view: some StateReading, now: UInt64
    ) throws(Refusal) {
        let time = max(now, view.time)
        try view.network.parameters.checkTime(of: read.statement, at: time)
        signer = try CheckedStatement.signer(of: read, in: view, time)
        request = try CheckedStatement.request(in: read, view, time)
        statement = read.statement
        act = read.act
        records = read.records
        uses = read.uses
        self.recorded = recorded
        if case .reportOffence(let act) = read.act {
            try act.proof.check(view.network.entering(view.epoch(at: act.proof.height)))
        }
        if case .passEvidence(let act) = read.act { try act.checkLeave(origin: view.network.origin) }
    }

    private static func request(
        in read: ReadStatement, _ view: some StateReading, _ time: UInt64
    ) throws(Refusal) -> CheckedRequest? {
        let bytes: [UInt8]
        if case .grant(let act) = read.act {
            bytes = act.request
        } else if case .refuseRequest(let act) = read.act {
            bytes = act.request
        } else {
            return nil
        }
        let request = try CheckedRequest(bytes, in: view, time: time)
        guard read.statement.isSigned(read.statement.signatures[0], by: request.request.grantKey) else {
            throw .notTheRequestedKey(read.statement.signatures[0].keyID)
        }
        return request
    }

    private static func signer(
        of read: ReadStatement, in view: some StateReading, _ time: UInt64
    ) throws(Refusal) -> Signer {
        let statement = read.statement
        switch read.act.name.signer {
        case .governance: return .governance(count: try governors(statement, in: view))
        case .member:
            let text = statement.header.issuer ?? ""
            guard let id = MemberID(text), let member = view.member(id) else { throw .unknownMember(text) }
            let key = try memberKey(statement, of: member, id, time)
            return .member(id, key)
        case .validator: return try validator(statement, in: view)
        case .grantKey:
            // Who signs an answer to a request, the request says.
            if let key = read.act.namedGrantKey, !statement.isSigned(statement.signatures[0], by: key) {
                throw .wrongSignature(statement.signatures[0].keyID)
            }
            return .grantKey
        case .correctionKey:
            guard case .openCorrection(let act) = read.act,
                statement.isSigned(statement.signatures[0], by: act.key)
            else { throw .wrongSignature(statement.signatures[0].keyID) }
            return .correctionKey
        case .openingKey:
            guard case .openDisclosure(let act) = read.act,
                statement.isSigned(statement.signatures[0], by: act.key.publicKey)
            else { throw .wrongSignature(statement.signatures[0].keyID) }
            return .openingKey
        }
    }

    /// The validator in office whose release key signed.
    private static func validator(_ statement: Statement, in view: some StateReading) throws(Refusal) -> Signer {
        let text = statement.header.issuer ?? ""
        guard let id = MemberID(text) else { throw .unknownMember(text) }
        guard let validator = view.network.validators.first(where: { $0.member == id }) else {
            throw .notAValidator(id)
        }
        let (key, signature) = (validator.keys.release, statement.signatures[0])
        guard key.id == signature.keyID else { throw .unknownKey(signature.keyID) }
        guard statement.isSigned(signature, by: key) else { throw .wrongSignature(signature.keyID) }
        return .validator(id, key)
    }

    /// The member's key that signed; refuses a member or a key that could not act now.
    static func memberKey(
        _ statement: Statement, of member: Member, _ id: MemberID, _ time: UInt64
    ) throws(Refusal) -> PublicKey {
        let signature = statement.signatures[0]
        try member.checkActive(id, at: time)
        guard let key = member.key(signature.keyID, at: time) else { throw .unknownKey(signature.keyID) }
        guard key.isValid(at: time) else {
            throw .keyNotValid(signature.keyID, from: key.from, until: key.until)
        }
        guard statement.isSigned(signature, by: key.key) else { throw .wrongSignature(signature.keyID) }
        return key.key
    }

    /// How many governance keys signed; every signature must be good and by one of them.
    private static func governors(_ statement: Statement, in view: some StateReading) throws(Refusal) -> Int {
        guard let entry = view.governance() else { preconditionFailure("the state has no governance") }
        for signature in statement.signatures {
            guard let key = entry.governance.keys.first(where: { $0.id == signature.keyID }) else {
                throw .unknownKey(signature.keyID)
            }
            guard statement.isSigned(signature, by: key) else { throw .wrongSignature(signature.keyID) }
        }
        let found = statement.signatures.count
        guard found >= entry.governance.threshold else {
            throw .notEnoughGovernors(found: found, needed: entry.governance.threshold)
        }
        return found
    }
}

extension Act {
    /// The holder's key that the act itself names.
    fileprivate var namedGrantKey: PublicKey? {
        if case .withdraw(let act) = self { return act.grantKey }
        if case .limitGrant(let act) = self { return act.grantKey }
        return nil
    }
}

extension CheckedRequest {
    /// Reads and checks a signed request.
    init(_ bytes: [UInt8], in view: some StateReading, time: UInt64) throws(Refusal) {
        let statement: Statement
        do { statement = try Statement(decoding: bytes) } catch { throw .badRequest(error) }
        guard !statement.isGovernance, statement.header.contentType == Purpose.request else {
            throw .unknownAct(contentType: statement.header.contentType)
        }
        guard statement.header.origin == view.network.origin else {
            throw .wrongOrigin(found: statement.header.origin, expected: view.network.origin)
        }
        notAfter = statement.header.notAfter
        try view.network.parameters.checkTime(ofRequest: notAfter, at: time)
        do { request = try Request(decoding: statement.payload) } catch { throw .badRequestPayload(error) }
        let text = statement.header.issuer ?? ""
        guard let id = MemberID(text), let member = view.member(id) else { throw .unknownMember(text) }
        party = id
        do throws(Refusal) {
            key = try CheckedStatement.memberKey(statement, of: member, id, time)
        } catch {
            if case .wrongSignature(let keyID) = error { throw .wrongRequestSignature(keyID) }
            throw error
        }
    }
}
