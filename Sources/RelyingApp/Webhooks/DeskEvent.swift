internal import Ledger
internal import Rulebook
internal import Signing

/// What the party's other systems are told of. Numbers and names of things alone: who wants more asks the desk, which
/// writes down who asked.
enum DeskEvent {
    case grantFinal(GrantID, SessionID, UInt64)
    case grantRefused(GrantID, SessionID, UInt64)
    case useOpened(GrantID, number: UInt64, height: UInt64)
    case documentChanged(notice: UInt64, record: UInt64, DocumentChange)
    case retentionDeleted(GrantID, number: UInt64, digest: Digest)
    /// Nothing happened: somebody wants to see whether it arrives.
    case test([UInt8])

    var name: String {
        switch self {
        case .grantFinal: "grant.final"
        case .grantRefused: "grant.refused"
        case .useOpened: "use.opened"
        case .documentChanged: "document.changed"
        case .retentionDeleted: "retention.deleted"
        case .test: "webhook.test"
        }
    }

    /// The same event has the same id, however often it is told.
    func id(origin: String) -> String {
        let subject =
            switch self {
            case .grantFinal(let grant, _, _), .grantRefused(let grant, _, _): "\(grant)"
            case .useOpened(let grant, let number, _), .retentionDeleted(let grant, let number, _): "\(grant)/\(number)"
            case .documentChanged(let notice, _, _): "\(notice)"
            case .test(let nonce): Hex.encode(nonce)
            }
        let digest = SHA256.digest(Array("\(origin)\n\(name)\n\(subject)".utf8))
        return "msg_" + Hex.encode(Array(digest.bytes.prefix(16)))
    }

    /// The body as it is sent: `{"type", "timestamp", "data"}`.
    func body(at second: UInt64) -> String {
        JSONValue.object([
            "type": .string(name), "timestamp": .string(UTCTime(seconds: second).description), "data": data,
        ]).compact
    }

    private var data: JSONValue {
        switch self {
        case .grantFinal(let grant, let session, let height), .grantRefused(let grant, let session, let height):
            [
                "grant": .string("\(grant)"), "session": .string("\(session)"),
                "height": .integer(Int64(clamping: height)),
            ]
        case .useOpened(let grant, let number, let height):
            [
                "grant": .string("\(grant)"), "number": .integer(Int64(clamping: number)),
                "height": .integer(Int64(clamping: height)),
            ]
        case .documentChanged(let notice, let record, let change):
            [
                "notice": .integer(Int64(clamping: notice)), "record": .integer(Int64(clamping: record)),
                "event": .string(change.event.rawValue), "height": .integer(Int64(clamping: change.height)),
            ]
        case .retentionDeleted(let grant, let number, let digest):
            [
                "grant": .string("\(grant)"), "number": .integer(Int64(clamping: number)),
                "digest": .string(digest.hex),
            ]
        case .test: [:]
        }
    }
}
