import Ledger
import Rulebook
import Signing

extension Decoder {
    /// Texts: notes and what is in them, addresses, JSON and what is made of it.
    static let texts = [
        Decoder(name: "note", rewrite: rewriteNote) { Samples.notes.map { Array($0.encoded.utf8) } },
        text("checkpoint", { (try? Checkpoint(parsing: $0))?.text }) { Samples.notes.map(\.text) },
        text("policy", rewritePolicy) { Samples.networks.map(\.policy.text) },
        text("note-key", { NoteKey(vkey: $0)?.vkey }) {
            Samples.network.policy.logKeys.map(\.vkey) + Samples.network.policy.witnesses.map(\.key.vkey)
        },
        text("tile", { TilePath(path: $0)?.path }) {
            ["tile/0/000", "tile/entries/x001/234.p/17", "tile/63/x018/x446/x744/x073/x709/551"]
        },
        Decoder(name: "json", rewrite: rewriteJSON) {
            (Samples.documents + [Samples.values]).map { Array($0.compact.utf8) }
        },
        text("key-file", rewriteKeyFile) { Samples.keyFiles },
        text("readable", rewriteReadable) { Samples.documents.map(\.pretty) },
        text("base64", { Base64.decode($0).map(Base64.encode) }) { ["", "AA==", "AAA=", "3q2+7w=="] },
        text("base64url", { Base64URL.decode($0).map(Base64URL.encode) }) { ["", "AA", "AAA", "3q2-7w"] },
        text("hex", { Hex.decode($0).map(Hex.encode) }) { ["", "00ff"] },
        text("time", { UTCTime($0)?.description }) { ["2026-11-01T00:00:00Z"] },
    ]

    static func text(
        _ name: String, _ rewrite: @escaping @Sendable (String) -> String?, samples: @escaping @Sendable () -> [String]
    ) -> Decoder {
        Decoder(
            name: name,
            rewrite: { input in
                String(validating: input, as: UTF8.self).flatMap(rewrite).map { Array($0.utf8) }
            },
            samples: { samples().map { Array($0.utf8) } })
    }

    @Sendable private static func rewriteNote(_ input: [UInt8]) -> [UInt8]? {
        guard let note = try? SignedNote(parsing: input) else { return nil }
        _ = try? Samples.network.policy.check(note)
        return Array(note.encoded.utf8)
    }

    /// Comments, tabs and URLs may stand in a policy: its own text is read as the same policy.
    private static func rewritePolicy(_ text: String) -> String? {
        guard let policy = try? CheckpointPolicy(parsing: text) else { return nil }
        return (try? CheckpointPolicy(parsing: policy.text)) == policy ? text : policy.text
    }

    /// White space and escapes are free: both ways to write the value are read as the same value.
    @Sendable private static func rewriteJSON(_ input: [UInt8]) -> [UInt8]? {
        guard let value = try? JSONValue(parsing: input, maxByteCount: 1 << 20) else { return nil }
        for text in [value.compact, value.pretty] {
            guard let again = try? JSONValue(parsing: text, maxByteCount: 1 << 24) else { return [] }
            guard again.compact.utf8.elementsEqual(value.compact.utf8) else { return Array(again.compact.utf8) }
        }
        return input
    }

    private static func rewriteKeyFile(_ text: String) -> String? {
        guard let file = try? KeyFile(parsing: text) else { return nil }
        if !file.isSealed { _ = try? file.unlock() }
        guard let again = try? KeyFile(parsing: file.encoded) else { return "" }
        return again.encoded.utf8.elementsEqual(file.encoded.utf8) ? text : again.encoded
    }

    /// Readable files of each kind: what is read and written is read again and written alike.
    private static func rewriteReadable(_ text: String) -> String? {
        guard let value = try? JSONValue(parsing: text, maxByteCount: 1 << 20) else { return nil }
        let written =
            (try? Genesis(readable: value))?.readable ?? (try? MemberList(readable: value))?.readable
            ?? (try? Scene(readable: value))?.readable ?? (try? TypeDefinition(readable: value))?.readable
        guard let written else { return nil }
        let again =
            (try? Genesis(readable: written))?.readable ?? (try? MemberList(readable: written))?.readable
            ?? (try? Scene(readable: written))?.readable ?? (try? TypeDefinition(readable: written))?.readable
        return again == written ? text : written.compact
    }
}
