internal import Signing

/// What one clerk may do in an hour: whoever reads more than the work needs is stopped, and the supervisor sees it.
public struct CounterLimits: Hashable, Sendable {
    /// Most requests that a clerk opens.
    public var requestsPerHour: UInt64
    /// Most uses that a clerk takes, and uses of before that are looked at.
    public var opensPerHour: UInt64

    /// The limits of a counter with a queue: one person every two minutes.
    public init(requestsPerHour: UInt64 = 30, opensPerHour: UInt64 = 60) {
        self.requestsPerHour = requestsPerHour
        self.opensPerHour = opensPerHour
    }

    init(from reader: inout JSONReader) throws(JSONError) {
        requestsPerHour = try reader.member("requestsPerHour").unsigned(max: 1_000_000)
        opensPerHour = try reader.member("opensPerHour").unsigned(max: 1_000_000)
    }

    var json: JSONValue {
        [
            "requestsPerHour": .integer(Int64(clamping: requestsPerHour)),
            "opensPerHour": .integer(Int64(clamping: opensPerHour)),
        ]
    }
}
