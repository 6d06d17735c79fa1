import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// A short text as a node keeps it: two slots in turn, so that a torn write leaves the text before.
struct NoteSlots: Sendable {
    private var slots = [SimulatedFile(), SimulatedFile()]
    private var sequence: UInt64 = 0

    /// The newest text that is whole.
    var newest: [UInt8]? {
        slots.compactMap { CheckedRecord.read($0.bytes, at: 0)?.record }.max { $0.number < $1.number }?.payload
    }

    /// Writes a text that is durable with the next sync.
    mutating func write(_ payload: [UInt8]) {
        sequence += 1
        slots[Int(sequence % 2)].write(CheckedRecord(number: sequence, payload: payload).encoded, at: 0)
    }

    mutating func sync() { for index in slots.indices { slots[index].sync() } }

    mutating func losePower(_ random: inout SeededNumbers, _ losses: inout PowerLosses) {
        for index in slots.indices { slots[index].losePower(&random, &losses) }
    }

    mutating func flip(_ random: inout SeededNumbers) -> Bool { slots[Int(random.below(2))].flip(&random) }

    /// Goes on behind the newest text that can be read.
    mutating func open() -> [UInt8]? {
        let records = slots.map { CheckedRecord.read($0.bytes, at: 0)?.record.number ?? 0 }
        sequence = records.reduce(0, max)
        return newest
    }
}
