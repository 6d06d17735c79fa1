import Rulebook
import Signing
import Testing
import deedbox

struct FoundingTests {
    private let place: Workplace
    private static let purposes = ["log", "cosigner", "vote", "release", "link"]

    init() throws { place = try Workplace() }

    /// The entry of a sample node, for a ledger of that name.
    private func entry(_ node: String, ledger: String = "founded.example") throws -> ValidatorEntry {
        let keys = Self.purposes.map { SampleKeys.key("\(node)/\($0)") }
        let parts = try #require(
            ValidatorKeys(
                log: keys[0].publicKey, cosigner: keys[1].publicKey, vote: keys[2].publicKey,
                release: keys[3].publicKey, link: keys[4].publicKey))
        let validator = Validator(
            member: try #require(MemberID(node)), name: Bilingual(zh: "示例", en: "Sample"), keys: parts)
        return try #require(ValidatorEntry(validator, for: ledger, keys: keys))
    }

    private func write(_ entries: [ValidatorEntry]) throws -> [String] {
        try entries.enumerated().map { try place.write($1.readable.pretty, to: "\($0).json") }
    }

    private func draft(_ validators: String = "[]") throws -> String {
        let key = SampleKeys.key("governance-1").publicKey.readable
        return try place.write(
            """
            { "format": "deedbox-genesis/1", "name": "founded.example", "created": "2026-11-01T00:00:00Z",
              "sample": true, "faultModel": "crash", "validators": \(validators),
              "governance": { "threshold": 1, "keys": ["\(key)"] } }
            """, to: "draft.json")
    }

    @Test func `entries in any order make one genesis`() throws {
        let entries = try ["node-2", "node-3", "node-1"].map { try entry($0) }
        let genesis = try Founding(draft: try draft(), entries: try write(entries)).genesis
        #expect(genesis.validators.map(\.member.text) == ["node-1", "node-2", "node-3"])
        let again = try Founding(draft: try draft(), entries: try write(entries.reversed())).genesis
        #expect(again.encoded == genesis.encoded)
    }

    @Test func `an entry for another ledger is refused`() throws {
        let paths = try write([try entry("node-1", ledger: "other.example")])
        let draft = try draft()
        #expect(throws: (any Error).self) { try Founding(draft: draft, entries: paths) }
    }

    @Test func `a draft that brings validators of its own is refused`() throws {
        let paths = try write([try entry("node-1")])
        let draft = try draft("[{}]")
        #expect(throws: (any Error).self) { try Founding(draft: draft, entries: paths) }
    }

    @Test(arguments: purposes) func `a key that its operator does not have cannot be entered`(_ purpose: String) throws
    {
        let own = try entry("node-1").readable.compact
        let theirs = try entry("node-2").validator.keys.all
        let index = try #require(Self.purposes.firstIndex(of: purpose))
        let key = try entry("node-1").validator.keys.all[index]
        let stolen = own.replacing(Hex.encode(key.bytes), with: Hex.encode(theirs[index].bytes))
        #expect(stolen != own)
        let value = try JSONValue(parsing: stolen, maxByteCount: 10_000)
        #expect(throws: JSONError.self) { try ValidatorEntry(readable: value) }
    }

    @Test func `no member of an entry can be altered`() throws {
        let own = try entry("node-1").readable.compact
        for (old, new) in [("founded.example", "founded.examplf"), ("node-1", "node-2"), ("示例", "样例")] {
            let altered = own.replacing(old, with: new)
            #expect(altered != own)
            let value = try JSONValue(parsing: altered, maxByteCount: 10_000)
            #expect(throws: JSONError.self, "\(old)") { try ValidatorEntry(readable: value) }
        }
    }
}
