package import Ledger
import Rulebook
import Signing

/// Lines of a receipts file for the documents of one batch: JSON, one document a line, each complete in itself.
package struct ReceiptLines: Sendable {
    private let batch: SignedBatch
    private let manifest: LeafIndex
    private let height: Height
    /// What follows the record in the CBOR form of every receipt of the batch, and its base64 when the record's part
    /// leaves 0, 1 or 2 bytes of it to the group before.
    private let tail: [UInt8]
    private let encodedTails: [[UInt8]]

    /// Lines under the receipt of the batch's manifest, which is of no record.
    package init(_ batch: SignedBatch, receipt: Receipt, height: Height) {
        precondition(receipt.record == nil, "the receipt of a manifest holds no record")
        self.batch = batch
        self.height = height
        manifest = receipt.proof.index
        let tail = Array(receipt.encoded.dropFirst(ReceiptLines.headWithoutRecord.count))
        self.tail = tail
        encodedTails = (0..<3).map { taken in
            var text: [UInt8] = []
            TextBytes.appendBase64(Array(tail.dropFirst(taken)), to: &text)
            return text
        }
    }

    /// Appends the line of a document, its newline included.
    package func append(_ position: Int, to output: inout [UInt8]) {
        let document = batch.batch.documents[position]
        output += "{\"row\":".utf8
        TextBytes.appendDecimal(UInt64(document.row), to: &output)
        output += ",\"document\":\"".utf8
        TextBytes.appendHex(document.digest, to: &output)
        if let file = document.file {
            output += "\",\"file\":".utf8
            output += JSONValue.string(file).compact.utf8
            output += ",\"salt\":\"".utf8
        } else {
            output += "\",\"salt\":\"".utf8
        }
        TextBytes.appendBase64(Array(batch.batch.salt(position)), to: &output)
        output += "\",\"commitment\":\"".utf8
        TextBytes.appendHex(batch.commitments[position].digest, to: &output)
        output += "\",\"record\":".utf8
        TextBytes.appendDecimal(manifest.value + 1 + UInt64(position), to: &output)
        output += ",\"height\":".utf8
        TextBytes.appendDecimal(height.value, to: &output)
        output += ",\"receipt\":\"".utf8
        appendReceipt(position, to: &output)
        output += "\"}\n".utf8
    }

    /// Base64 of the receipt: the record's part is encoded, the rest is the same for all.
    private func appendReceipt(_ position: Int, to output: inout [UInt8]) {
        var head = CBOREncoder(reserving: 640)
        head.encoded(ReceiptLines.headWithoutRecord.dropLast())
        head.array(3)
        head.byteString(batch.batch.record(position, batch.commitments[position]).encoded)
        head.unsigned(UInt64(position))
        var path: [UInt8] = []
        path.reserveCapacity(544)
        batch.tree.appendPath(to: position, into: &path)
        head.byteString(path)
        var bytes = head.bytes
        let taken = (3 - bytes.count % 3) % 3
        bytes += tail.prefix(taken)
        TextBytes.appendBase64(bytes, to: &output)
        output += encodedTails[taken]
    }

    /// An array of seven, version 1, no record.
    private static let headWithoutRecord: [UInt8] = [0x87, 0x01, 0xf6]
}
