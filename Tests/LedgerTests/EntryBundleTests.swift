import Ledger
import Signing
import Testing

struct EntryBundleTests {
    @Test func `leaves come back as they went in`() throws {
        let leaves: [[UInt8]] = [[], [7], Array(repeating: 1, count: 256), Array(repeating: 2, count: 65_535)]
        var bytes: [UInt8] = []
        for leaf in leaves { EntryBundle.append(leaf: leaf, to: &bytes) }
        #expect(try EntryBundle.parse(bytes).map { Array($0) } == leaves)
        #expect(try Self.walked(bytes) == leaves)
        #expect(Array(bytes[..<8]) == [0, 0, 0, 1, 7, 1, 0, 1])
    }

    @Test func `no bytes are no leaves`() throws {
        #expect(try EntryBundle.parse([]).isEmpty)
        #expect(try Self.walked([]).isEmpty)
    }

    @Test func `a bundle that is cut off names where, at every cut`() {
        var bytes: [UInt8] = []
        for leaf in [[1, 2, 3], [4, 5]] as [[UInt8]] { EntryBundle.append(leaf: leaf, to: &bytes) }
        let cuts: [Int: BundleError] = [
            1: .lengthCutOff(offset: 0), 2: .leafCutOff(offset: 0, expected: 3, found: 0),
            3: .leafCutOff(offset: 0, expected: 3, found: 1), 4: .leafCutOff(offset: 0, expected: 3, found: 2),
            6: .lengthCutOff(offset: 5), 7: .leafCutOff(offset: 5, expected: 2, found: 0),
            8: .leafCutOff(offset: 5, expected: 2, found: 1),
        ]
        for (count, error) in cuts {
            #expect(throws: error) { try EntryBundle.parse(Array(bytes[..<count])) }
            #expect(throws: error) { try Self.walked(Array(bytes[..<count])) }
        }
    }

    @Test func `more leaves than the reader takes are refused`() throws {
        let bytes = [UInt8](repeating: 0, count: 6)
        #expect(try EntryBundle.parse(bytes, maxLeaves: 3).count == 3)
        #expect(throws: BundleError.tooManyLeaves(limit: 2)) { try EntryBundle.parse(bytes, maxLeaves: 2) }
    }

    @Test func `the hashes are those of the leaves, and those before a cut are kept`() throws {
        var bytes: [UInt8] = []
        for index in 0..<20 { EntryBundle.append(leaf: Entries.bytes(index), to: &bytes) }
        var hashes: [Digest] = []
        try Self.appendHashes(of: bytes, to: &hashes)
        #expect(hashes == Entries.hashes(20))
        var kept: [Digest] = []
        #expect(throws: BundleError.leafCutOff(offset: 180, expected: 8, found: 7)) {
            try Self.appendHashes(of: Array(bytes.dropLast()), to: &kept)
        }
        #expect(kept == Entries.hashes(19))
    }

    private static func appendHashes(of bytes: [UInt8], to hashes: inout [Digest]) throws {
        try unsafe bytes.withUnsafeBytes { buffer in
            try unsafe EntryBundle.appendLeafHashes(of: buffer, to: &hashes)
        }
    }

    private static func walked(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var leaves: [[UInt8]] = []
        try unsafe bytes.withUnsafeBytes { buffer in
            try unsafe EntryBundle.walk(buffer) { leaf in unsafe leaves.append(Array(leaf)) }
        }
        return leaves
    }
}
