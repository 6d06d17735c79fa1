internal import Signing

/// How often may be asked at the counter: `lookUps` in `desk.json`. Every number is at least 1.
public struct LookUpLimits: Hashable, Sendable {
    /// Wrong questions of one clerk in an hour; then the clerk rests for an hour, twice as long each further time.
    public var misses: UInt64 = 5
    /// Wrong questions of all clerks of an office in an hour; then the office rests.
    public var officeMisses: UInt64 = 20
    /// Questions of one clerk, and of one office, in an hour.
    public var clerkQuestions: UInt64 = 60
    public var officeQuestions: UInt64 = 300
    /// Questions about one document in a day that nobody need look at.
    public var documentQuestions: UInt64 = 10

    /// The seconds over which questions are counted, and of the first rest.
    static let hour: UInt64 = 3_600
    static let day: UInt64 = 86_400
    /// A rest is doubled so often at most: 64 hours.
    static let maxDoublings: UInt64 = 6
    /// After so long without a rest the next one is an hour again.
    static let forgiven: UInt64 = 30 * day

    public init() {}

    init(from reader: inout JSONReader) throws(JSONError) {
        misses = try LookUpLimits.count(reader.member("misses"))
        officeMisses = try LookUpLimits.count(reader.member("officeMisses"))
        clerkQuestions = try LookUpLimits.count(reader.member("clerkQuestions"))
        officeQuestions = try LookUpLimits.count(reader.member("officeQuestions"))
        documentQuestions = try LookUpLimits.count(reader.member("documentQuestions"))
    }

    private static func count(_ element: JSONElement) throws(JSONError) -> UInt64 {
        let count = try element.unsigned(max: 100_000)
        guard count > 0 else { throw element.invalid("must be 1 to 100000") }
        return count
    }

    var json: JSONValue {
        [
            "misses": .integer(Int64(clamping: misses)), "officeMisses": .integer(Int64(clamping: officeMisses)),
            "clerkQuestions": .integer(Int64(clamping: clerkQuestions)),
            "officeQuestions": .integer(Int64(clamping: officeQuestions)),
            "documentQuestions": .integer(Int64(clamping: documentQuestions)),
        ]
    }
}
