internal import Rulebook
public import Ledger
public import Signing

/// What a page says of its evidence file in a code: which bytes it summarises, and where the use stands on the ledger.
///
/// It proves nothing by itself and says no verdict: it leads from the paper to the file and to the ledger, where
/// anybody can look for himself. The second code of a page is the signed checkpoint that it names.
public struct PaperReceipt: Hashable, Sendable {
    public let origin: String
    /// The SHA-256 of the evidence file.
    public let evidence: Digest
    /// The use with the head of the log over it; nil when the file proves none.
    public let use: Place?

    /// Where a use stands.
    public struct Place: Hashable, Sendable {
        public let statement: Digest
        public let leaf: LeafIndex
        public let head: TreeHead
    }

    /// The first line.
    public static let format = "deedbox/paper/v1"

    /// Lines, each a word, a blank and a value; each ends with a newline.
    public var text: String {
        var lines = [PaperReceipt.format, "origin \(origin)", "evidence \(evidence.hex)"]
        if let use {
            lines += [
                "use \(use.statement.hex)", "leaf \(use.leaf)", "size \(use.head.size)",
                "root \(Base64.encode(use.head.root.bytes))",
            ]
        }
        return lines.map { $0 + "\n" }.joined()
    }
}
