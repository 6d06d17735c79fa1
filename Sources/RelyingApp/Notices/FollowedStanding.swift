internal import Ledger
public import Rulebook
public import Signing

/// How a document on which this desk relies stands now, as far as the ledger was followed.
public struct FollowedStanding: Hashable, Sendable {
    public let answer: Answer
    public let state: State
    /// Since which block it is so, and its time in ms; nil while nothing was ever said of it.
    public let since: UInt64?
    public let sinceTime: UInt64?
    /// The newest block that was looked at, and its time in ms; nil when none was.
    public let asOf: UInt64?
    public let asOfTime: UInt64?
    /// The block of the newest proof of this document: what lies between, no block said to have touched it.
    public let proven: UInt64?
    /// Where the document's record stands in the log; nil for a document that nobody knows here.
    public let record: UInt64?

    /// May it be relied upon.
    public enum Answer: String, Sendable { case yes, no, unknown }

    /// In a word.
    public enum State: String, Sendable {
        case valid
        /// In force, and its holder disputes it.
        case inDispute
        case suspended, revoked, superseded, expired
        /// The ledger was not followed far enough, or never.
        case couldNotCheck
        /// No use of this desk relies on it.
        case unknown
    }

    /// How far the newest block may lie behind the clock, in seconds.
    static let patience: UInt64 = 300
}

extension FollowedStanding {
    /// What can be said of a document, when the ledger was followed up to a block.
    init(_ document: ReliedDocument?, followed: (height: UInt64, time: UInt64)?, now second: UInt64) {
        guard let document else {
            self.init(.unknown, .unknown, followed, nil)
            return
        }
        guard let finding = document.finding, let followed else {
            self.init(.unknown, .couldNotCheck, followed, document)
            return
        }
        // A block that may have touched it and was not asked of ends what is known.
        let asOf =
            document.due == nil && followed.height > finding.height
            ? followed : (height: finding.height, time: finding.time)
        guard second <= asOf.time / 1_000 + FollowedStanding.patience else {
            self.init(.unknown, .couldNotCheck, asOf, document)
            return
        }
        switch finding.status?.state ?? .inForce {
        case .revoked: self.init(.no, .revoked, asOf, document)
        case .superseded: self.init(.no, .superseded, asOf, document)
        case .suspended: self.init(.no, .suspended, asOf, document)
        case .inForce:
            if let expiry = document.expiry, expiry * 1_000 < asOf.time {
                self.init(.no, .expired, asOf, document)
            } else if let correction = finding.correction, correction.isOpen {
                self.init(
                    .yes, .inDispute, asOf, document, since: (correction.height.value, correction.opened))
            } else {
                self.init(.yes, .valid, asOf, document)
            }
        }
    }

    private init(
        _ answer: Answer, _ state: State, _ asOf: (height: UInt64, time: UInt64)?, _ document: ReliedDocument?,
        since: (height: UInt64, time: UInt64)? = nil
    ) {
        let status = document?.finding?.status.map { ($0.height.value, $0.since) }
        let since = since ?? (state == .couldNotCheck || state == .expired ? nil : status)
        self.init(
            answer: answer, state: state, since: since?.0, sinceTime: since?.1, asOf: asOf?.height,
            asOfTime: asOf?.time, proven: document?.finding?.height, record: document?.record)
    }

    /// As the API gives it.
    public var json: JSONValue {
        [
            "answer": .string(answer.rawValue), "state": .string(state.rawValue), "since": number(since),
            "sinceTime": number(sinceTime), "asOf": number(asOf), "asOfTime": number(asOfTime),
            "proven": number(proven), "record": number(record),
        ]
    }

    private func number(_ value: UInt64?) -> JSONValue { value.map { .integer(Int64(clamping: $0)) } ?? .null }
}

/// Which document is meant.
public enum StandingQuestion: Hashable, Sendable {
    /// By its record's place in the log.
    case record(UInt64)
    /// As one of those that a use brought, counted from 0.
    case use(GrantID, number: UInt64, place: Int)

    /// Most questions of one request.
    public static let limit = 1_000
}

extension RelyingDesk {
    /// How documents stand, in the order of the questions: from what was proven, without asking anybody.
    public func standing(of questions: [StandingQuestion]) throws -> [FollowedStanding] {
        let (followed, second) = (try database.followed(), now())
        return try questions.map { question in
            let document =
                switch question {
                case .record(let record): try database.document(record)
                case .use(let grant, let number, let place): try database.document(at: place, of: number, grant)
                }
            return FollowedStanding(document, followed: followed, now: second)
        }
    }
}
