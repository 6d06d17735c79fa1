import Ledger
import Signing
import Testing

struct CheckpointTests {
    private static let head = TreeHead(size: 5, root: MerkleTree.root(of: Entries.hashes(5)))
    private static let checkpoint = Checkpoint(origin: Network.origin, head: head)
    private static let text = "ledger.example/test\n5\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n"

    @Test func `a checkpoint is three lines`() throws {
        #expect(Self.checkpoint.text == Self.text)
        #expect(try Checkpoint(parsing: Self.text) == Self.checkpoint)
    }

    @Test func `the note with log signature and cosignature is the published one of 315 bytes`() {
        let note = Network.note(Self.head, by: [1])
        let expected =
            Self.text + "\n— ledger.example/test "
            + "eoZAmdQxgdaEyCc7lYcFv4RrbUWcTQ7fOmkChu/5bMIv8m2T0nRJnePb1uEWSHNgDYH/8EQsmCfD6Ybv1o0pQt4AFgw=\n"
            + "— node1.ledger.example 5fsWKwAAAABpVbkAHemJ1G8knxH8W8AyHtgUmyGN5+K+UwXmTN/DiZljz3QSQv+TpXhXwDBB/3XI"
            + "/3lGeQDRxC+LqnBvN7c2q82ZCQ==\n"
        #expect(note.encoded == expected)
        #expect(note.encoded.utf8.count == 315)
    }

    @Test func `a cosignature carries its time and signs it with the whole text`() throws {
        let signature = Self.checkpoint.cosigned(by: Network.nodeKey(1), name: "n", at: 1_767_225_600)
        #expect(signature.cosignatureTime == 1_767_225_600)
        let message = Checkpoint.cosignedMessage(text: Self.text, time: 1_767_225_600)
        #expect(message == Array(("cosignature/v1\ntime 1767225600\n" + Self.text).utf8))
        #expect(Network.nodeKey(1).publicKey.verifies(Array(signature.bytes[8...]), over: message))
    }

    @Test func `a signature of another length, or with a time past the limit, is no cosignature`() {
        let bytes = [UInt8](repeating: 0, count: 72)
        #expect(NoteSignature(name: "n", keyID: 1, bytes: bytes).cosignatureTime == 0)
        #expect(NoteSignature(name: "n", keyID: 1, bytes: bytes + [0]).cosignatureTime == nil)
        #expect(NoteSignature(name: "n", keyID: 1, bytes: Array(bytes.dropLast())).cosignatureTime == nil)
        #expect(NoteSignature(name: "n", keyID: 1, bytes: [0x80] + bytes.dropLast()).cosignatureTime == nil)
    }

    @Test func `the empty log has one checkpoint only`() throws {
        let empty = Checkpoint(origin: Network.origin, head: .empty)
        #expect(try Checkpoint(parsing: empty.text) == empty)
        #expect(throws: NoteError.emptyTreeRoot) {
            try Checkpoint(parsing: "a\n0\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n")
        }
    }

    @Test(arguments: [
        ("", NoteError.noFinalNewline), ("a\n5\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=", .noFinalNewline),
        ("a\n5\n", .lineCount(expected: 3, found: 2)),
        ("a\n5\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\nextension\n", .lineCount(expected: 3, found: 4)),
        ("a\n5\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n\n", .lineCount(expected: 3, found: 4)),
        ("\n5\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n", .keyName("")),
        ("a b\n5\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n", .keyName("a b")),
        ("a\n05\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n", .number("05")),
        ("a\n+5\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n", .number("+5")),
        ("a\n-5\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n", .number("-5")),
        ("a\n\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n", .number("")),
        ("a\n٥\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n", .number("٥")),
        ("a\n9007199254740993\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n", .number("9007199254740993")),
        ("a\n18446744073709551621\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n", .number("18446744073709551621")),
        ("a\n5\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI\n", .hash("fKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI")),
        ("a\n5\nfKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nJ=\n", .hash("fKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nJ=")),
        ("a\n5\nAAAA\n", .hash("AAAA")), ("a\n5\n\n", .hash("")),
    ])
    func `a malformed checkpoint is refused with the fact`(text: String, error: NoteError) {
        #expect(throws: error) { try Checkpoint(parsing: text) }
    }
}
