internal import Ledger
public import NodeAPI
public import Rulebook
public import Sealing
public import Signing

/// An institution as the registrar needs to know it.
public struct MemberStanding: Sendable {
    public let roles: [Role]
    /// Those that may sign now.
    public let keys: [PublicKey]

    public init(roles: [Role], keys: [PublicKey]) {
        self.roles = roles
        self.keys = keys
    }
}

/// A sealed notice on its way to a mailbox.
public struct SealedNotice: Sendable {
    public let tag: MailboxTag
    public let eraser: Digest
    public let body: [UInt8]
    /// POSIX seconds until which it lies there.
    public let expiry: UInt64
}

/// What the registrar asks the ledger's nodes for.
public protocol RegistrarLedger: Sendable {
    var network: Network { get }
    /// Nil when the member is not there, not yet in force, or suspended.
    func standing(of member: MemberID) async throws -> MemberStanding?
    /// Submits a statement and returns when it is final.
    func commit(_ statement: Statement) async throws
    /// Who keeps the ledger, from its genesis to today: it says which checkpoints are final.
    func walk() async throws -> EpochWalk
    /// Puts sealed notices where their receivers look.
    func carry(_ notices: [SealedNotice], by key: PrivateKey, of member: MemberID) async throws
}

/// The ledger through the HTTP of nodes that the registrar trusts: its own.
public struct NodeLedger: RegistrarLedger {
    public let network: Network
    private let client: NodeClient

    public init(_ client: NodeClient, network: Network) {
        self.client = client
        self.network = network
    }

    public func standing(of member: MemberID) async throws -> MemberStanding? {
        let now = Moment.seconds
        guard let body = try await client.member(member), body.suspended == nil, body.effective / 1_000 <= now else {
            return nil
        }
        return MemberStanding(roles: body.roles.compactMap { Role(word: $0) }, keys: body.keys(at: now))
    }

    public func commit(_ statement: Statement) async throws {
        let outcomes = try await client.submit([Submission(statement: statement)], waitsForFinal: true)
        guard let outcome = outcomes.first, outcome.state == .final else {
            throw NotFinal(statement: statement.id, code: outcomes.first?.code)
        }
    }

    public func carry(_ notices: [SealedNotice], by key: PrivateKey, of member: MemberID) async throws {
        let today = try await walk().network
        for notice in notices {
            let item = StrongroomItem(tag: StrongroomTag(notice.tag.digest), body: notice.body, eraser: notice.eraser)
            let notAfter = Moment.seconds + min(300, today.parameters.statementLifetime)
            let batch = try StrongroomBatch(
                [item], expiry: notice.expiry, notAfter: notAfter, by: key, of: member, in: network.origin)
            _ = try await client.put(batch, in: today)
        }
    }

    public func walk() async throws -> EpochWalk {
        var walk = EpochWalk(from: network)
        try walk.take(try await client.epochs())
        return walk
    }
}

/// A statement of the registrar's that did not become final.
public struct NotFinal: Error, Hashable, Sendable {
    public let statement: StatementID
    public let code: String?
}
