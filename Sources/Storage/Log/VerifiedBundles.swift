internal import Synchronization

/// The hashes of bundles that were checked lately; holds at most 512 of them, 17 KB each.
final class VerifiedBundles: Sendable {
    static let limit = 512

    private struct Held {
        let check: BundleCheck
        var used: UInt64
    }

    private struct State {
        var held: [UInt64: Held] = [:]
        var clock: UInt64 = 0
    }

    private let state = Mutex(State())

    /// The checked bundle, when it is held.
    func find(_ bundle: UInt64) -> BundleCheck? {
        state.withLock { state in
            state.clock += 1
            state.held[bundle]?.used = state.clock
            return state.held[bundle]?.check
        }
    }

    /// Holds a checked bundle; the one not asked for longest makes room.
    func hold(_ check: BundleCheck, as bundle: UInt64) {
        state.withLock { state in
            if state.held.count >= VerifiedBundles.limit,
                let oldest = state.held.min(by: { $0.value.used < $1.value.used })?.key
            {
                state.held[oldest] = nil
            }
            state.clock += 1
            state.held[bundle] = Held(check: check, used: state.clock)
        }
    }

    /// Forgets all.
    func removeAll() { state.withLock { $0.held.removeAll() } }
}
