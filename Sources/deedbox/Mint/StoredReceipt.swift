import Ledger
package import Rulebook
package import Signing

/// One line of a receipts file, read in full: a document's digest, what opens its commitment, and its receipt.
package struct StoredReceipt: Sendable {
    package let row: UInt64
    package let document: Digest
    package let file: String?
    package let salt: [UInt8]
    package let commitment: Commitment
    /// The record's leaf index.
    package let record: UInt64
    /// The block, as the node said; the receipt alone does not prove it.
    package let height: UInt64
    /// The receipt's CBOR form.
    package let receipt: [UInt8]

    /// Most bytes of one line.
    package static let maxByteCount = 1 << 19

    /// Reads one line, strictly.
    package init(line: [UInt8]) throws(JSONError) {
        let value = try JSONValue(parsing: line, maxByteCount: StoredReceipt.maxByteCount)
        self = try JSONElement(value).object { (reader) throws(JSONError) in
            try StoredReceipt(from: &reader)
        }
    }

    private init(from reader: inout JSONReader) throws(JSONError) {
        row = try reader.member("row").unsigned()
        document = try reader.member("document").digest()
        file = try reader.optionalMember("file")?.string(maxByteCount: 4_096)
        salt = try reader.member("salt").base64()
        commitment = Commitment(try reader.member("commitment").digest())
        record = try reader.member("record").unsigned(max: LeafIndex.limit)
        height = try reader.member("height").unsigned(max: Height.limit)
        receipt = try reader.member("receipt").base64()
    }
}

extension JSONElement {
    /// Bytes in standard base64.
    func base64() throws(JSONError) -> [UInt8] {
        guard let bytes = Base64.decode(try string()) else { throw invalid("must be base64") }
        return bytes
    }
}
