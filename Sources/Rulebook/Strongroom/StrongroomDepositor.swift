public import Signing

/// The member whose signature on a put or a deletion was checked: only the check makes one.
public struct StrongroomDepositor: Hashable, Sendable {
    public let member: MemberID

    /// Who may put: those who deliver documents, who hand in grants, and who tell of bindings.
    public static let roles: [Role] = [.issuer, .relyingParty, .registrar]

    /// Checks a put or a deletion that a client hands in now (ms): who signs, its role, and the time.
    public init(
        of statement: Statement, in view: some StateReading, now: UInt64
    ) throws(StrongroomRefusal) {
        let time = max(now, view.time)
        do throws(Refusal) {
            guard statement.header.origin == view.network.origin else {
                throw .wrongOrigin(found: statement.header.origin, expected: view.network.origin)
            }
            try view.network.parameters.checkTime(of: statement, at: time)
            let (id, entry) = try StrongroomDepositor.signer(of: statement, in: view)
            _ = try CheckedStatement.memberKey(statement, of: entry, id, time)
            member = id
        } catch { throw .signer(error) }
        guard let entry = view.member(member),
            entry.details(at: time).roles.contains(where: StrongroomDepositor.roles.contains)
        else { throw .noDepositor(member) }
    }

    /// Checks a put or a deletion that another node passes on: as of the last second at which a client could hand it
    /// in, so that what was taken then is taken later, too.
    public init(
        passedOn statement: Statement, in view: some StateReading, now: UInt64
    ) throws(StrongroomRefusal) {
        let time = min(max(now, view.time), statement.header.notAfter * 1_000)
        do throws(Refusal) {
            guard statement.header.origin == view.network.origin else {
                throw .wrongOrigin(found: statement.header.origin, expected: view.network.origin)
            }
            let ahead = max(now, view.time) / 1_000 + view.network.parameters.statementLifetime
            guard statement.header.notAfter <= ahead else {
                throw .notAfterTooFar(notAfter: statement.header.notAfter, limit: ahead)
            }
            let (id, entry) = try StrongroomDepositor.signer(of: statement, in: view)
            let signature = statement.signatures[0]
            guard let key = entry.key(signature.keyID, at: max(now, view.time)) else {
                throw .unknownKey(signature.keyID)
            }
            let lifetime = view.network.parameters.statementLifetime
            guard key.from <= time / 1_000, key.until.map({ time / 1_000 < $0 + lifetime }) ?? true else {
                throw .keyNotValid(signature.keyID, from: key.from, until: key.until)
            }
            if let since = entry.suspended, statement.header.notAfter > since / 1_000 + lifetime {
                throw .memberSuspended(id, since: since)
            }
            guard statement.isSigned(signature, by: key.key) else { throw .wrongSignature(signature.keyID) }
            member = id
        } catch { throw .signer(error) }
    }

    private static func signer(
        of statement: Statement, in view: some StateReading
    ) throws(Refusal) -> (MemberID, Member) {
        let text = statement.header.issuer ?? ""
        guard let id = MemberID(text), let member = view.member(id) else { throw .unknownMember(text) }
        return (id, member)
    }
}
