import Ledger
import Signing

/// The receipts beside the input: one line a document, appended and synced after finality, never changed.
package actor ReceiptFile {
    package let path: String
    private let file: OpenedFile
    /// What an earlier run, killed while it wrote, has left behind the last whole line.
    private let tornAt: UInt64?
    private let size: UInt64

    /// What a receipts file holds already.
    package struct Content: Sendable {
        package var seen = SeenDocuments()
        /// The ledger that the first receipt is of; nil in an empty file.
        package var origin: String?
        /// The member that the first receipt is of.
        package var issuer: String?
    }

    private init(path: String, file: OpenedFile, tornAt: UInt64?, size: UInt64) {
        self.path = path
        self.file = file
        self.tornAt = tornAt
        self.size = size
    }

    /// Opens the file or makes it, and reads what is there.
    package static func open(_ path: String) throws -> (ReceiptFile, Content) {
        let isNew = !Folder.exists(path)
        let file = try OpenedFile(path, .writing)
        try file.lock()
        if isNew { try Folder.sync(of: path) }
        var content = Content()
        let scan = try scan(file, into: &content)
        let size = try file.size()
        return (ReceiptFile(path: path, file: file, tornAt: scan, size: size), content)
    }

    /// True when the file ends in the middle of a line.
    package nonisolated var isTorn: Bool { tornAt != nil }

    /// Cuts off a torn line, and makes the file ready to be appended to. The caller knows that what is cut can be
    /// had again.
    package func prepare() throws {
        if let tornAt { try file.truncate(to: tornAt) }
        try file.seek(to: tornAt ?? size)
    }

    /// Appends the lines of the documents that `wanted` names, and returns when they are durable.
    package func append(_ lines: ReceiptLines, positions: some Sequence<Int>) throws {
        var buffer: [UInt8] = []
        buffer.reserveCapacity(ReceiptFile.writeByteCount + 8_192)
        for position in positions {
            lines.append(position, to: &buffer)
            guard buffer.count >= ReceiptFile.writeByteCount else { continue }
            try file.write(buffer)
            buffer.removeAll(keepingCapacity: true)
        }
        try file.write(buffer)
    }

    /// Removes the file when no receipt ever came into it.
    package func removeIfEmpty() throws {
        if try file.size() == 0 { try Folder.remove(path) }
    }

    /// Returns when all that was appended is on the disk.
    package func sync() throws { try file.sync() }

    private static let writeByteCount = 4 << 20

    /// Reads all lines; returns where a torn one begins. A line that is whole and no receipt is damage.
    private static func scan(_ file: OpenedFile, into content: inout Content) throws -> UInt64? {
        var lines = try LineScanner(file, maxLine: StoredReceipt.maxByteCount)
        while let line = try lines.next() {
            switch line {
            case .torn(let count):
                guard count <= StoredReceipt.maxByteCount else { throw damage(file.path, lines.number + 1) }
                return lines.offset
            case .whole(let bytes):
                guard let document = document(of: bytes) else { throw damage(file.path, lines.number) }
                content.seen.noteReceipt(document)
                if content.origin == nil { try note(bytes, file.path, lines.number, &content) }
            }
        }
        return nil
    }

    /// The digest of a line's document: found at its place, or else by reading the line as JSON.
    private static func document(of line: [UInt8]) -> Digest? {
        guard line.suffix(2) == Array("\"}".utf8) else { return nil }
        return quickDocument(of: line) ?? (try? StoredReceipt(line: line))?.document
    }

    /// Our own lines all begin alike: `{"row":17,"document":"…`.
    private static func quickDocument(of line: [UInt8]) -> Digest? {
        let start = Array("{\"row\":".utf8)
        guard line.starts(with: start) else { return nil }
        let rest = line[start.count...].drop { (0x30...0x39).contains($0) }
        let middle = Array(",\"document\":\"".utf8)
        guard rest.starts(with: middle), rest.count > middle.count + 64 else { return nil }
        let hex = rest[(rest.startIndex + middle.count)..<(rest.startIndex + middle.count + 64)]
        guard line[hex.endIndex] == UInt8(ascii: "\"") else { return nil }
        return Digest(hex: String(decoding: hex, as: UTF8.self))
    }

    private static func note(_ line: [UInt8], _ path: String, _ number: Int, _ content: inout Content) throws {
        guard let stored = try? StoredReceipt(line: line), let receipt = try? Receipt(decoding: stored.receipt),
            let checkpoint = try? Checkpoint(parsing: receipt.checkpoint.text)
        else { throw damage(path, number) }
        content.origin = checkpoint.origin
        content.issuer = try? Statement(decoding: receipt.leaf).header.issuer
    }

    private static func damage(_ path: String, _ line: Int) -> CommandError { MintWords.damagedReceipts(path, line) }
}
