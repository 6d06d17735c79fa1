internal import Ledger
internal import Rulebook

/// The state as one request sees it: its statements are mostly of one member, which is read once.
final class RequestView: StateReading {
    private let view: StateView
    private var members: [MemberID: Member] = [:]

    init(_ view: StateView) { self.view = view }

    var network: Network { view.network }
    var time: UInt64 { view.time }

    func value(_ key: StateKey) -> [UInt8]? { view.value(key) }

    func member(_ id: MemberID) -> Member? {
        if let known = members[id] { return known }
        let member = view.member(id)
        members[id] = member
        return member
    }
}
