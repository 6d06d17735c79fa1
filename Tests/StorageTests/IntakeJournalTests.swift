import Storage
import Testing

@Suite struct IntakeJournalTests {
    private let directory: ScratchDirectory
    private var path: String { directory.path }

    init() throws { directory = try ScratchDirectory() }

    private func payloads(_ range: Range<Int>) -> [[UInt8]] {
        range.map { [UInt8](repeating: UInt8($0 % 256), count: 1 + $0 * 37 % 400) }
    }

    private func segments() throws -> [String] { try ScratchDirectory.names(in: directory.file("intake")) }
    private func newest() throws -> String { directory.file("intake/" + (try #require(segments().last))) }

    @Test func `what was accepted survives, in order, with its sequence`() throws {
        var journal = try IntakeJournal.create(in: path)
        #expect(try journal.append(payloads(0..<5)) == 5)
        #expect(try journal.append([]) == 5)
        journal = try IntakeJournal.open(in: path).journal
        #expect(try journal.append(payloads(5..<6)) == 6)
        let survivors = try IntakeJournal.open(in: path).survivors
        #expect(survivors.map(\.payload) == payloads(0..<6))
        #expect(survivors.map(\.sequence) == Array(1...6))
    }

    @Test func `a journal is made only where none is, and opened only where one is`() throws {
        #expect(throws: StorageDamage.self) { try IntakeJournal.open(in: path) }
        _ = try IntakeJournal.create(in: path)
        #expect(throws: StorageRefusal.exists(path: directory.file("intake"))) { try IntakeJournal.create(in: path) }
    }

    @Test func `an empty or too long submission is refused and the journal goes on`() throws {
        let journal = try IntakeJournal.create(in: path)
        let limit = IntakeJournal.maxPayloadByteCount
        #expect(throws: StorageRefusal.payloadSize(0, limit: limit)) { try journal.append([[1], []]) }
        let long = [UInt8](repeating: 0, count: limit + 1)
        #expect(throws: StorageRefusal.payloadSize(limit + 1, limit: limit)) { try journal.append([long]) }
        #expect(try journal.append([[1]]) == 1)
    }

    @Test func `what is in a block does not come back`() throws {
        let journal = try IntakeJournal.create(in: path)
        try journal.append(payloads(0..<10))
        try journal.discard(through: 7)
        #expect(try IntakeJournal.open(in: path).survivors.map(\.sequence) == [8, 9, 10])
        try journal.discard(through: 3)
        #expect(try IntakeJournal.open(in: path).survivors.map(\.sequence) == [8, 9, 10])
        try journal.discard(through: 99)
        #expect(try IntakeJournal.open(in: path).survivors.isEmpty)
        #expect(try IntakeJournal.open(in: path).journal.append([[1]]) == 11)
    }

    @Test func `full files go when all of them is in blocks, and only then`() throws {
        let journal = try IntakeJournal.create(in: path)
        let large = [UInt8](repeating: 5, count: 24 << 20)
        for _ in 0..<7 { try journal.append([large]) }
        #expect(
            try segments() == [
                "00000000000000000001.journal", "00000000000000000004.journal", "00000000000000000007.journal",
            ])
        try journal.discard(through: 2)
        #expect(try segments().count == 3)
        #expect(try IntakeJournal.open(in: path).survivors.map(\.sequence) == [3, 4, 5, 6, 7])
        try journal.discard(through: 5)
        #expect(try segments() == ["00000000000000000004.journal", "00000000000000000007.journal"])
        #expect(try IntakeJournal.open(in: path).survivors.map(\.sequence) == [6, 7])
        try journal.discard(through: 7)
        #expect(try segments() == ["00000000000000000008.journal"])
        #expect(try IntakeJournal.open(in: path).survivors.isEmpty)
        #expect(try journal.append([[1]]) == 8)
    }

    @Test func `a missing file of the journal is named`() throws {
        let journal = try IntakeJournal.create(in: path)
        let large = [UInt8](repeating: 5, count: 24 << 20)
        for _ in 0..<7 { try journal.append([large]) }
        let files = [
            ("00000000000000000001.journal", true), ("00000000000000000004.journal", false),
            ("00000000000000000007.journal", true),
        ]
        for (name, isNamed) in files {
            let bytes = try Bytes.read(directory.file("intake/" + name))
            try ScratchDirectory.unlink(directory.file("intake/" + name))
            let damage = #expect(throws: StorageDamage.self) { try IntakeJournal.open(in: path) }
            if isNamed { #expect(damage?.file == directory.file("intake/" + name)) }
            #expect(damage?.description.contains("submission") == true)
            try Bytes.write(bytes, to: directory.file("intake/" + name))
        }
        for name in try segments() { try ScratchDirectory.unlink(directory.file("intake/" + name)) }
        #expect(throws: StorageDamage.self) { try IntakeJournal.open(in: path) }
    }

    @Test func `a flipped bit never loses or alters an acknowledged submission silently`() throws {
        let journal = try IntakeJournal.create(in: path)
        for start in stride(from: 0, to: 30, by: 3) { try journal.append(payloads(start..<start + 3)) }
        let file = try newest()
        let whole = try Bytes.read(file)
        for offset in Array(0..<64) + Array(500..<600)
            + Bytes.sample(whole.count - 4_096, count: 600).map({ $0 + 4_096 })
        {
            try Bytes.write(whole, to: file)
            try Bytes.flip(file, at: offset)
            do {
                let survivors = try IntakeJournal.open(in: path).survivors
                #expect(survivors.map(\.payload) == payloads(0..<30), "flipped at \(offset)")
            } catch let damage as StorageDamage {
                #expect(damage.file == file)
            }
        }
    }

    @Test func `a file cut at any length never loses an acknowledged submission silently`() throws {
        let journal = try IntakeJournal.create(in: path)
        for start in stride(from: 0, to: 30, by: 3) { try journal.append(payloads(start..<start + 3)) }
        let file = try newest()
        let whole = try Bytes.read(file)
        for length in Bytes.sample(whole.count, count: 300) where length < whole.count {
            try Bytes.write(Array(whole.prefix(length)), to: file)
            let damage = #expect(throws: StorageDamage.self) { try IntakeJournal.open(in: path) }
            #expect(damage?.file == file)
        }
    }

    @Test func `an append that was cut off anywhere is dropped, for it was never acknowledged`() throws {
        let journal = try IntakeJournal.create(in: path)
        try journal.append(payloads(0..<3))
        let file = try newest()
        let before = try Bytes.read(file)
        try journal.append(payloads(3..<5))
        let after = try Bytes.read(file)
        for length in before.count..<after.count {
            try Bytes.write(before + Array(after[before.count..<length]), to: file)
            let (again, survivors) = try IntakeJournal.open(in: path)
            #expect(survivors.map(\.payload).starts(with: payloads(0..<3)))
            #expect(survivors.count < 5)
            #expect(try Bytes.size(file) + Int(again.report.droppedByteCount) == length)
            #expect(try again.append([[9]]) == UInt64(survivors.count + 1))
            #expect(try IntakeJournal.open(in: path).survivors.last?.payload == [9])
        }
    }

    @Test func `a record that was moved is no record`() throws {
        let journal = try IntakeJournal.create(in: path)
        try journal.append([[1, 1], [2, 2], [3, 3]])
        var bytes = try Bytes.read(newest())
        let records = (bytes[4_114..<4_132], bytes[4_132..<4_150])
        bytes.replaceSubrange(4_114..<4_150, with: records.1 + records.0)
        try Bytes.write(bytes, to: newest())
        #expect(throws: StorageDamage.self) { try IntakeJournal.open(in: path) }
    }

    @Test func `a record of another journal is no record, at the same place with the same number`() throws {
        try IntakeJournal.create(in: path).append([[1, 1], [2, 2], [3, 3]])
        let other = try ScratchDirectory()
        try IntakeJournal.create(in: other.path).append([[1, 1], [9, 9], [3, 3]])
        let foreign = try Bytes.read(other.file("intake/00000000000000000001.journal"))
        var bytes = try Bytes.read(newest())
        #expect(bytes[4_114..<4_132] != foreign[4_114..<4_132])
        bytes.replaceSubrange(4_132..<4_150, with: foreign[4_132..<4_150])
        try Bytes.write(bytes, to: newest())
        #expect(throws: StorageDamage.self) { try IntakeJournal.open(in: path) }
    }

    @Test func `what a crash left of a file being made is ignored`() throws {
        let journal = try IntakeJournal.create(in: path)
        try journal.append([[1]])
        try Bytes.write([1, 2, 3], to: directory.file("intake/00000000000000000002.journal.new"))
        #expect(try IntakeJournal.open(in: path).survivors.count == 1)
    }

    @Test func `salvage saves what can be read, keeps the damaged file, and goes on`() throws {
        let journal = try IntakeJournal.create(in: path)
        try journal.append(payloads(0..<10))
        try journal.discard(through: 2)
        let file = try newest()
        try Bytes.flip(file, at: try Bytes.size(file) - 1)
        #expect(throws: StorageDamage.self) { try IntakeJournal.open(in: path) }
        let salvage = try IntakeJournal.salvage(in: path)
        #expect(salvage.saved == payloads(2..<9))
        #expect(salvage.lost.map(\.file) == [file])
        #expect(try segments() == ["00000000000000000001.journal.damaged", "00000000000000000011.journal"])
        let (again, survivors) = try IntakeJournal.open(in: path)
        #expect(survivors.map(\.payload) == payloads(2..<9))
        try again.append([[1]])
        #expect(try IntakeJournal.open(in: path).survivors.count == 8)
    }

    @Test func `salvage of a journal whose last file is gone says so, and goes on`() throws {
        let journal = try IntakeJournal.create(in: path)
        for _ in 0..<4 { try journal.append([[UInt8](repeating: 5, count: 24 << 20)]) }
        let gone = try newest()
        try ScratchDirectory.unlink(gone)
        let salvage = try IntakeJournal.salvage(in: path)
        #expect(salvage.saved.count == 3 && salvage.lost.map(\.file) == [gone])
        #expect(try IntakeJournal.open(in: path).survivors.count == 3)
    }

    @Test func `salvage where no journal is left makes one, and never over a damaged file`() throws {
        let journal = try IntakeJournal.create(in: path)
        try journal.append(payloads(0..<10))
        try Bytes.flip(try newest(), at: 0)
        _ = try IntakeJournal.salvage(in: path)
        try ScratchDirectory.unlink(try newest())
        #expect(throws: StorageDamage.self) { try IntakeJournal.open(in: path) }
        #expect(try IntakeJournal.salvage(in: path).lost.isEmpty)
        #expect(try segments() == ["00000000000000000001.journal.damaged", "00000000000000000002.journal"])
        #expect(try IntakeJournal.open(in: path).survivors.isEmpty)
    }

    @Test func `salvage of a sound journal loses nothing`() throws {
        let journal = try IntakeJournal.create(in: path)
        try journal.append(payloads(0..<10))
        let salvage = try IntakeJournal.salvage(in: path)
        #expect(salvage.lost.isEmpty)
        #expect(try IntakeJournal.open(in: path).survivors.map(\.payload) == payloads(0..<10))
    }

    @Test func `submissions from several callers at once all survive, each once`() async throws {
        let journal = try IntakeJournal.create(in: path)
        let sequences = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for caller in 0..<4 {
                group.addTask {
                    try (0..<50).map { try journal.append([[UInt8(caller), UInt8($0)]]) }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(sequences.sorted() == Array(1...200))
        let survivors = try IntakeJournal.open(in: path).survivors
        #expect(Set(survivors.map(\.payload)).count == 200)
    }
}
