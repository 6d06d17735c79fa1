import Foundation
import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

struct GoldenVectorTests {
    private func vectors(_ file: String) throws -> [(name: String, value: String)] {
        let path = ReadableFile.root.appending(path: "Tests/RulebookTests/Vectors/" + file)
        return try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
            .map { line in
                let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
                return (parts[0], try #require(parts.last))
            }
    }

    @Test func `every act has the payload that is written down`() throws {
        let acts = GoldenValues.acts(try GoldenValues.network())
        let vectors = try vectors("payloads.txt")
        #expect(acts.map(\.name) == ActName.allCases)
        #expect(vectors.map(\.name) == ActName.allCases.map(\.rawValue))
        for (act, vector) in zip(acts, vectors) {
            #expect(Hex.encode(act.payload) == vector.value, "\(act.name)")
            let bytes = try #require(Hex.decode(vector.value))
            #expect(try Act(act.name, payload: bytes) == act)
        }
    }

    @Test func `every payload is refused when it is cut off, longer, or one of its bytes is no code`() throws {
        for vector in try vectors("payloads.txt") {
            let name = try #require(ActName.allCases.first { $0.rawValue == vector.name })
            let bytes = try #require(Hex.decode(vector.value))
            for count in 0..<bytes.count {
                #expect(throws: CBORError.self) { try Act(name, payload: Array(bytes.prefix(count))) }
            }
            #expect(throws: CBORError.trailingBytes(offset: bytes.count)) { try Act(name, payload: bytes + [0]) }
            for index in bytes.indices {
                var changed = bytes
                changed[index] ^= 0x20
                guard let act = try? Act(name, payload: changed) else { continue }
                #expect(act.payload == changed, "\(name) reads two encodings of one value")
            }
        }
    }

    @Test func `what follows from a genesis and from keys is what is written down`() throws {
        let derived = try GoldenValues.derived()
        let vectors = try vectors("derived.txt")
        #expect(derived.map(\.name) == vectors.map(\.name))
        for (found, vector) in zip(derived, vectors) { #expect(found.value == vector.value, "\(found.name)") }
    }

    @Test func `the written statements are signed by the keys that they name`() throws {
        let vectors = Dictionary(uniqueKeysWithValues: try vectors("derived.txt").map { ($0.name, $0.value) })
        func statement(_ name: String) throws -> Statement {
            let text = try #require(vectors[name])
            return try Statement(decoding: try #require(Hex.decode(text)))
        }
        let member = try statement("statement-member")
        #expect(member.isSigned(member.signatures[0], by: TestMember.police.key.publicKey))
        #expect(member.header.issuer == "police")
        let holder = try statement("statement-holder")
        #expect(holder.isSigned(holder.signatures[0], by: GoldenValues.holder.publicKey))
        #expect(holder.header.issuer == nil)
        let governance = try statement("statement-governance")
        #expect(governance.signatures.count == 2)
        let governors = TestNetwork.governors().map(\.publicKey)
        for signature in governance.signatures {
            #expect(governors.contains { governance.isSigned(signature, by: $0) })
        }
        #expect(member.header.origin == vectors["origin"])
    }

    @Test(arguments: ["statements.md", "acts.md", "genesis.md"])
    func `the examples of a protocol page are the written vectors`(_ page: String) throws {
        let path = ReadableFile.root.appending(path: "docs/protocol/" + page)
        let text = try String(contentsOf: path, encoding: .utf8)
        let known = try (vectors("payloads.txt") + vectors("derived.txt")).map { ($0.name, $0.value) }
        let values = Dictionary(uniqueKeysWithValues: known)
        let examples = ProtocolPage.examples(in: text)
        #expect(examples.count > 2)
        for example in examples { #expect(values[example.name] == example.value, "\(page): \(example.name)") }
        if page == "acts.md" {
            #expect(Set(ActName.allCases.map(\.rawValue)).isSubset(of: examples.map(\.name)))
        }
    }

    @Test func `an example of a page that is not the vector is found`() {
        let text = "a\n```text example=use\n84 58\n20ab\n```\nb\n```text example=origin\nx/1\n```\n```text\nno\n```\n"
        let examples = ProtocolPage.examples(in: text)
        #expect(examples.map(\.name) == ["use", "origin"])
        #expect(examples.map(\.value) == ["845820ab", "x/1"])
    }
}

/// The examples of a page: fenced blocks marked `text example=<name of the vector>`.
private enum ProtocolPage {
    static func examples(in text: String) -> [(name: String, value: String)] {
        text.split(separator: "```text example=").dropFirst(text.hasPrefix("```text example=") ? 0 : 1).compactMap {
            rest in
            guard let end = rest.firstRange(of: "```") else { return nil }
            let lines = rest[..<end.lowerBound].split(separator: "\n")
            let value = lines.dropFirst().joined().filter { !$0.isWhitespace }
            return (String(lines.first ?? ""), value)
        }
    }
}
