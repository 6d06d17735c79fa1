import Signing

/// A member's signed disclosure by which it hands the nodes what is sealed, checked against the state: only the check
/// makes one.
public struct SealedLeave: Hashable, Sendable {
    public let discloser: MemberID
    public let seal: DisclosureSeal

    /// Checks a disclosure that somebody shows now (ms), before any block has it.
    public init(_ bytes: [UInt8], in view: some StateReading, now: UInt64) throws(Refusal) {
        let read = try ReadStatement(Submission(statement: bytes), for: view.network)
        guard case .disclose(let act) = read.act, let seal = act.mark.seal else {
            throw .unknownAct(contentType: read.statement.header.contentType)
        }
        let checked = try CheckedStatement(read, recorded: nil, in: view, now: now)
        guard case .member(let id, _) = checked.signer else { throw .wrongEnvelope(act: .disclose) }
        let roles = view.member(id)?.details(at: max(now, view.time)).roles ?? []
        guard roles.contains(.regulator) || roles.contains(.issuer) else { throw .missingRole(id, .issuer) }
        discloser = id
        self.seal = seal
    }

    /// That of a disclosure that stands in the state: its block has checked it.
    public init(_ entry: SealedEntry) {
        discloser = entry.discloser
        seal = entry.seal
    }

    /// True for bytes that are a disclosure, whatever it says.
    public static func isNamed(in bytes: [UInt8]) -> Bool {
        (try? Statement(decoding: bytes)).map { ActName(contentType: $0.header.contentType) == .disclose } ?? false
    }
}
