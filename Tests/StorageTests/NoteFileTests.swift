import Storage
import Testing

@Suite struct NoteFileTests {
    private let directory: ScratchDirectory
    private var path: String { directory.file("checkpoint") }

    init() throws { directory = try ScratchDirectory() }

    @Test func `what was written last comes back, also when it is shorter`() throws {
        let (file, none) = try NoteFile.open(at: path)
        #expect(none == nil)
        for count in [700, 1, 0, 65_536, 90] {
            try file.write([UInt8](repeating: 7, count: count))
            #expect(try NoteFile.open(at: path).bytes == [UInt8](repeating: 7, count: count))
        }
        #expect(throws: StorageRefusal.payloadSize(65_537, limit: 65_536)) {
            try file.write([UInt8](repeating: 7, count: 65_537))
        }
    }

    /// The first text stands in the second slot.
    private static let slot = 12 + 65_536 + 32

    @Test func `a flipped bit leaves the text before, and of the first one none`() throws {
        try NoteFile.open(at: path).file.write([UInt8](repeating: 7, count: 90))
        let offsets = [0, 7, 8, 11, 12, 60, 101, 133]
        for offset in offsets {
            try Bytes.flip(path, at: NoteFileTests.slot + offset)
            #expect(try NoteFile.open(at: path).bytes == nil, "flipped at \(offset)")
            try Bytes.flip(path, at: NoteFileTests.slot + offset)
        }
        try NoteFile.open(at: path).file.write([UInt8](repeating: 8, count: 90))
        for offset in offsets {
            try Bytes.flip(path, at: offset)
            #expect(try NoteFile.open(at: path).bytes == [UInt8](repeating: 7, count: 90), "flipped at \(offset)")
            try Bytes.flip(path, at: offset)
        }
        #expect(try NoteFile.open(at: path).bytes == [UInt8](repeating: 8, count: 90))
    }

    @Test func `a torn text is written over, and not the one before`() throws {
        let file = try NoteFile.open(at: path).file
        for text in [7, 8] as [UInt8] { try file.write([UInt8](repeating: text, count: 90)) }
        try Bytes.flip(path, at: 60)
        try NoteFile.open(at: path).file.write([UInt8](repeating: 9, count: 90))
        #expect(try NoteFile.open(at: path).bytes == [UInt8](repeating: 9, count: 90))
        try Bytes.flip(path, at: 60)
        #expect(try NoteFile.open(at: path).bytes == [UInt8](repeating: 7, count: 90))
    }
}
