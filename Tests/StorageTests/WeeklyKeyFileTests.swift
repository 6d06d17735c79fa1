import Storage
import Testing

@Suite struct WeeklyKeyFileTests {
    private let directory: ScratchDirectory
    private var path: String { directory.file("weekly-keys") }

    init() throws { directory = try ScratchDirectory() }

    private func secrets(_ weeks: ClosedRange<UInt64>) -> [UInt64: [UInt8]] {
        Dictionary(uniqueKeysWithValues: weeks.map { ($0, [UInt8](repeating: UInt8($0), count: 32)) })
    }

    @Test func `keys are found again, and those of a week that is over are gone with it`() throws {
        let file = WeeklyKeyFile(at: path)
        #expect(try file.secrets() == [:])
        try file.replace(with: secrets(7...90))
        #expect(try WeeklyKeyFile(at: path).secrets() == secrets(7...90))
        try file.replace(with: secrets(9...90))
        #expect(try file.secrets() == secrets(9...90))
        #expect(try ScratchDirectory.names(in: directory.path) == ["weekly-keys"])
        let bytes = try Bytes.read(path)
        #expect(bytes.firstRange(of: [UInt8](repeating: 8, count: 32)) == nil)
        #expect(bytes.firstRange(of: [UInt8](repeating: 9, count: 32)) != nil)
    }

    @Test func `a file that was altered or cut holds no keys, and can be replaced`() throws {
        let file = WeeklyKeyFile(at: path)
        try file.replace(with: secrets(7...8))
        let whole = try Bytes.read(path)
        for length in [0, 31, 71, 72, whole.count - 1] {
            try Bytes.write(Array(whole.prefix(length)), to: path)
            #expect(try file.secrets() == nil, "cut to \(length)")
        }
        for offset in [0, 9, 50, whole.count - 1] {
            try Bytes.write(whole, to: path)
            try Bytes.flip(path, at: offset)
            #expect(try file.secrets() == nil, "flipped at \(offset)")
        }
        try file.replace(with: secrets(8...9))
        #expect(try file.secrets() == secrets(8...9))
    }
}
