internal import Signing

/// One copy of a guard entry: mark, sequence, length, payload, and SHA-256 over all of these.
struct GuardCopy: Equatable {
    /// Bytes set aside for a copy: whole pages, so that no copy shares a page with another. The file's length tells.
    static let capacities = [16_384, 65_536]
    static let overhead = mark.count + 8 + 4 + Digest.byteCount
    private static let mark = Array("deedgrd1".utf8)

    let sequence: UInt64
    let payload: [UInt8]

    init(sequence: UInt64, payload: [UInt8]) {
        self.sequence = sequence
        self.payload = payload
    }

    /// Where a copy of the slot of this parity stands.
    static func offset(slot: Int, copy: Int, capacity: Int) -> Int { (2 * slot + copy) * capacity }

    /// Reads a copy; nil unless it is whole, unaltered and in its slot.
    init?(_ bytes: [UInt8], slot: Int) {
        let start = GuardCopy.mark.count
        guard bytes.starts(with: GuardCopy.mark), let sequence = Words.read(UInt64.self, bytes.dropFirst(start)),
            let length = Words.read(UInt32.self, bytes.dropFirst(start + 8)),
            Int(length) <= bytes.count - GuardCopy.overhead, sequence % 2 == UInt64(slot)
        else { return nil }
        let end = start + 12 + Int(length)
        guard SHA256.digest(bytes[..<end]) == Digest(bytes[end..<end + Digest.byteCount]) else { return nil }
        self.init(sequence: sequence, payload: Array(bytes[start + 12..<end]))
    }

    func write(to file: OpenFile, copy: Int, capacity: Int) throws {
        var bytes = GuardCopy.mark
        Words.append(sequence, to: &bytes)
        Words.append(UInt32(payload.count), to: &bytes)
        bytes += payload
        SHA256.digest(bytes).append(to: &bytes)
        try file.write(bytes, at: UInt64(GuardCopy.offset(slot: Int(sequence % 2), copy: copy, capacity: capacity)))
    }
}

/// The four copies of a guard file, and what follows from those that can be read.
struct GuardReading {
    private let path: String
    /// Bytes set aside for each copy.
    let capacity: Int
    /// By slot: its copies, nil where one cannot be read.
    private let slots: [[GuardCopy?]]

    init(_ file: OpenFile) throws {
        path = file.path
        let bytes = try file.contents()
        guard let capacity = GuardCopy.capacities.first(where: { 4 * $0 == bytes.count }) else {
            let expected = GuardCopy.capacities.map { "\(4 * $0)" }.joined(separator: " or ")
            throw GuardReading.doubt(file.path, .wholeFile, "has \(bytes.count) bytes instead of \(expected)")
        }
        self.capacity = capacity
        slots = (0..<2).map { slot in
            (0..<2).map { copy in
                let start = GuardCopy.offset(slot: slot, copy: copy, capacity: capacity)
                return GuardCopy(Array(bytes[start..<start + capacity]), slot: slot)
            }
        }
    }

    /// The entry of the highest sequence; throws when a slot cannot be read or the slots do not follow each other.
    ///
    /// Of two unlike copies in a slot the newer may have been acknowledged, so it counts.
    func newest() throws -> GuardCopy {
        let entries = try slots.enumerated().map { slot, copies in
            guard let entry = GuardReading.entry(copies) else {
                let start = UInt64(GuardCopy.offset(slot: slot, copy: 0, capacity: capacity))
                throw GuardReading.doubt(
                    path, .bytes(start..<start + 2 * UInt64(capacity)),
                    "neither copy of this entry can be read, so what was signed last is not known")
            }
            return entry
        }
        let newest = entries[0].sequence > entries[1].sequence ? entries[0] : entries[1]
        let older = entries[0].sequence > entries[1].sequence ? entries[1] : entries[0]
        guard newest.sequence - older.sequence == 1 else {
            throw GuardReading.doubt(
                path, .wholeFile, "entry \(newest.sequence) stands beside \(older.sequence): part of the file is old")
        }
        return newest
    }

    /// Makes the copies of each slot alike; true when one was not. A damaged copy that stayed would make the next write
    /// that stops halfway leave none to read.
    func heal(_ file: OpenFile) throws -> Bool {
        var isChanged = false
        for copies in slots {
            guard let entry = GuardReading.entry(copies) else { continue }
            for (copy, found) in copies.enumerated() where found != entry {
                try entry.write(to: file, copy: copy, capacity: capacity)
                isChanged = true
            }
        }
        return isChanged
    }

    private static func entry(_ copies: [GuardCopy?]) -> GuardCopy? {
        copies.compactMap { $0 }.max { $0.sequence < $1.sequence }
    }

    private static func doubt(_ path: String, _ place: StorageDamage.Place, _ fact: String) -> StorageDamage {
        StorageDamage(
            file: path, place: place, fact: fact,
            nextStep: "The node signs nothing with these keys. Never put an older copy back: "
                + "these keys must not sign any more (docs/operating.md, Lost for good).")
    }
}
