import Foundation
import Ledger
import Signing
import Storage
import Testing

struct CandidateFileTests {
    private let scratch: ScratchDirectory
    private var path: String { scratch.file("candidates") }

    init() throws { scratch = try ScratchDirectory() }

    private func candidate(_ height: UInt64, _ name: String, count: Int = 40) -> Candidate {
        let leaves = [UInt8](repeating: UInt8(truncatingIfNeeded: name.utf8.count), count: count)
        return Candidate(
            height: Height(height), id: BlockID(SHA256.digest(Array(name.utf8))), leaves: leaves)
    }

    @Test func `candidates of one height come back in their order`() throws {
        let file = try CandidateFile.create(at: path)
        let kept = [candidate(7, "a"), candidate(7, "bb", count: 90_000)]
        for candidate in kept { try file.keep(candidate) }
        #expect(try CandidateFile.open(at: path).candidates == kept)
    }

    @Test func `a new height takes the place of the one before, also when its blocks are shorter`() throws {
        let file = try CandidateFile.create(at: path)
        for name in ["a", "b", "c"] { try file.keep(candidate(7, name)) }
        try file.keep(candidate(8, "d"))
        // The record of "b" stands behind that of "d", whole, and is of another height.
        #expect(try CandidateFile.open(at: path).candidates == [candidate(8, "d")])
    }

    @Test func `what was added after opening stands behind what was found`() throws {
        try CandidateFile.create(at: path).keep(candidate(7, "a"))
        let (file, found) = try CandidateFile.open(at: path)
        try file.keep(candidate(7, "b"))
        #expect(found == [candidate(7, "a")])
        #expect(
            try CandidateFile.open(at: path).candidates
                == [candidate(7, "a"), candidate(7, "b")])
    }

    @Test func `a torn or altered candidate is none, and those before it stay`() throws {
        let file = try CandidateFile.create(at: path)
        for name in ["a", "b"] { try file.keep(candidate(7, name)) }
        let whole = try Data(contentsOf: URL(filePath: path))
        for cut in [1, 40, whole.count / 2 - 1] {
            try whole.dropLast(cut).write(to: URL(filePath: path))
            #expect(try CandidateFile.open(at: path).candidates == [candidate(7, "a")])
        }
        var altered = whole
        altered[whole.count / 2 + 60] ^= 1
        try altered.write(to: URL(filePath: path))
        #expect(try CandidateFile.open(at: path).candidates == [candidate(7, "a")])
    }

    @Test func `an empty block is refused, and making never overwrites`() throws {
        let file = try CandidateFile.create(at: path)
        #expect(throws: StorageRefusal.payloadSize(0, limit: CandidateFile.maxLeavesByteCount)) {
            try file.keep(candidate(1, "a", count: 0))
        }
        #expect(throws: StorageRefusal.exists(path: path)) { try CandidateFile.create(at: path) }
    }
}
