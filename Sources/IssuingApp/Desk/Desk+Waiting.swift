public import Rulebook
public import Signing

/// Documents, deliveries or acts that wait, and for what.
public struct WaitingWork: Hashable, Sendable {
    public let part: WorkPart
    /// How many; nil where there is nothing to count.
    public let count: UInt64?
    /// What is away, or not there yet.
    public let words: Bilingual
    /// Since when, and when it was asked last; POSIX seconds.
    public let since: UInt64?
    public let asked: UInt64?
    /// When a running desk asks again by itself, POSIX seconds; nil: at each turn.
    public let again: UInt64?

    /// As programs read it.
    public var json: JSONValue {
        func number(_ value: UInt64?) -> JSONValue { value.map { .integer(Int64(clamping: $0)) } ?? .null }
        return [
            "part": .string(part.rawValue), "count": number(count), "zh": .string(words.zh), "en": .string(words.en),
            "since": number(since), "asked": number(asked), "again": number(again),
        ]
    }
}

extension Desk {
    /// What waits for a node, for the registrar, or for holders without a wallet.
    public func waitingWork() throws -> [WaitingWork] {
        let pending = try database.pendingCounts()
        let waits = try database.waits().filter { $0.part != .rebinding }
        var found = try waits.map { wait in
            WaitingWork(
                part: wait.part, count: try count(of: wait.part, pending.all),
                words: wait.words, since: wait.since, asked: wait.asked, again: nil)
        }
        let isAway = waits.contains { $0.part == .binding }
        if !isAway, pending.withoutWallet > 0, let looked = pending.looked {
            found.append(
                WaitingWork(
                    part: .binding, count: pending.withoutWallet,
                    words: Bilingual(
                        zh: "持有人尚未开户，实名核验方没有其钱包", en: "their holders have no wallet yet, as the registrar says"),
                    since: nil, asked: looked, again: looked + configuration.pendingSeconds))
        }
        if directory == nil, pending.all > 0 {
            let words = Bilingual(zh: "未配置实名核验方；可用 issuer offers create 邀请持有人领取", en: Desk.noRegistrar)
            found.append(
                WaitingWork(part: .binding, count: pending.all, words: words, since: nil, asked: nil, again: nil))
        }
        return found
    }

    private static let noRegistrar =
        "the desk has no registrar; `deedbox issuer offers create` invites a holder to claim"

    private func count(of part: WorkPart, _ pending: UInt64) throws -> UInt64? {
        switch part {
        case .binding: pending
        case .anchoring: try database.stageCounts()[.signed] ?? 0
        case .delivering: try database.openDeliveryCount()
        case .signing: try database.stageCounts()[.bound] ?? 0
        case .rebinding, .acts, .following: nil
        }
    }
}
