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

    private static let nonce = DoubtNonce([UInt8](repeating: 5, count: 32))
    private static let answers = nonce.map { nonce in
        [commit, nil].map { commit in
            PeerWord.doubtAnswer(
                DoubtAnswer(nonce: nonce, commit: commit, signature: [UInt8](repeating: 6, count: 64)))
        } + [.doubtAsked(nonce)]
    }

    static let words: [PeerWord] =
        (answers ?? []) + [
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

    @Test func `a question in doubt and its answer are these bytes`() throws {
        let nonce = try #require(PeerWordTests.nonce)
        let five = [UInt8](repeating: 5, count: 32)
        #expect(PeerWord.doubtAsked(nonce).payload == [0x58, 0x20] + five)
        let signature = [UInt8](repeating: 6, count: 64)
        let answer = DoubtAnswer(nonce: nonce, commit: nil, signature: signature)
        #expect(PeerWord.doubtAnswer(answer).payload == [0x83, 0x58, 0x20] + five + [0xf6, 0x58, 0x40] + signature)
    }

    @Test func `what an answer signs begins with its purpose and is of one length`() throws {
        let nonce = try #require(PeerWordTests.nonce)
        let network = WorldLedger.three.network
        let setup = HeightSetup(
            origin: network.origin, height: Height(9), parent: BlockID(PeerWordTests.digest),
            validators: network.genesis.validators.map(\.keys.vote), quorum: network.quorum, own: nil,
            validatorsDigest: network.validatorsDigest, parametersDigest: network.parametersDigest, timeouts: .local)
        let bytes = DoubtAnswer.signedBytes(nonce, PeerWordTests.commit, in: setup)
        let origin = Array(network.origin.utf8)
        let head = Array("deedbox/doubt/v1".utf8) + [0, UInt8(origin.count)] + origin + nonce.bytes
        #expect(bytes.starts(with: head + [0, 0, 0, 0, 0, 0, 0, 5] + PeerWordTests.digest.bytes))
        #expect(bytes.count == head.count + 8 + 32 + 64)
        #expect(DoubtAnswer.signedBytes(nonce, nil, in: setup).count == bytes.count)
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
        let doubt = Doubt(.guardOld, validators: PeerWordTests.digest)
        for doubt in [doubt, doubt.allowed] {
            let doubting = record.doubting(doubt)
            #expect(try GuardRecord(decoding: doubting.encoded) == doubting)
            #expect(doubting.encoded.count <= record.encoded.count + 48)
        }
        // Nobody has allowed it, and yet it says when it signs again.
        let bytes = doubt.encoded.dropLast() + [0x09]
        #expect(throws: CBORError.self) { try Doubt(decoding: bytes) }
        let signatures = (0..<63).map {
            CertificateSignature(validator: $0, signature: [UInt8](repeating: 3, count: 64))
        }
        let large = CommitCertificate(
            height: Height(Height.limit), round: .zero, block: BlockID(PeerWordTests.digest), signatures: signatures)
        // A memory holds three certificates of this size, three votes, and no more.
        #expect(4 * large.encoded.count + 63 * 40 + 1_000 < GuardRecord.maxByteCount)
    }
}
