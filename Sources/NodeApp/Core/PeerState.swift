public import Ledger
public import Rulebook

/// How far the validators are with the block that is on its way.
public struct RoundState: Hashable, Sendable {
    /// One kind of message that has not come from some validators.
    public struct Missing: Hashable, Sendable {
        public let what: String
        public let from: [MemberID]

        public init(what: String, from: [MemberID]) {
            self.what = what
            self.from = from
        }
    }

    public let height: Height
    public let round: UInt64
    /// What is waited for.
    public let step: String
    public let proposer: MemberID
    /// Since when, in ms.
    public let since: UInt64
    public let missing: [Missing]
    /// Set while this node is not sure what it signed.
    public let doubt: DoubtState?

    public init(
        height: Height, round: UInt64, step: String, proposer: MemberID, since: UInt64, missing: [Missing],
        doubt: DoubtState? = nil
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

/// How it stands with another node.
public struct PeerState: Hashable, Sendable {
    /// Why a link ended or did not come about.
    public struct End: Hashable, Sendable {
        public let code: String
        public let detail: String
        /// In ms.
        public let time: UInt64
    }

    public let member: MemberID
    /// What it may do, as the ledger says.
    public let standing: LinkRoll.Standing
    /// Since when the link is open, in ms; nil when it is not.
    public let connectedSince: UInt64?
    public let roundTripMicroseconds: UInt64?
    /// Its clock less ours, in ms.
    public let clockOffset: Int64?
    public let software: String?
    public let lastEnd: End?
    public let bytesIn: UInt64
    public let bytesOut: UInt64
    public let messagesIn: UInt64
    public let messagesOut: UInt64
    /// Bytes that wait for the wire.
    public let queuedBytes: Int
    /// Messages that gave way to newer ones.
    public let dropped: UInt64
    /// Links opened since the start.
    public let linkCount: UInt64
    /// Connections that were refused because this member's link was open and alive: it runs twice.
    public let secondProcesses: UInt64

    public var isConnected: Bool { connectedSince != nil }
}
