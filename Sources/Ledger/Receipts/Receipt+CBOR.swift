internal import Signing

extension Receipt {
    /// The version of the CBOR form, its first element.
    static let version: UInt64 = 1

    /// The CBOR form: the same facts in about two thirds of the bytes.
    public var encoded: [UInt8] {
        let parts = encodedParts
        return parts.proof + parts.checkpoint
    }

    /// The CBOR form in two parts: the leaf with its path, and the checkpoint, which is alike in all receipts under it.
    public var encodedParts: (proof: [UInt8], checkpoint: [UInt8]) {
        var encoder = CBOREncoder()
        encoder.array(7)
        encoder.unsigned(Receipt.version)
        encoder.optional(record) { encoder, record in
            encoder.array(3)
            encoder.byteString(record.bytes)
            encoder.unsigned(UInt64(record.position))
            encoder.digests(record.path)
        }
        encoder.byteString(leaf)
        encoder.unsigned(proof.index.value)
        encoder.digests(proof.path)
        let proof = encoder.bytes
        encoder = CBOREncoder()
        encoder.text(checkpoint.text)
        encoder.list(checkpoint.signatures) { encoder, signature in
            encoder.array(2)
            let isOrigin = signature.name.utf8.elementsEqual(checkpoint.firstLine)
            encoder.optional(isOrigin ? nil : signature.name) { $0.text($1) }
            encoder.byteString(signature.keyID.bigEndianBytes + signature.bytes)
        }
        return (proof, encoder.bytes)
    }

    /// Reads the CBOR form.
    public init(decoding bytes: [UInt8]) throws(ReceiptError) {
        var reader = ReceiptReader()
        self = try reader.receipt(bytes)
    }
}

extension SignedNote {
    fileprivate var firstLine: Substring.UTF8View {
        text[..<(text.utf8.firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex)].utf8
    }
}
