import Foundation

/// The inputs in `Tests/Fuzz/Corpus`, a folder for each decoder.
enum Corpus {
    private static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fuzz/Corpus")

    static func folders() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.path).filter { !$0.hasPrefix(".") }.sorted()
    }

    static func inputs(of decoder: Decoder) throws -> [(name: String, bytes: [UInt8])] {
        let folder = root.appending(path: decoder.name)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
            (name, Array(try Data(contentsOf: folder.appending(path: name))))
        }
    }

    /// About two hundred inputs that differ from this one in one place.
    static func variants(of sample: [UInt8]) -> [[UInt8]] {
        let places = Array(stride(from: 0, to: sample.count, by: max(1, sample.count / 50)))
        let flipped = places.flatMap { place in
            [UInt8(0x01), 0x20, 0x80].map { bit in
                var input = sample
                input[place] ^= bit
                return input
            }
        }
        return flipped + places.map { Array(sample[..<$0]) } + [sample + [0], sample + sample]
    }
}
