import Storage
import Testing

@Suite struct GuardFileTests {
    private let directory: ScratchDirectory
    private var path: String { directory.file("guard") }

    init() throws { directory = try ScratchDirectory() }

    @Test func `a new guard says that nothing was ever signed`() throws {
        _ = try GuardFile.create(at: path)
        #expect(try GuardFile.open(at: path).newest == nil)
        #expect(try ScratchDirectory.names(in: directory.path) == ["guard"])
    }

    @Test func `a guard is never made over another, and a missing one is not made`() throws {
        let file = try GuardFile.create(at: path)
        try file.write([1])
        #expect(throws: StorageRefusal.exists(path: path)) { try GuardFile.create(at: path) }
        #expect(try GuardFile.open(at: path).newest == [1])
        #expect(throws: StorageDamage.self) { try GuardFile.open(at: directory.file("other")) }
    }

    @Test func `a guard that cannot be used is put aside for one that holds its payload from its making on`() throws {
        // Missing, damaged, damaged once more: nothing that was put aside is lost.
        for asides in [[], ["guard.damaged"], ["guard.damaged", "guard.damaged-2"]] {
            let payload = [UInt8(asides.count)]
            _ = try GuardFile.replace(at: path, size: .large, with: payload)
            #expect(try GuardFile.open(at: path).newest == payload)
            #expect(try ScratchDirectory.names(in: directory.path) == ["guard"] + asides)
            // Both entries hold it: neither says that nothing was signed.
            let size = try Bytes.size(path)
            try Bytes.write(try Bytes.read(path).enumerated().map { $0.offset < size / 2 ? $0.element : 0 }, to: path)
            #expect(throws: StorageDamage.self) { try GuardFile.open(at: path) }
        }
        #expect(throws: StorageRefusal.payloadSize(0, limit: GuardFile.Size.large.maxPayloadByteCount)) {
            try GuardFile.replace(at: path, size: .large, with: [])
        }
    }

    @Test func `the newest of many writes is what opens`() throws {
        var file = try GuardFile.create(at: path)
        for number in 1...50 {
            try file.write([UInt8](repeating: UInt8(number), count: number * 7))
            if number % 9 == 0 { file = try GuardFile.open(at: path).file }
            #expect(try GuardFile.open(at: path).newest == [UInt8](repeating: UInt8(number), count: number * 7))
        }
    }

    @Test func `the longest payload fits; a longer one and none are refused`() throws {
        let file = try GuardFile.create(at: path)
        let longest = [UInt8](repeating: 5, count: GuardFile.Size.small.maxPayloadByteCount)
        try file.write(longest)
        for payload in [longest + [1], []] {
            #expect(throws: StorageRefusal.payloadSize(payload.count, limit: longest.count)) {
                try file.write(payload)
            }
        }
        #expect(try GuardFile.open(at: path).newest == longest)
    }

    @Test func `a flipped bit anywhere never brings an older entry back`() throws {
        let file = try GuardFile.create(at: path)
        for number in UInt8(1)...4 { try file.write([UInt8](repeating: number, count: 300)) }
        let size = try Bytes.size(path)
        let used = (0..<4).flatMap { copy in (0..<352).map { copy * size / 4 + $0 } }
        let whole = try Bytes.read(path)
        for offset in used + Bytes.sample(size, count: 60) {
            try Bytes.write(whole, to: path)
            try Bytes.flip(path, at: offset)
            #expect(try GuardFile.open(at: path).newest == [UInt8](repeating: 4, count: 300), "flipped at \(offset)")
        }
    }

    @Test func `a damaged copy is healed by the next opening, before another write can stop`() throws {
        let file = try GuardFile.create(at: path)
        for number in UInt8(1)...4 { try file.write([number]) }
        let whole = try Bytes.read(path)
        for copy in 0..<4 {
            try Bytes.flip(path, at: copy * whole.count / 4 + 9)
            #expect(try GuardFile.open(at: path).newest == [4])
            #expect(try Bytes.read(path) == whole, "copy \(copy)")
        }
    }

    @Test(arguments: [0, 1])
    func `when neither copy of an entry can be read, what was signed is in doubt`(slot: Int) throws {
        let file = try GuardFile.create(at: path)
        for number in UInt8(1)...4 { try file.write([number]) }
        let half = try Bytes.size(path) / 2
        for copy in 0..<2 { try Bytes.flip(path, at: slot * half + copy * half / 2 + 9) }
        let damage = #expect(throws: StorageDamage.self) { try GuardFile.open(at: path) }
        #expect(damage?.file == path)
        #expect(damage?.place == .bytes(UInt64(slot * half)..<UInt64((slot + 1) * half)))
    }

    @Test func `a write that stopped anywhere leaves the entry before it or the new one`() throws {
        let file = try GuardFile.create(at: path)
        for number in UInt8(1)...3 { try file.write([UInt8](repeating: number, count: 100)) }
        let before = try Bytes.read(path)
        try file.write([UInt8](repeating: 4, count: 100))
        let after = try Bytes.read(path)
        let changed = before.indices.filter { before[$0] != after[$0] }
        let capacity = before.count / 4
        let (first, second) = (changed.filter { $0 / capacity % 2 == 0 }, changed.filter { $0 / capacity % 2 == 1 })
        for stop in 0...changed.count {
            var torn = before
            for offset in changed.prefix(stop) { torn[offset] = after[offset] }
            try Bytes.write(torn, to: path)
            let newest = try GuardFile.open(at: path).newest
            // The new entry counts from the moment its first copy is whole: it may have been acknowledged.
            #expect(newest == [UInt8](repeating: stop >= first.count ? 4 : 3, count: 100), "stopped at \(stop)")
        }
        var reordered = before
        for offset in second { reordered[offset] = after[offset] }
        try Bytes.write(reordered, to: path)
        #expect(try GuardFile.open(at: path).newest == [UInt8](repeating: 4, count: 100))
    }

    @Test func `a guard goes on after a write that stopped`() throws {
        let file = try GuardFile.create(at: path)
        try file.write([1])
        let before = try Bytes.read(path)
        try file.write([2])
        var torn = try Bytes.read(path)
        let capacity = torn.count / 4
        torn.replaceSubrange(capacity..<2 * capacity, with: before[capacity..<2 * capacity])
        torn[3] ^= 1
        try Bytes.write(torn, to: path)
        let (again, newest) = try GuardFile.open(at: path)
        #expect(newest == [1])
        for number in UInt8(2)...5 { try again.write([number]) }
        #expect(try GuardFile.open(at: path).newest == [5])
    }

    @Test func `half of an older file is noticed`() throws {
        let file = try GuardFile.create(at: path)
        for number in UInt8(1)...3 { try file.write([number]) }
        let old = try Bytes.read(path)
        for number in UInt8(4)...9 { try file.write([number]) }
        let new = try Bytes.read(path)
        let half = old.count / 2
        for mixed in [Array(old[..<half] + new[half...]), Array(new[..<half] + old[half...])] {
            try Bytes.write(mixed, to: path)
            #expect(throws: StorageDamage.self) { try GuardFile.open(at: path) }
        }
    }

    @Test func `swapped halves and a cut file do not open`() throws {
        let file = try GuardFile.create(at: path)
        try file.write([1])
        let bytes = try Bytes.read(path)
        let half = bytes.count / 2
        try Bytes.write(Array(bytes[half...] + bytes[..<half]), to: path)
        #expect(throws: StorageDamage.self) { try GuardFile.open(at: path) }
        for length in Bytes.sample(bytes.count, count: 30) where length < bytes.count {
            try Bytes.write(Array(bytes.prefix(length)), to: path)
            #expect(throws: StorageDamage.self) { try GuardFile.open(at: path) }
        }
    }
}
