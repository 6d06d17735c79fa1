/// How far the validators are with the next block, and who is missing: what explains a stall.
public struct RoundBody: Codable, Hashable, Sendable {
    /// The height that is open.
    public let height: UInt64
    /// Rounds before this one found no quorum.
    public let round: UInt64
    /// What the node waits for.
    public let step: String
    /// The member whose turn it is to propose.
    public let proposer: String
    /// Since when there is something to decide at this height, in ms; without anything, since when it is open.
    public let since: UInt64
    /// What has not come, and from whom; empty when nothing is waited for.
    public let missing: [MissingBody]
    /// Why the node signs nothing, when it is not sure what it signed before.
    public let doubt: DoubtBody?

    public init(
        height: UInt64, round: UInt64, step: String, proposer: String, since: UInt64, missing: [MissingBody],
        doubt: DoubtBody?
    ) {
        self.height = height
        self.round = round
        self.step = step
        self.proposer = proposer
        self.since = since
        self.missing = missing
        self.doubt = doubt
    }
}

/// A node that is not sure what it signed, and what it waits for.
public struct DoubtBody: Codable, Hashable, Sendable {
    /// The stable word for the cause.
    public let code: String
    /// The cause in a sentence.
    public let detail: String
    /// Its operator has let it come back, by `deedbox node resume`.
    public let isAllowed: Bool
    /// Answers of others that it needs; nil where it can never come back.
    public let needed: Int?
    /// Members whose answers are missing, while it asks.
    public let missing: [String]
    /// The first height that it signs; nil until enough have answered.
    public let resume: UInt64?

    public init(code: String, detail: String, isAllowed: Bool, needed: Int?, missing: [String], resume: UInt64?) {
        self.code = code
        self.detail = detail
        self.isAllowed = isAllowed
        self.needed = needed
        self.missing = missing
        self.resume = resume
    }
}

/// One kind of vote that has not come from some members.
public struct MissingBody: Codable, Hashable, Sendable {
    public let what: String
    public let from: [String]

    public init(what: String, from: [String]) {
        self.what = what
        self.from = from
    }
}

/// How it stands with another node.
public struct PeerBody: Codable, Hashable, Sendable {
    /// The member that runs it.
    public let member: String
    /// `validator`; `coming`: it will be one by a published change; `observer`: it follows.
    public let standing: String
    public let isConnected: Bool
    /// Since when the link is open, in ms; nil when it is not.
    public let since: UInt64?
    /// Microseconds there and back; nil before the first answer.
    public let roundTrip: UInt64?
    /// Its clock less ours in ms, when the link was opened.
    public let clockOffset: Int64?
    /// What it runs, in its own words.
    public let software: String?
    /// Why the last link ended or did not come about; nil when none did.
    public let lastEnd: LinkEndBody?
    /// Connections that were refused because this member's link was open and alive: it runs twice.
    public let secondProcesses: UInt64

    public init(
        member: String, standing: String, isConnected: Bool, since: UInt64?, roundTrip: UInt64?, clockOffset: Int64?,
        software: String?,
        lastEnd: LinkEndBody?, secondProcesses: UInt64
    ) {
        self.member = member
        self.standing = standing
        self.isConnected = isConnected
        self.since = since
        self.roundTrip = roundTrip
        self.clockOffset = clockOffset
        self.software = software
        self.lastEnd = lastEnd
        self.secondProcesses = secondProcesses
    }
}

/// Why a link ended.
public struct LinkEndBody: Codable, Hashable, Sendable {
    /// The stable word.
    public let code: String
    /// The same in a sentence.
    public let detail: String
    /// When, in ms.
    public let time: UInt64

    public init(code: String, detail: String, time: UInt64) {
        self.code = code
        self.detail = detail
        self.time = time
    }
}
