import Storage
import Testing

@Suite struct WeeklyKeyFolderTests {
    private let directory: ScratchDirectory
    private var path: String { directory.file("weekly") }

    init() throws { directory = try ScratchDirectory() }

    private func secret(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

    @Test func `keys are found again, and destroyed by their weeks`() throws {
        let folder = try WeeklyKeyFolder.open(at: path)
        #expect(try folder.secrets().isEmpty)
        try folder.keep([7: secret(7), 8: secret(8), 9: secret(9)])
        #expect(try WeeklyKeyFolder.open(at: path).secrets() == [7: secret(7), 8: secret(8), 9: secret(9)])
        try folder.destroy(before: 9)
        #expect(try folder.secrets() == [9: secret(9)])
        #expect(try ScratchDirectory.names(in: path) == ["9.key"])
    }

    @Test func `a key that was altered or cut is none, and its week can have another`() throws {
        let folder = try WeeklyKeyFolder.open(at: path)
        for length in [0, 31, 63] {
            try folder.keep([7: secret(7)])
            try Bytes.write(Array(try Bytes.read(path + "/7.key").prefix(length)), to: path + "/7.key")
            #expect(try folder.secrets().isEmpty)
        }
        try folder.keep([7: secret(7)])
        try Bytes.flip(path + "/7.key", at: 3)
        #expect(try folder.secrets().isEmpty)
        try folder.keep([7: secret(1)])
        #expect(try folder.secrets() == [7: secret(1)])
    }
}
