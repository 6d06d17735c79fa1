import Ledger
import Signing
import Testing

struct NoteKeyTests {
    private static let logVkey = "ledger.example/test+7a864099+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    private static let nodeVkey = "node1.ledger.example+e5fb162b+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"

    @Test func `verifier keys are the published ones`() {
        #expect(Network.logNoteKey.vkey == Self.logVkey)
        #expect(Network.cosigner(1).vkey == Self.nodeVkey)
    }

    @Test func `a verifier key is read back, a plus in its base64 too`() throws {
        #expect(NoteKey(vkey: Self.logVkey) == Network.logNoteKey)
        #expect(NoteKey(vkey: Self.nodeVkey) == Network.cosigner(1))
        let numbers = UInt8.min...UInt8.max
        let keys = numbers.map { Network.key(from: $0).publicKey.bytes }
            .map { NoteKey(name: "a", role: .cosigner, publicKey: $0) }
        #expect(keys.contains { $0.vkey.utf8.count { $0 == UInt8(ascii: "+") } > 2 })
        for key in keys { #expect(try NoteKey(parsing: key.vkey) == key) }
    }

    @Test func `the role is part of the id`() {
        let key = Network.logKey.publicKey.bytes
        #expect(
            NoteKey(name: "a", role: .log, publicKey: key).id != NoteKey(name: "a", role: .cosigner, publicKey: key).id)
    }

    @Test(arguments: [
        ("", NoteError.verifierKey("")), ("a+b", .verifierKey("a+b")),
        ("+7a864099+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", .keyName("")),
        ("a b+7a864099+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", .keyName("a b")),
        ("a+7a864099+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", .keyType(2)),
        (
            "ledger.example/test+7a864098+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
            .keyID(expected: 0x7a86_4099, found: 0x7a86_4098)
        ),
        (
            "ledger.example/tesT+7a864099+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
            .keyID(expected: 0x094d_315b, found: 0x7a86_4099)
        ),
    ])
    func `a malformed verifier key is refused with the fact`(vkey: String, error: NoteError) {
        #expect(throws: error) { try NoteKey(parsing: vkey) }
        #expect(NoteKey(vkey: vkey) == nil)
    }

    @Test(arguments: [
        "ledger.example/test+7A864099+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "ledger.example/test+7a86409+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "ledger.example/test+7a8640999+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "ledger.example/test+7a864099+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG",
        "ledger.example/test+7a864099+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4 ",
        "ledger.example/test+7a864099+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVQ==",
        "ledger.example/test+7a864099+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4AA==",
        "ledger.example/test+7a864099+",
    ])
    func `a verifier key in another form is refused`(vkey: String) {
        #expect(throws: NoteError.verifierKey(vkey)) { try NoteKey(parsing: vkey) }
    }

    @Test func `names hold no space, plus or control character and have a limit`() {
        for name in ["a", "ledger.example/test", "示例节点", String(repeating: "a", count: 255)] {
            #expect(NoteKey.isName(name))
        }
        for name in ["", "a b", "a+b", "a\tb", "a\nb", "a\u{0}", "a\u{85}", "a\u{3000}", "\u{2028}"] {
            #expect(!NoteKey.isName(name))
        }
        #expect(!NoteKey.isName(String(repeating: "a", count: 256)))
    }
}
