package import NodeAPI
package import Signing
internal import Synchronization

/// Codes that wallets show, and what relying parties call to them: a minute in memory, and nowhere else.
///
/// A handle is a digest that nobody can guess, and what is called is sealed: the node learns neither whose nor whereto.
package final class CodeBoard: Sendable {
    private struct Entry {
        let shown: ContinuousClock.Instant
        let client: ClientAddress
        var call: [UInt8]?
    }

    package static let life: Duration = .seconds(Int64(ShownCodeBody.life))
    /// How long behind its life a code is remembered, so that a late scan is told what it is.
    private static let memory: Duration = .seconds(60)

    private let limit: Int
    private let limitOfOne: Int
    private let entries = Mutex<[Digest: Entry]>([:])

    /// `limit` codes at once, and of one client a quarter of them: others must have room beside a flood.
    package init(limit: Int = 4_096) {
        self.limit = limit
        limitOfOne = max(1, limit / 4)
    }

    /// Takes a code that is shown now; shown again it is the same, and lives no longer. The whole seconds left.
    package func show(
        _ handle: Digest, by client: ClientAddress, at now: ContinuousClock.Instant = .now
    ) throws(Problem) -> UInt64 {
        try entries.withLock { (entries) throws(Problem) -> UInt64 in
            entries = entries.filter { $0.value.shown + CodeBoard.life + CodeBoard.memory > now }
            if let known = entries[handle] {
                guard known.shown + CodeBoard.life > now else { throw .codeOver }
                return CodeBoard.secondsLeft(of: known, now)
            }
            guard entries.count < limit else { throw .codesFull(entries.count) }
            let own = entries.values.count { $0.client == client }
            guard own < limitOfOne else { throw .codesFull(own) }
            let entry = Entry(shown: now, client: client, call: nil)
            entries[handle] = entry
            return CodeBoard.secondsLeft(of: entry, now)
        }
    }

    /// Takes the one call to a code; the same bytes again are the same call.
    package func take(
        _ call: [UInt8], to handle: Digest, at now: ContinuousClock.Instant = .now
    ) throws(Problem) {
        try entries.withLock { (entries) throws(Problem) in
            let known = try CodeBoard.entry(of: handle, in: entries, now)
            guard known.call == nil || known.call == call else { throw .codeTaken }
            guard known.call == nil else { return }
            guard known.shown + CodeBoard.life > now else { throw .codeOver }
            entries[handle]?.call = call
        }
    }

    /// What was called to a code; nil while nothing was.
    package func call(to handle: Digest, at now: ContinuousClock.Instant = .now) throws(Problem) -> [UInt8]? {
        try entries.withLock { (entries) throws(Problem) -> [UInt8]? in
            let known = try CodeBoard.entry(of: handle, in: entries, now)
            if let call = known.call { return call }
            guard known.shown + CodeBoard.life > now else { throw .codeOver }
            return nil
        }
    }

    private static func entry(
        of handle: Digest, in entries: [Digest: Entry], _ now: ContinuousClock.Instant
    ) throws(Problem) -> Entry {
        guard let known = entries[handle], known.shown + life + memory > now else { throw .noSuchCode }
        return known
    }

    private static func secondsLeft(of entry: Entry, _ now: ContinuousClock.Instant) -> UInt64 {
        let passed = entry.shown.duration(to: now).components.seconds
        return ShownCodeBody.life - min(ShownCodeBody.life, UInt64(clamping: passed))
    }
}
