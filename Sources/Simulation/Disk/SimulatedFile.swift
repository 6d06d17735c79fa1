/// A file that tells what is on the disk from what was only written: a cut of the power loses any part of the latter.
struct SimulatedFile: Sendable {
    /// What has been synced.
    private(set) var bytes: [UInt8] = []
    private var unsynced: [(offset: Int, bytes: [UInt8])] = []

    init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    var isSynced: Bool { unsynced.isEmpty }

    mutating func write(_ new: [UInt8], at offset: Int) { unsynced.append((offset, new)) }

    mutating func sync() {
        for write in unsynced { apply(write.bytes[...], at: write.offset) }
        unsynced = []
    }

    /// Cuts the file, durably.
    mutating func truncate(to count: Int) {
        sync()
        if count < bytes.count { bytes.removeLast(bytes.count - count) }
    }

    private mutating func apply(_ new: ArraySlice<UInt8>, at offset: Int) {
        if bytes.count == offset { return bytes.append(contentsOf: new) }
        let end = offset + new.count
        if bytes.count < end { bytes.append(contentsOf: repeatElement(0, count: end - bytes.count)) }
        bytes.replaceSubrange(offset..<end, with: new)
    }

    /// Keeps some of the unsynced writes, and of the last one perhaps only the beginning.
    mutating func losePower(_ random: inout SeededNumbers, _ losses: inout PowerLosses) {
        for (number, write) in unsynced.enumerated() {
            switch random.below(3) {
            case 0: losses.lost += 1
            case 1 where number == unsynced.count - 1:
                losses.torn += 1
                apply(write.bytes.prefix(Int(random.below(UInt64(write.bytes.count)))), at: write.offset)
            case _: apply(write.bytes[...], at: write.offset)
            }
        }
        unsynced = []
    }

    /// Turns one bit over; false in an empty file.
    mutating func flip(_ random: inout SeededNumbers) -> Bool {
        guard !bytes.isEmpty else { return false }
        bytes[Int(random.below(UInt64(bytes.count)))] ^= 1 << UInt8(random.below(8))
        return true
    }
}

/// What cuts of the power did to unsynced writes.
struct PowerLosses: Sendable {
    var lost = 0
    var torn = 0
}
