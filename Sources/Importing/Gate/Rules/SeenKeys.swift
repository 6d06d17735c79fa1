import Signing

/// `duplicate`: the keys of accepted rows, and in which row each stood.
///
/// Of a key's SHA-256 the first 96 bits are kept: 16 bytes a row, and among a million rows a wrong "seen before" once
/// in 10^17. Tables of their own for each first byte grow by themselves, so that growth never doubles the whole.
struct SeenKeys {
    private var parts = [Part](repeating: Part(), count: 256)
    /// How many keys are known.
    private(set) var count = 0

    /// Most keys that are kept; a source with more is refused, not half checked.
    static let limit = 50_000_000

    /// The row in which a key stood first; nil for a new key.
    func row(of key: Digest) -> Int? {
        parts[Int(key.words.0 >> 56)].row(Slot(key, row: 0))
    }

    /// Notes a new key.
    mutating func insert(_ key: Digest, row: Int) {
        parts[Int(key.words.0 >> 56)].insert(Slot(key, row: UInt32(truncatingIfNeeded: row)))
        count += 1
    }

    /// A key and its row; no key at all when the row is 0.
    private struct Slot {
        let high: UInt64
        let low: UInt32
        let row: UInt32

        init(_ key: Digest, row: UInt32) {
            high = key.words.0
            low = UInt32(truncatingIfNeeded: key.words.1 >> 32)
            self.row = row
        }
    }

    /// A table with open places: a key stands at its own place or at the next free one behind it.
    private struct Part {
        private var slots: [Slot] = []
        private var count = 0

        func row(_ slot: Slot) -> Int? {
            guard !slots.isEmpty else { return nil }
            var place = home(slot)
            while slots[place].row != 0 {
                if slots[place].high == slot.high, slots[place].low == slot.low { return Int(slots[place].row) }
                place = place + 1 == slots.count ? 0 : place + 1
            }
            return nil
        }

        mutating func insert(_ slot: Slot) {
            if count * 5 >= slots.count * 4 { grow() }
            put(slot)
            count += 1
        }

        private mutating func put(_ slot: Slot) {
            var place = home(slot)
            while slots[place].row != 0 { place = place + 1 == slots.count ? 0 : place + 1 }
            slots[place] = slot
        }

        private mutating func grow() {
            let old = slots
            slots = [Slot](repeating: Slot(.zero, row: 0), count: max(16, old.count * 3 / 2))
            for slot in old where slot.row != 0 { put(slot) }
        }

        private func home(_ slot: Slot) -> Int {
            Int(((slot.high << 8) >> 32) * UInt64(slots.count) >> 32)
        }
    }
}
