import Ledger
import Signing
import Storage
import Testing

/// What a log may answer after its files were altered: the truth, or an error that names the file.
private func checkNeverWrong(
    _ directory: ScratchDirectory, _ model: LogModel, _ what: String, location: SourceLocation = #_sourceLocation
) throws {
    do {
        let store = try LogStore.open(in: directory.path)
        // A caller compares with what it signed before anything else, and goes no further when it differs.
        guard store.head.size >= model.head.size, try store.head(at: model.head.size) == model.head else { return }
        for index in Bytes.sample(model.leaves.count, count: 40) {
            let leaf = try store.leaf(at: UInt64(index))
            #expect(leaf == model.leaves[index], "\(what): leaf \(index)", sourceLocation: location)
            let hash = try store.hash(level: 0, index: UInt64(index))
            #expect(hash == model.hashes[index], "\(what): hash \(index)", sourceLocation: location)
        }
        for index in Bytes.sample(model.leaves.count / 256, count: 12) {
            let bundle = try store.bundle(UInt64(index), width: 256)
            let expected = LogModel.run(model.leaves[index * 256..<(index + 1) * 256])
            #expect(bundle == expected, "\(what): bundle \(index)", sourceLocation: location)
        }
        let leaves = try store.allLeaves()
        #expect(Array(leaves.prefix(model.leaves.count)) == model.leaves, "\(what): walk", sourceLocation: location)
    } catch let damage as StorageDamage {
        #expect(damage.file.contains("/log/"), "\(what)", sourceLocation: location)
        #expect(damage.description.contains("ledger verify") || damage.description.contains("start"), "\(damage)")
    }
}

@Suite struct LogDamageTests {
    /// One full segment and part of a second; the same for every test.
    private static let sound = Result { try LogPair(leaves: 65_536 + 1_000) }
    private static let small = Result { try LogPair(leaves: 1_000) }

    @Test(arguments: ["log/segment-00000000.leaves", "log/segment-00000001.leaves", "log/bundles.index"])
    func `a flipped bit is never a wrong answer`(name: String) throws {
        let sound = try LogDamageTests.sound.get()
        let broken = try sound.directory.copy()
        for offset in Bytes.sample(try Bytes.size(broken.file(name)), count: 25) {
            try Bytes.flip(broken.file(name), at: offset)
            try checkNeverWrong(broken, sound.model, "\(name) flipped at \(offset)")
            try Bytes.flip(broken.file(name), at: offset)
        }
        #expect(try LogStore.open(in: broken.path).head == sound.model.head)
    }

    @Test(arguments: ["log/segment-00000000.leaves", "log/bundles.index"])
    func `every bit of a short log, flipped at every fourth byte, is never a wrong answer`(name: String) throws {
        let sound = try LogDamageTests.small.get()
        let broken = try sound.directory.copy()
        for offset in stride(from: 0, to: try Bytes.size(broken.file(name)), by: name.contains("index") ? 1 : 61) {
            try Bytes.flip(broken.file(name), at: offset)
            try checkNeverWrong(broken, sound.model, "\(name) flipped at \(offset)")
            try Bytes.flip(broken.file(name), at: offset)
        }
    }

    @Test(arguments: ["log/segment-00000000.leaves", "log/segment-00000001.leaves", "log/bundles.index"])
    func `a file cut at any length is never a wrong answer`(name: String) throws {
        let sound = try LogDamageTests.sound.get()
        let broken = try sound.directory.copy()
        let whole = try Bytes.read(broken.file(name))
        for length in Bytes.sample(whole.count, count: 25) + [whole.count - 40, whole.count - 1] {
            try Bytes.write(Array(whole.prefix(length)), to: broken.file(name))
            try checkNeverWrong(broken, sound.model, "\(name) cut to \(length)")
        }
    }

    @Test func `a cut or longer full segment does not open`() throws {
        let sound = try LogDamageTests.sound.get()
        for change in [-1, 1] {
            let broken = try sound.directory.copy()
            let bytes = try Bytes.read(broken.file("log/segment-00000000.leaves"))
            try Bytes.write(
                Array((bytes + [0]).prefix(bytes.count + change)), to: broken.file("log/segment-00000000.leaves"))
            let damage = #expect(throws: StorageDamage.self) { try LogStore.open(in: broken.path) }
            #expect(damage?.file == broken.file("log/segment-00000000.leaves"))
        }
    }

    @Test func `a missing segment is named`() throws {
        let sound = try LogDamageTests.sound.get()
        let broken = try sound.directory.copy()
        try ScratchDirectory.unlink(broken.file("log/segment-00000000.leaves"))
        let damage = #expect(throws: StorageDamage.self) { try LogStore.open(in: broken.path) }
        #expect(damage?.file == broken.file("log/segment-00000000.leaves"))
        #expect(damage?.fact.contains("missing") == true)
    }

    @Test func `a missing last segment is found by the index`() throws {
        let sound = try LogDamageTests.sound.get()
        let broken = try sound.directory.copy()
        try ScratchDirectory.unlink(broken.file("log/segment-00000001.leaves"))
        let damage = #expect(throws: StorageDamage.self) { try LogStore.open(in: broken.path) }
        #expect(damage?.file == broken.file("log/segment-00000001.leaves"))
        #expect(damage?.fact.contains("missing: bundles.index names") == true)
    }

    @Test func `a segment that goes while the log is open is named when it is read`() throws {
        let sound = try LogDamageTests.sound.get()
        let broken = try sound.directory.copy()
        let store = try LogStore.open(in: broken.path)
        try ScratchDirectory.unlink(broken.file("log/segment-00000000.leaves"))
        #expect(throws: StorageDamage.self) { try store.verifySegment(0) }
        #expect(throws: StorageDamage.self) { try store.leaf(at: 5) }
    }

    @Test func `two swapped segments of equal length do not open`() throws {
        let pair = try LogPair(leaves: 131_072 + 5)
        let (first, second) = (try Bytes.read(pair.segment(0)), try Bytes.read(pair.segment(1)))
        #expect(first.count == second.count)
        try Bytes.write(second, to: pair.segment(0))
        try Bytes.write(first, to: pair.segment(1))
        let damage = #expect(throws: StorageDamage.self) { try LogStore.open(in: pair.directory.path) }
        #expect(damage?.file == pair.segment(0))
        #expect(damage?.place == .leaves(65_280..<65_536))
    }

    @Test func `a damaged bundle is refused whole, its neighbours are served`() throws {
        let sound = try LogDamageTests.sound.get()
        let broken = try sound.directory.copy()
        try Bytes.flip(broken.file("log/segment-00000000.leaves"), at: 100 * 40 * 256 + 77)
        let store = try LogStore.open(in: broken.path)
        let damage = #expect(throws: StorageDamage.self) { try store.bundle(100, width: 256) }
        #expect(damage?.file == broken.file("log/segment-00000000.leaves"))
        #expect(damage?.place == .leaves(25_600..<25_856))
        #expect(throws: StorageDamage.self) { try store.leaf(at: 25_700) }
        #expect(throws: StorageDamage.self) { try store.tile(level: 0, index: 100, width: 256) }
        #expect(throws: StorageDamage.self) { try store.hash(level: 3, index: 3_200) }
        #expect(throws: StorageDamage.self) { try unsafe store.walk(from: 25_599, to: 25_601) { _, _ in } }
        #expect(throws: StorageDamage.self) { try store.verifySegment(0) }
        try store.verifySegment(1)
        for index in [25_599, 25_856] { #expect(try store.leaf(at: UInt64(index)) == sound.model.leaves[index]) }
    }

    @Test func `a leaf altered after its bundle was checked is still found`() throws {
        let pair = try LogPair(leaves: 600)
        #expect(try pair.store.leaf(at: 10) == pair.model.leaves[10])
        try Bytes.flip(pair.segment(0), at: 10 * 40 + 5)
        let damage = #expect(throws: StorageDamage.self) { try pair.store.leaf(at: 10) }
        #expect(damage?.place == .leaves(10..<11))
        try Bytes.flip(pair.segment(0), at: 550 * 40 + 5)
        #expect(throws: StorageDamage.self) { try pair.store.verifySegment(0) }
    }

    @Test func `an altered open bundle that the node still has in memory is found by verifying`() throws {
        let pair = try LogPair(leaves: 600)
        try Bytes.flip(pair.segment(0), at: 550 * 40 + 5)
        #expect(try pair.store.leaf(at: 550) == pair.model.leaves[550])
        #expect(throws: StorageDamage.self) { try pair.store.verifySegment(0) }
        #expect(try LogStore.open(in: pair.directory.path).head != pair.model.head)
    }

    @Test func `a segment that someone else extends takes no append`() throws {
        let pair = try LogPair(leaves: 600)
        let store = try LogStore.open(in: pair.directory.path)
        try Bytes.append(LogModel.run([[1, 2, 3]]), to: pair.segment(0))
        #expect(throws: StorageDamage.self) { try store.append([LogModel.run([[4]])]) }
        #expect(throws: StoreFailed.self) { try store.append([LogModel.run([[4]])]) }
    }
}
