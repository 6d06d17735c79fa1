import Consensus
import Ledger
import Signing
import Testing

struct MessageTests {
    static let set = TestSet(4, liars: 1)
    static let block = TestSet.block(1)

    static let samples: [Message] = [
        .proposal(set.proposal(0, block)),
        .proposal(set.proposal(2, block, proof: set.polka(1, block, valid: 0, by: [0, 2, 3]))),
        .vote(set.prevote(0, block, by: 1)),
        .vote(set.prevote(3, block, valid: 1, by: 1)),
        .vote(set.prevote(1 << 20, nil, by: 3)),
        .vote(set.precommit(0, block, by: 2)),
        .vote(set.precommit(7, nil, by: 2)),
        .polka(set.polka(0, block, by: [0, 1, 2])),
        .round(set.roundEnd(4, [(0, nil), (1, block), (3, nil)])),
        .commit(set.commit(0, block, by: [1, 2, 3])),
    ]

    @Test(arguments: samples)
    func `a message reads back as it was written, verifies, and no shorter one reads`(_ message: Message) throws {
        let bytes = message.encoded
        #expect(bytes.count <= Message.maxByteCount)
        #expect(try Message(decoding: bytes) == message)
        #expect(try Self.set.setup(own: nil).verify(message, with: StandInVerifier()).content == message)
        for count in 0..<bytes.count {
            #expect(throws: CBORError.self) { try Message(decoding: bytes.prefix(count)) }
        }
    }

    @Test(arguments: samples)
    func `a message with any bit turned over is refused, or says something else that is not signed`(
        _ message: Message
    ) throws {
        let setup = Self.set.setup(own: nil)
        for position in 0..<message.encoded.count * 8 {
            var bytes = message.encoded
            bytes[position / 8] ^= 1 << UInt8(position % 8)
            guard let other = try? Message(decoding: bytes) else { continue }
            #expect(other.encoded == bytes)
            #expect(throws: MessageRefusal.self) { try setup.verify(other, with: StandInVerifier()) }
        }
    }

    @Test func `the example of the page is this message`() {
        let seven = [UInt8](repeating: 7, count: 32)
        let block = BlockID(Digest(seven) ?? .zero)
        let vote = Vote(
            content: .prevote(Height(5), .zero, block, validRound: nil), validator: 1,
            signature: [UInt8](repeating: 9, count: 64))
        var expected: [UInt8] = [0x82, 0x02, 0x83, 0x85, 0x02, 0x05, 0x00, 0x58, 0x20]
        expected += seven + [0xf6, 0x01, 0x58, 0x40] + vote.signature
        #expect(Message.vote(vote).encoded == expected)
    }

    @Test func `the bytes to sign are those of the page`() throws {
        let set = TestSet(4, liars: 1)
        let setup = set.setup(own: nil)
        let content = VoteContent.prevote(Height(258), TestSet.round(3), Self.block, validRound: TestSet.round(1))
        let origin = Array(setup.origin.utf8)
        var expected = Array("deedbox/vote/v1".utf8) + [2, 0, UInt8(origin.count)]
        expected += origin
        expected += [0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 3, 1]
        expected += Self.block.digest.bytes + [0, 0, 0, 2]
        expected += setup.validatorsDigest.bytes + setup.parametersDigest.bytes
        #expect(content.signedBytes(in: setup) == expected)
        let nothing = VoteContent.prevoteNil(Height(258), TestSet.round(3)).signedBytes(in: setup)
        #expect(nothing.count == expected.count)
    }

    @Test func `a vote for nothing that names a valid round, and a valid round that is not earlier, do not read`()
        throws
    {
        func encoded(_ kind: UInt64, _ round: UInt64, _ hasBlock: Bool, _ valid: UInt64?) -> [UInt8] {
            var encoder = CBOREncoder()
            encoder.array(5)
            encoder.unsigned(kind)
            encoder.unsigned(1)
            encoder.unsigned(round)
            encoder.optional(hasBlock ? Self.block : nil) { $0.digest($1.digest) }
            encoder.optional(valid) { $0.unsigned($1) }
            return encoder.bytes
        }
        #expect((try? VoteContent(decoding: encoded(2, 3, true, 2))) != nil)
        for refused in [
            encoded(2, 3, false, 2), encoded(2, 3, true, 3), encoded(3, 3, true, 2), encoded(1, 3, false, nil),
            encoded(0, 3, true, nil), encoded(4, 3, true, nil), encoded(2, (1 << 20) + 1, true, nil),
        ] {
            #expect(throws: CBORError.self) { try VoteContent(decoding: refused) }
        }
    }
}
