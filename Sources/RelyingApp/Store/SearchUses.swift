internal import RelyingAPI
public import Rulebook
public import Signing

/// Which uses are meant: all that fit every condition that is given.
public struct UseSearch: Sendable {
    public var caseNumber: String?
    public var grant: GrantID?
    public var scene: SceneCode?
    /// Begun no earlier than this second …
    public var since: UInt64?
    /// … and before this one.
    public var until: UInt64?
    public var state: StoredUse.State?
    /// True for those that were deleted alone, false for those that are there alone; nil for both.
    public var isDeleted: Bool?
    /// Goes on behind the last use of the page before.
    public var after: UsePlace?
    public var limit: Int

    /// Most uses of one page.
    public static let maxLimit = 500

    /// All uses, the last first.
    public init(limit: Int = 100) { self.limit = limit }
}

/// Where a page of uses ends.
public struct UsePlace: Hashable, Sendable, CustomStringConvertible {
    public let created: UInt64
    public let grant: GrantID
    public let number: UInt64

    init(created: UInt64, grant: GrantID, number: UInt64) {
        self.created = created
        self.grant = grant
        self.number = number
    }

    /// Reads what a page gave; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let created = UInt64(parts[0]), let grant = Digest(hex: String(parts[1])),
            let number = UInt64(parts[2])
        else { return nil }
        self.init(created: created, grant: GrantID(grant), number: number)
    }

    public var description: String { "\(created)-\(grant)-\(number)" }
}

/// A use in a list: without what it opened.
public struct ListedUse: Sendable {
    public let use: StoredUse
    public let scene: SceneCode?
    /// Nil once it was deleted.
    public let caseNumber: String?

    /// Where the next page begins when this is the last of one.
    public var place: UsePlace { UsePlace(created: use.created, grant: use.grant, number: use.number) }

    /// As the API and the command give it.
    public var json: JSONValue {
        guard case .object(var line) = use.line else { return use.line }
        line.append("scene", scene.map { .string($0.text) } ?? .null)
        line.append("case", caseNumber.map { .string($0) } ?? .null)
        line.append("created", .integer(Int64(clamping: use.created)))
        return .object(line)
    }
}

extension StoredUse {
    /// What a use is and where it stands, without a word of what it brought.
    public var line: JSONValue {
        var line: JSONObject = [
            "grant": .string("\(grant)"), "number": .integer(Int64(clamping: number)), "state": .string(state.rawValue),
            "height": height.map { .integer(Int64(clamping: $0)) } ?? .null,
            "time": time.map { .integer(Int64(clamping: $0)) } ?? .null, "verdict": verdictWord,
        ]
        if let note { line.append("code", .string(note.code)) }
        if let deletion { line.append("deleted", deletion.json) }
        return .object(line)
    }

    /// The verdict in a word and an answer; null for a use without one.
    private var verdictWord: JSONValue {
        guard let verdict, case .object(let object)? = try? JSONValue(parsing: verdict, maxByteCount: 16 << 20) else {
            return .null
        }
        return ["state": object["state"] ?? .null, "answer": object["answer"] ?? .null]
    }
}

extension UseDeletion {
    /// As the API and the command give it.
    public var json: JSONValue {
        [
            "time": .integer(Int64(clamping: time)), "scene": .string(scene.text),
            "retentionDays": .integer(Int64(clamping: retentionDays)), "digest": .string(digest.hex),
        ]
    }
}

extension RelyingDesk {
    /// The uses that are meant, the last first, and where the next page begins; nil at the end.
    public func uses(_ search: UseSearch) throws -> (uses: [ListedUse], next: UsePlace?) {
        var search = search
        search.limit = max(1, min(search.limit, UseSearch.maxLimit))
        let found = try database.uses(search)
        return (found, found.count == search.limit ? found.last?.place : nil)
    }

    /// One use with everything that it brought.
    public func use(_ number: UInt64, of grant: GrantID) throws -> StoredUse {
        guard let use = try database.use(grant, number) else { throw RelyingRefusal.noSuchUse(grant, number) }
        return use
    }

    /// The case numbers of which there is something, each with how many uses: those of the last uses first.
    public func cases(limit: Int) throws -> [(caseNumber: String, uses: Int, last: UInt64)] {
        try database.cases(limit: limit)
    }
}

extension RelyingRefusal {
    static func deleted(_ number: UInt64, _ deletion: UseDeletion) -> RelyingRefusal {
        let time = UTCTime(seconds: deletion.time)
        return RelyingRefusal(
            "use-deleted", zh: "第 \(number) 次使用的内容已于 \(time) 按场景 \(deletion.scene) 的期限删除。",
            en: "What use \(number) brought was deleted at \(time), as the scene \(deletion.scene) says.",
            nextZh: "编号、区块、回执和删除记录仍在。", nextEn: "Its number, block, receipt and the record of the deletion stay.")
    }
}
