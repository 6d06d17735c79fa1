internal import AsyncHTTPClient
internal import Foundation
public import Ledger
public import Rulebook
public import Signing

/// Speaks to a ledger's nodes over HTTP: to the first that answers, and to the next when that one is gone.
///
/// Nothing that a node says is believed here beyond its form; checking proofs is the caller's part.
public struct NodeClient: Sendable {
    /// The nodes' addresses, without a slash at the end.
    public let urls: [String]
    let timeoutSeconds: Int64
    let preferred: PreferredNode

    /// A client of one or more nodes. `timeoutSeconds` holds for each request as a whole.
    public init(_ urls: [String], timeoutSeconds: Int64 = 60) throws(NodeClientError) {
        guard !urls.isEmpty else { throw .badURL("") }
        var clean: [String] = []
        for url in urls {
            guard let base = NodeClient.base(url) else { throw .badURL(url) }
            clean.append(base)
        }
        self.urls = clean
        self.timeoutSeconds = timeoutSeconds
        preferred = PreferredNode()
    }

    /// A client of each node alone, in the order of the addresses: for what one node cannot say for the others.
    public var each: [NodeClient] { urls.map { NodeClient($0, timeoutSeconds) } }

    /// A client of an address that was found to be one.
    private init(_ url: String, _ timeoutSeconds: Int64) {
        urls = [url]
        self.timeoutSeconds = timeoutSeconds
        preferred = PreferredNode()
    }

    /// The address without the slash at its end; nil unless it is one of HTTP with nothing behind the host and path.
    private static func base(_ url: String) -> String? {
        guard let parts = URLComponents(string: url), parts.scheme == "http" || parts.scheme == "https",
            parts.host?.isEmpty == false, parts.query == nil, parts.fragment == nil, parts.user == nil
        else { return nil }
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }
}

/// Statements.
extension NodeClient {
    /// Submits statements, each with its records, and returns an outcome for each in their order.
    public func submit(_ submissions: [Submission], waitsForFinal: Bool) async throws -> [OutcomeBody] {
        var framed: [UInt8] = []
        framed.reserveCapacity(submissions.reduce(0) { $0 + $1.statement.count + 2 + $1.records.count })
        for submission in submissions {
            EntryBundle.append(leaf: submission.statement, to: &framed)
            framed += submission.records
        }
        return try await submit(framed: framed, waitsForFinal: waitsForFinal)
    }

    /// Submits leaves that are framed already; sending the same bytes again is always safe.
    ///
    /// A node that waited in vain, cut off from the others perhaps, gives way to the next: a statement counts once.
    public func submit(framed: [UInt8], waitsForFinal: Bool) async throws -> [OutcomeBody] {
        let query = waitsForFinal ? "?wait=final" : ""
        let answer = try await send(
            Outgoing("/statements" + query, body: framed), limit: AnswerLimit.outcomes, accepts: [200, 202, 422],
            passing: waitsForFinal ? [202, 503] : [503])
        return try answer.json(OutcomesBody.self).outcomes
    }

    /// What became of a statement; nil when no node knows it.
    public func outcome(_ id: StatementID) async throws -> OutcomeBody? {
        try await optional(.unknownStatement) {
            try await send(Outgoing("/statements/\(id)"), limit: AnswerLimit.outcomes).json()
        }
    }
}

/// The log.
extension NodeClient {
    /// The newest final checkpoint as the node gives it, unchecked; nil before the first block.
    public func checkpoint() async throws -> SignedNote? {
        try await optional(.noBlockYet) {
            let answer = try await send(Outgoing("/checkpoint"), limit: SignedNote.maxByteCount)
            return try answer.reading { try SignedNote(parsing: answer.bytes) }
        }
    }

    /// The receipt of the leaf at a position, unchecked; nil beyond the final log.
    public func receipt(_ index: LeafIndex) async throws -> Receipt? {
        try await optional(.noSuchLeaf) {
            let answer = try await send(
                Outgoing("/receipts/\(index)", accept: "application/cbor"), limit: Receipt.maxByteCount)
            return try answer.reading { try Receipt(decoding: answer.bytes) }
        }
    }

    /// A tile or an entry bundle; nil when the final log does not have it.
    public func tile(_ path: TilePath) async throws -> [UInt8]? {
        try await optional(.noSuchTile) {
            try await send(Outgoing("/" + path.path), limit: AnswerLimit.bundle).bytes
        }
    }

    /// A block in a few words; nil when there is none of that height.
    public func block(_ height: Height) async throws -> BlockBody? {
        try await optional(.noSuchBlock) {
            try await send(Outgoing("/blocks/\(height)"), limit: AnswerLimit.event).json()
        }
    }

    /// The genesis file's bytes.
    public func genesis() async throws -> [UInt8] {
        try await send(Outgoing("/genesis"), limit: AnswerLimit.list).bytes
    }

    /// How each epoch followed from the one before, to be walked from the genesis.
    public func epochs() async throws -> EpochProof {
        let answer = try await send(Outgoing("/epochs"), limit: EpochProof.maxByteCount)
        return try answer.reading { try EpochProof(decoding: answer.bytes) }
    }

    /// The policy as the node gives it: compare it with the one that follows from the genesis and its epochs.
    public func policy() async throws -> CheckpointPolicy {
        let answer = try await send(Outgoing("/policy"), limit: AnswerLimit.list)
        return try answer.reading { try CheckpointPolicy(parsing: String(decoding: answer.bytes, as: UTF8.self)) }
    }

    /// Every block after a height, or from now on; it goes on at another node when one is gone.
    public func events(after height: Height?) -> BlockEvents { BlockEvents(client: self, after: height?.value) }
}

/// The state and the catalogue.
extension NodeClient {
    /// How a kind of the state is cut into buckets now.
    public func buckets(_ kind: StateKind) async throws -> BucketsBody {
        try await send(Outgoing("/state/\(try word(kind))"), limit: AnswerLimit.list).json()
    }

    /// A bucket, unchecked; nil before the first block.
    public func bucket(_ kind: StateKind, _ prefix: BucketPrefix) async throws -> SealedBucket? {
        let path = "/state/\(try word(kind))/buckets/\(prefix.digits)?bits=\(prefix.bits)"
        return try await optional(.noBlockYet) {
            let answer = try await send(Outgoing(path), limit: AnswerLimit.bucket)
            return try answer.reading { try SealedBucket(decoding: answer.bytes) }
        }
    }

    /// All members.
    public func members() async throws -> [MemberBody] {
        try await send(Outgoing("/members"), limit: AnswerLimit.list).json(MembersBody.self).members
    }

    /// A member; nil when there is none of that id.
    public func member(_ id: MemberID) async throws -> MemberBody? {
        try await optional(.noSuchMember) { try await send(Outgoing("/members/\(id)"), limit: AnswerLimit.list).json() }
    }

    /// All document types, with their fields when asked.
    public func types(withFields: Bool = false) async throws -> [TypeBody] {
        let path = "/types" + (withFields ? "?fields=true" : "")
        return try await send(Outgoing(path), limit: AnswerLimit.list).json(TypesBody.self).types
    }

    /// A document type with its fields and issuers; nil when the catalogue has none of that code.
    public func type(_ code: TypeCode) async throws -> TypeBody? {
        try await optional(.noSuchType) { try await send(Outgoing("/types/\(code)"), limit: AnswerLimit.list).json() }
    }

    /// All scenes.
    public func scenes() async throws -> [SceneBody] {
        try await send(Outgoing("/scenes"), limit: AnswerLimit.list).json(ScenesBody.self).scenes
    }

    /// Who governs, and the sequence number of the next act that does.
    public func governance() async throws -> GovernanceBody {
        try await send(Outgoing("/governance"), limit: AnswerLimit.list).json()
    }

    /// How far the node is, and what keeps it from working.
    public func status() async throws -> StatusBody {
        try await send(Outgoing("/status"), limit: AnswerLimit.list).json()
    }

    private func word(_ kind: StateKind) throws -> String {
        guard let word = BucketPrefix.served.first(where: { $0.kind == kind })?.word else {
            preconditionFailure("the state of the kind \(kind) is not served in buckets")
        }
        return word
    }

    /// Nil when a node answers with that code.
    private func optional<Value>(_ code: ProblemCode, _ ask: () async throws -> Value) async throws -> Value? {
        do {
            return try await ask()
        } catch NodeClientError.problem(_, let problem) where problem.code == code.rawValue {
            return nil
        }
    }
}

/// Most bytes of an answer, by what it is.
enum AnswerLimit {
    static let outcomes = 128 << 20
    static let bundle = 256 * (EntryBundle.maxLeafByteCount + 2)
    static let list = 64 << 20
    static let bucket = 1 << 20
    static let event = 2 << 20
    static let keys = 1 << 20
}
