import Importing
import Ledger
import Rulebook
import Signing
import Testing
import deedbox

struct MintFormTests {
    @Test func `a canonical row is what the strict writer of JSON gives`() throws {
        let fields = ["", "甲\"乙\\丙", "a\tb\r\nc\u{1}\u{1f}\u{7f}", "🀄 end"]
        let columns = ["type", "名\"称", "b", "c"]
        var rest = Array(fields.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",").utf8)[...]
        var reader = CSVReader { buffer in
            buffer.replaceSubrange(0..<rest.count, with: rest)
            defer { rest = [] }
            return rest.count
        }
        var row = TableRow()
        #expect(try reader.next(&row))
        var bytes: [UInt8] = []
        #expect(CanonicalRow(columns: columns).write(row, to: &bytes))
        let pairs = zip(columns, fields).map { JSONValue.array([.string($0), .string($1)]) }
        #expect(String(decoding: bytes, as: UTF8.self) == JSONValue.array(pairs).compact)
    }

    @Test func `a row that is not UTF-8 has no canonical form, even when its fields joined would be`() throws {
        var rest: [UInt8] = [0xe7, UInt8(ascii: ","), 0x94, 0xb2]
        var reader = CSVReader { buffer in
            buffer.replaceSubrange(0..<rest.count, with: rest)
            defer { rest = [] }
            return rest.count
        }
        var row = TableRow()
        #expect(try reader.next(&row))
        var bytes: [UInt8] = []
        #expect(!CanonicalRow(columns: ["a", "b"]).write(row, to: &bytes))
    }

    @Test(arguments: 0...70)
    func `base64 and hexadecimal in bytes are those of Signing`(_ count: Int) {
        let bytes = Random.bytes(count)
        var output: [UInt8] = [1]
        TextBytes.appendBase64(bytes, to: &output)
        #expect(String(decoding: output.dropFirst(), as: UTF8.self) == Base64.encode(bytes))
        output = []
        TextBytes.appendHex(bytes[...], to: &output)
        #expect(String(decoding: output, as: UTF8.self) == Hex.encode(bytes))
    }

    @Test(arguments: [0, 9, 10, 4_096, UInt64.max])
    func `a number in bytes is its decimal`(_ value: UInt64) {
        var output: [UInt8] = Array("n".utf8)
        TextBytes.appendDecimal(value, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == "n\(value)")
    }

    @Test(arguments: [1, 2, 3, 7, 8, 9, 100])
    func `a record's path is the one of the ledger's tree`(_ count: Int) {
        let hashes = (0..<count).map { Digest.leaf([UInt8($0)]) }
        let tree = RecordTree(hashes)
        #expect(tree.root == MerkleTree.root(of: hashes))
        for position in 0..<count {
            var path: [UInt8] = []
            tree.appendPath(to: position, into: &path)
            #expect(path == MerkleTree.path(to: position, in: hashes).flatMap(\.bytes))
        }
    }

    @Test func `a document is new, repeated, or minted before`() {
        var seen = SeenDocuments()
        let (first, second) = (SHA256.digest([1]), SHA256.digest([2]))
        seen.noteReceipt(first)
        #expect(seen.see(first) == .minted)
        #expect(seen.see(first) == .repeated)
        #expect(seen.see(second) == .new)
        #expect(seen.see(second) == .repeated)
    }
}
