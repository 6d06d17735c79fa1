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
        #expect(throws: StorageRefusal.self) { try file.write([UInt8](repeating: 7, count: 65_537)) }
    }

    @Test func `a flipped bit leaves none`() throws {
        try NoteFile.open(at: path).file.write([UInt8](repeating: 7, count: 90))
        for offset in [0, 3, 4, 50, 93, 94, 125] {
            try Bytes.flip(path, at: offset)
            #expect(try NoteFile.open(at: path).bytes == nil, "flipped at \(offset)")
            try Bytes.flip(path, at: offset)
        }
        #expect(try NoteFile.open(at: path).bytes == [UInt8](repeating: 7, count: 90))
    }
}
