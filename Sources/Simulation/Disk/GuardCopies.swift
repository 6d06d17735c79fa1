import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// The guard's file as a node writes it: two slots in turn, each entry twice. Both copies are here behind one sync, so
/// that a cut of the power may lose more than with a real guard, which syncs each.
struct GuardCopies: Sendable {
    private var copies: [SimulatedFile]
    private(set) var sequence: UInt64 = 2

    /// The guard of a node that signed this last.
    init(_ payload: [UInt8]) {
        copies = [2, 2, 1, 1].map { SimulatedFile(CheckedRecord(number: $0, payload: payload).encoded) }
    }

    private func place(_ copy: Int, of sequence: UInt64) -> Int { Int(sequence % 2) * 2 + copy }

    /// Writes an entry that is durable with the next sync.
    mutating func write(_ payload: [UInt8]) {
        sequence += 1
        let bytes = CheckedRecord(number: sequence, payload: payload).encoded
        for copy in 0..<2 { copies[place(copy, of: sequence)].write(bytes, at: 0) }
    }

    mutating func sync() { for index in copies.indices { copies[index].sync() } }

    /// The writes of both copies are one behind the other: only the second of them can be cut.
    mutating func losePower(_ random: inout SeededNumbers, _ losses: inout PowerLosses) {
        let (first, second) = (place(0, of: sequence), place(1, of: sequence))
        guard !copies[first].isSynced else { return }
        if random.below(2) == 0 { copies[first].sync() } else { copies[first].forget(&losses) }
        copies[second].losePower(&random, &losses)
    }

    mutating func flip(_ random: inout SeededNumbers) -> Bool {
        copies[Int(random.below(4))].flip(&random)
    }

    /// The newest entry, the copies made alike; nil when a slot has no copy that can be read, or one of them is old.
    mutating func open() -> [UInt8]? {
        sync()
        let slots = [0, 1].map { slot in
            (0..<2).compactMap { CheckedRecord.read(copies[slot * 2 + $0].bytes, at: 0)?.record }
                .max { $0.number < $1.number }
        }
        guard let even = slots[0], let odd = slots[1] else { return nil }
        let (newest, older) = even.number > odd.number ? (even, odd) : (odd, even)
        guard newest.number - older.number == 1 else { return nil }
        for entry in [even, odd] {
            for copy in 0..<2 { copies[place(copy, of: entry.number)] = SimulatedFile(entry.encoded) }
        }
        sequence = newest.number
        return newest.payload
    }
}

extension SimulatedFile {
    /// Loses all that was not synced.
    mutating func forget(_ losses: inout PowerLosses) {
        losses.lost += 1
        self = SimulatedFile(bytes)
    }
}
