import Ledger
import Signing
import Testing

struct SignedNoteTests {
    private static let line =
        "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZ"
        + "XsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"

    @Test func `the example of the standard is read and written back`() throws {
        let text = "This is an example message.\n"
        let note = try SignedNote(parsing: text + "\n" + Self.line)
        #expect(note.text == text)
        #expect(note.signatures.map(\.name) == ["example.com/foo"])
        #expect(note.signatures.map(\.keyID) == [0x530d_903a])
        #expect(note.encoded == text + "\n" + Self.line)
        let key = try #require(NoteKey(vkey: "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"))
        let publicKey = try #require(PublicKey(.ed25519, bytes: key.publicKey))
        #expect(publicKey.verifies(note.signatures[0].bytes, over: Array(text.utf8)))
    }

    @Test func `text and signatures part at the last empty line`() throws {
        let note = try SignedNote(parsing: "one\n\ntwo\n\n\nthree\n\n" + Self.line)
        #expect(note.text == "one\n\ntwo\n\n\nthree\n")
        #expect(try SignedNote(parsing: "\n\n" + Self.line).text == "\n")
    }

    @Test func `up to 64 signature lines are read, one more is refused`() throws {
        func note(_ count: Int) -> String {
            (0..<count).reduce(into: "text\n\n") { note, number in
                note += NoteSignature(name: "n\(number)", keyID: 1, bytes: [UInt8](repeating: 1, count: 64)).line + "\n"
            }
        }
        for count in [1, 16, 64] { #expect(try SignedNote(parsing: note(count)).signatures.count == count) }
        #expect(throws: NoteError.tooManySignatures(limit: 64, found: 65)) { try SignedNote(parsing: note(65)) }
    }

    @Test(arguments: [
        ("", NoteError.noFinalNewline), ("text", .noFinalNewline), ("text\n", .noEmptyLine), ("\n", .noEmptyLine),
        ("text\n\n", .noSignature), ("text\n\n— a AAAAAAA=\n\n", .noSignature), ("\n— a AAAAAAA=\n", .noEmptyLine),
        ("text\n\n— a AAAAAAA=", .noFinalNewline), ("te\txt\n\n— a AAAAAAA=\n", .controlCharacter(offset: 2)),
        ("te\u{0}xt\n\n— a AAAAAAA=\n", .controlCharacter(offset: 2)),
        ("text\r\n\n— a AAAAAAA=\n", .controlCharacter(offset: 4)),
        ("text\n\n— a AAAAAAA=\r\n", .controlCharacter(offset: 20)),
        ("text\n\n- a AAAAAAA=\n", .signatureLine("- a AAAAAAA=")),
        ("text\n\n—a AAAAAAA=\n", .signatureLine("—a AAAAAAA=")),
        ("text\n\n— AAAAAAA=\n", .signatureLine("— AAAAAAA=")), ("text\n\n—  AAAAAAA=\n", .keyName("")),
        ("text\n\n— a+b AAAAAAA=\n", .keyName("a+b")), ("text\n\n— a\u{a0}b AAAAAAA=\n", .keyName("a\u{a0}b")),
        ("text\n\n— a\u{2003} AAAAAAA=\n", .keyName("a\u{2003}")),
        ("text\n\n— a AAAA\n", .signatureLine("— a AAAA")), ("text\n\n— a AAAAAA==\n", .signatureLine("— a AAAAAA==")),
        ("text\n\n— a \n", .signatureLine("— a ")), ("text\n\n— a AAAAAAA\n", .signatureLine("— a AAAAAAA")),
        ("text\n\n— a AAAAAAB=\n", .signatureLine("— a AAAAAAB=")),
        ("text\n\n— a AAAA_AA=\n", .signatureLine("— a AAAA_AA=")),
        ("text\n\n— a AAAAAAA= \n", .signatureLine("— a AAAAAAA= ")),
        ("text\n\n— a  AAAAAAA=\n", .signatureLine("— a  AAAAAAA=")),
        ("text\n\n— a AAAAAAA=\nrest\n", .signatureLine("rest")),
    ])
    func `a malformed note is refused with the fact`(note: String, error: NoteError) {
        #expect(throws: error) { try SignedNote(parsing: note) }
    }

    @Test func `bytes that are not UTF-8 and notes that are too long are refused`() {
        let tail = Array("\n\n— a AAAAAAA=\n".utf8)
        #expect(throws: NoteError.notUTF8) { try SignedNote(parsing: [0x61, 0xff] + tail) }
        #expect(throws: NoteError.notUTF8) { try SignedNote(parsing: [0xc0, 0x80] + tail) }
        let long = [UInt8](repeating: 0x61, count: 65_537 - tail.count)
        #expect(throws: NoteError.tooLong(limit: 65_536, found: 65_537)) { try SignedNote(parsing: long + tail) }
        #expect(throws: Never.self) { try SignedNote(parsing: long.dropLast() + tail) }
    }

    @Test func `a note takes more signatures, each once`() throws {
        let first = NoteSignature(name: "a", keyID: 1, bytes: [1])
        let second = NoteSignature(name: "b", keyID: 1, bytes: [1])
        let note = SignedNote(text: "text\n", signatures: [first]).adding([second, first]).adding([second])
        #expect(note.signatures == [first, second])
        #expect(try SignedNote(parsing: note.encoded) == note)
    }

    @Test func `any altered byte is refused or read as exactly what it says`() {
        let bytes = Array(("text\n\n" + Self.line).utf8)
        for position in bytes.indices {
            for bit in 0..<8 {
                var altered = bytes
                altered[position] ^= 1 << UInt8(bit)
                guard let note = try? SignedNote(parsing: altered) else { continue }
                #expect(Array(note.encoded.utf8) == altered)
            }
        }
    }
}
