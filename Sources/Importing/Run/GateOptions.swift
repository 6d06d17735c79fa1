public import Identifiers
import Rulebook
import Signing

/// What the gate must know beside source, mapping and type.
public struct GateOptions: Hashable, Sendable {
    /// The day that divides past and future.
    public let today: CivilDate
    /// True on a sample network: invented people are allowed there, and nowhere else.
    public let isSample: Bool

    /// A gate for that day and kind of network.
    public init(today: CivilDate, isSample: Bool) {
        self.today = today
        self.isSample = isSample
    }

    var readable: JSONValue { ["today": .string(today.description), "sample": .bool(isSample)] }

    init(readable item: JSONElement) throws(JSONError) {
        self = try item.object { (reader) throws(JSONError) in
            let today = try reader.member("today")
            guard let day = CivilDate(Array(try today.string().utf8)[...]) else {
                throw today.invalid("must be a day like 2026-01-31")
            }
            return GateOptions(today: day, isSample: try reader.member("sample").bool())
        }
    }
}
