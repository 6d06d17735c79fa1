internal import Ledger
public import Rulebook
internal import Signing

/// A session with everything that came of it.
public struct Matter: Sendable {
    public let session: Session
    public let answers: [StoredAnswer]
    public let uses: [StoredUse]
    public let faults: [FaultLine]

    /// A fault that was found, and whether the ledger was told.
    public struct FaultLine: Sendable {
        public let number: UInt64
        /// True for the wallet's, false for a node's.
        public let isDealing: Bool
        public let node: MemberID?
        public let digest: String
        public let state: String
        public let height: UInt64?
    }

    /// The answer that stands: the last that did not fail.
    public var answer: StoredAnswer? { answers.last { $0.state != .failed && $0.kind != .dealtAgain } }

    /// How many uses the holder granted; nil while none are. What he took back since, the ledger tells.
    public var usesGranted: UInt64? {
        guard session.state == .granted, let answer, let statement = try? Statement(decoding: answer.statement) else {
            return nil
        }
        return (try? GrantAct(decoding: statement.payload))?.uses
    }

    /// How many uses are counted, as far as this desk has seen: they are counted in their order, and the one that it
    /// lost went to another statement of the party.
    public var usesCounted: UInt64 { uses.filter { $0.state != .sent }.map(\.number).max() ?? 0 }
}

extension RelyingDesk {
    /// The newest sessions.
    public func matters(limit: Int) throws -> [Matter] { try database.sessions(limit: limit).map(matter) }

    /// What a name means: a session, a grant, or a case number.
    public func matters(named name: String) throws -> [Matter] {
        if let id = SessionID(name), let session = try database.session(id) { return [try matter(session)] }
        if let digest = Digest(hex: name), let session = try database.session(of: GrantID(digest)) {
            return [try matter(session)]
        }
        return try matters(ofCase: name)
    }

    /// Whose session it is, and how far it came at its counter; nil for one that a command opened from afar.
    public func staffed(_ session: Session) throws -> StaffedSession? { try database.staffed(session.id) }

    /// What was asked and used for a case number.
    func matters(ofCase name: String) throws -> [Matter] {
        var sessions = try database.sessions(ofCase: name)
        for grant in try database.grantsUsed(forCase: name) where !sessions.contains(where: { $0.grant == grant }) {
            if let session = try database.session(of: grant) { sessions.append(session) }
        }
        guard !sessions.isEmpty else { throw RelyingRefusal.noSuchGrant(name) }
        return try sessions.map(matter)
    }

    /// The evidence of a fault, to hand to the one blamed and to the regulator.
    public func evidence(ofFault digest: String, in matter: Matter) throws -> [UInt8]? {
        guard let grant = matter.session.grant else { return nil }
        return try database.faults(of: grant).first { $0.digest.hex == digest }?.evidence
    }

    /// How a grant stands on the ledger now, proven; nil before it is final and after it was closed.
    public func standing(of grant: GrantID) async throws -> (grant: Grant?, height: UInt64, time: UInt64) {
        let found = try await self.grant(grant)
        return (found.value, found.height.value, found.time)
    }

    /// A grant in the state as of the newest block that the desk knows to have touched it: an older proof, good as it
    /// is, says nothing of it. Nil is then a grant that was closed.
    func grant(_ id: GrantID) async throws -> (value: Grant?, height: Height, time: UInt64) {
        try await ledger.grant(id, since: Height(max(try database.lastHeight(of: id), 1)))
    }

    func matter(_ session: Session) throws -> Matter {
        guard let grant = session.grant else { return Matter(session: session, answers: [], uses: [], faults: []) }
        return Matter(
            session: session, answers: try database.answers(of: grant), uses: try database.uses(of: grant),
            faults: try database.faults(of: grant).map { fault in
                Matter.FaultLine(
                    number: fault.number, isDealing: fault.kind == .dealing, node: fault.node,
                    digest: fault.digest.hex, state: fault.state.rawValue, height: fault.height)
            })
    }
}
