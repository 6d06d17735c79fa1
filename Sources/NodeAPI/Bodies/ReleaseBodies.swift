public import Releasing
internal import Rulebook
public import Signing

/// The validators' share-sealing keys of one week, as far as the node that is asked knows them.
public struct WeeklyKeysBody: Codable, Hashable, Sendable {
    /// The number of the week: POSIX seconds by 604,800, rounded down.
    public let week: UInt64
    /// The digest of the set of today, in hexadecimal.
    public let set: String
    /// How many shares open a secret that is dealt to the set.
    public let quorum: Int
    /// In the order of the positions.
    public let validators: [Validator]

    /// One validator's word.
    public struct Validator: Codable, Hashable, Sendable {
        public let member: String
        /// Its signed `WeeklyKey` in base64; nil when the node knows none.
        public let key: String?

        public init(member: String, key: [UInt8]?) {
            self.member = member
            self.key = key.map { Base64.encode($0) }
        }
    }

    /// What is known of the keys of a set.
    public init(_ week: ExpiryWeek, of set: DealtSet, known: (String) -> [UInt8]?) {
        self.week = week.number
        self.set = set.digest.hex
        quorum = set.quorum
        validators = set.validators.map { Validator(member: $0.member, key: known($0.member)) }
    }

    /// The signed words, for `WeeklyKey.keys`.
    public var announcements: [[UInt8]] { validators.compactMap { $0.key.flatMap { Base64.decode($0) } } }

    /// True when a word of every validator is there.
    public var isComplete: Bool { validators.allSatisfy { $0.key != nil } }

    /// With the words of another node's answer for the same week and set where this one has none.
    func filled(from other: WeeklyKeysBody) -> WeeklyKeysBody {
        guard other.week == week, other.set == set, other.validators.count == validators.count else { return self }
        return WeeklyKeysBody(self, zip(validators, other.validators).map { $0.key == nil ? $1 : $0 })
    }

    private init(_ body: WeeklyKeysBody, _ validators: [Validator]) {
        week = body.week
        set = body.set
        quorum = body.quorum
        self.validators = validators
    }
}

/// Asks a node for its shares of what a final statement sets free: `{"statement": …, "from": n}`.
public struct ReleaseQuestion: Hashable, Sendable {
    /// The use, the use of many, or the trace.
    public let statement: StatementID
    /// For a use of many: the position of the first record that is meant; up to 512 from there are answered.
    public let from: Int

    public init(_ statement: StatementID, from: Int = 0) {
        self.statement = statement
        self.from = from
    }

    /// Most bytes of a question.
    public static let maxByteCount = 1_024

    /// Reads the JSON form; without `from` the first record is meant.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        let json = try JSONValue(parsing: bytes, maxByteCount: ReleaseQuestion.maxByteCount)
        self = try JSONElement(json).object { (reader) throws(JSONError) in
            let statement = StatementID(try reader.member("statement").digest())
            guard let from = reader.optionalMember("from") else { return ReleaseQuestion(statement) }
            return ReleaseQuestion(statement, from: Int(try from.unsigned(max: UseMany.maxCount)))
        }
    }

    /// The JSON form.
    var bytes: [UInt8] {
        let json: JSONValue = ["statement": .string(statement.digest.hex), "from": .integer(Int64(from))]
        return Array(json.compact.utf8)
    }
}

/// What a node says that it has deleted of a deposit: words for which its member answers, no proof.
public struct DeletionsBody: Codable, Hashable, Sendable {
    /// The manifest's digest in hexadecimal.
    public let manifest: String
    /// Signed `DeletionWord`s in base64, in the order of their events.
    public let words: [String]

    public init(_ manifest: Digest, _ words: [[UInt8]]) {
        self.manifest = manifest.hex
        self.words = words.map { Base64.encode($0) }
    }
}
