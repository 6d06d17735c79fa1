import Consensus
import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// The words between validators: one encoding each, limits, and what is refused.
struct PeerWordTests {
    private static let digest = SHA256.digest([7])
    private static let commit = CommitCertificate(
        height: Height(5), round: .zero, block: BlockID(digest),
        signatures: [CertificateSignature(validator: 1, signature: [UInt8](repeating: 3, count: 64))])

    static let words: [PeerWord] = [
        .agreement(.commit(commit)),
        .cosignature(
            Cosignature(
                height: Height(5), block: BlockID(digest), head: TreeHead(size: 9, root: digest),
                bytes: [UInt8](repeating: 4, count: 72))),
        .status(final: Height(5), size: 300),
        .recipe(Recipe(WorldLedger.three.blocks[0])),
        .bodyWanted(BlockID(digest)),
        .body([0, 1, 0xd2]),
        .statements(number: 9, [0, 1, 0xd2]),
        .kept(number: 9),
        .blocksWanted(from: 300),
        .blocks(BlockRun(from: 300, leaves: [0, 1, 0xd2], checkpoint: "a\n", proof: [digest], commit: commit)),
        .blocks(BlockRun(from: 0, leaves: [], checkpoint: "", proof: [], commit: nil)),
    ]

    @Test(arguments: words)
    func `a word reads as it was written, and no shorter or longer`(_ word: PeerWord) throws {
        let payload = word.payload
        #expect(try PeerWord(kind: word.kind, payload: payload) == word)
        #expect(PeerWord.lane(kind: word.kind) == word.lane)
        #expect(throws: CBORError.self) { try PeerWord(kind: word.kind, payload: payload + [0]) }
        for count in 0..<min(payload.count, 400) {
            #expect(throws: CBORError.self) { try PeerWord(kind: word.kind, payload: Array(payload.prefix(count))) }
        }
    }

    @Test func `the examples of the protocol page are these bytes`() {
        #expect(PeerWord.status(final: Height(5), size: 300).payload == [0x82, 0x05, 0x19, 0x01, 0x2c])
        #expect(PeerWord.blocksWanted(from: 300).payload == [0x19, 0x01, 0x2c])
    }

    @Test func `an unknown kind is refused, and so is a payload beyond its limit`() {
        for kind in [UInt8(0), PeerWord.kinds.upperBound + 1, 255] {
            #expect(throws: CBORError.unknownCode(offset: 0, code: UInt64(kind))) {
                try PeerWord(kind: kind, payload: [])
            }
            #expect(PeerWord.lane(kind: kind) == nil)
            #expect(PeerWord.maxByteCount(kind: kind) == nil)
        }
        for kind in PeerWord.kinds {
            #expect(PeerWord.maxByteCount(kind: kind) != nil)
            #expect(PeerWord.lane(kind: kind) != nil)
        }
        #expect(throws: CBORError.tooLong(offset: 0, limit: 256, found: 257)) {
            try PeerWord(kind: 3, payload: [UInt8](repeating: 0, count: 257))
        }
    }

    @Test func `the guard's record reads as it was written, and stays small with 63 validators`() throws {
        let record = GuardRecord(memory: .genesis, attestation: nil, commit: PeerWordTests.commit)
        #expect(try GuardRecord(decoding: record.encoded) == record)
        #expect(throws: CBORError.self) { try GuardRecord(decoding: record.encoded.dropLast()) }
        let signatures = (0..<63).map {
            CertificateSignature(validator: $0, signature: [UInt8](repeating: 3, count: 64))
        }
        let large = CommitCertificate(
            height: Height(Height.limit), round: .zero, block: BlockID(PeerWordTests.digest), signatures: signatures)
        // A memory holds three certificates of this size, three votes, and no more.
        #expect(4 * large.encoded.count + 63 * 40 + 1_000 < GuardRecord.maxByteCount)
    }
}
