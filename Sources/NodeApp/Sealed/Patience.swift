/// When each of many things is tried next: what brings nothing waits twice as long each time.
struct Patience<Key: Hashable & Sendable>: Sendable {
    /// In ms.
    let shortest: UInt64
    let longest: UInt64
    private var tries: [Key: (next: UInt64, wait: UInt64)] = [:]

    init(shortest: UInt64, longest: UInt64) {
        self.shortest = shortest
        self.longest = longest
    }

    /// Forgets what is not wanted any more; what is new is due at once.
    mutating func keep(_ wanted: Set<Key>) {
        tries = tries.filter { wanted.contains($0.key) }
        for key in wanted where tries[key] == nil { tries[key] = (0, shortest) }
    }

    /// What is due, at most so many: those first that wait longest.
    func due(at now: UInt64, limit: Int) -> [Key] {
        let found = tries.filter { $0.value.next <= now }
        guard found.count > limit else { return Array(found.keys) }
        return found.sorted { $0.value.next < $1.value.next }.prefix(limit).map(\.key)
    }

    /// It was tried just now.
    mutating func note(_ key: Key, at now: UInt64) {
        guard let wait = tries[key]?.wait else { return }
        tries[key] = (now + wait, min(2 * wait, longest))
    }

    /// It is not due before a time.
    mutating func hold(_ key: Key, until time: UInt64) {
        if let found = tries[key] { tries[key] = (max(found.next, time), found.wait) }
    }

    /// Nothing more is to be done for it.
    mutating func drop(_ key: Key) { tries[key] = nil }

    /// Something has changed for it: it is due at once.
    mutating func hurry(_ key: Key) {
        if tries[key] != nil { tries[key] = (0, shortest) }
    }

    /// The same for all.
    mutating func hurryAll() { tries = tries.mapValues { _ in (0, shortest) } }
}
