import Sealing
import Signing

/// Deliveries whose every byte is known.
enum SampleDelivery {
    static let origin = "vectors.deedbox.example/990a6bc5c2d07e3d3c224aa2546c8ee0"

    /// Thirty-two bytes that count up from a first one.
    static func bytes(from first: UInt8) -> [UInt8] { (0..<32).map { first + $0 } }

    /// Bytes behind the head of a byte string of 32.
    private static func head(_ bytes: [UInt8]) -> [UInt8] { [0x58, 0x20] + bytes }

    static func erase() throws -> EraseSecret { try EraseSecret(decoding: head(bytes(from: 0x20))) }

    static func attachment() throws -> SealedAttachment {
        try SealedAttachment(
            decoding: [0x83] + head(bytes(from: 0x30)) + head(bytes(from: 0x40)) + head(bytes(from: 0x50)))
    }

    /// One of each kind, by name.
    static func all() throws -> [(name: String, delivery: Delivery)] {
        let erase = try erase()
        return [
            (
                "document",
                .document(
                    DeliveredDocument(
                        credential: "示例凭证~", correctionSeed: bytes(from: 0), receipt: [1, 2, 3], record: 41,
                        binding: [4, 5], erase: erase, attachments: [try attachment()], notice: "示例通知"))
            ),
            (
                "document-plain",
                .document(
                    DeliveredDocument(
                        credential: "a~", correctionSeed: bytes(from: 0), receipt: nil, record: 7, binding: [],
                        erase: erase))
            ),
            ("status", .status(StatusNotice(record: 41, state: 3, opening: [6], receipt: nil, erase: erase))),
            ("correction", .correction(CorrectionNotice(record: 41, opening: [7], receipt: [8], erase: erase))),
            ("expiry", .expiry(ExpiryNotice(record: 41, expiry: 1_793_491_200, erase: erase))),
            ("offer", .offer(OfferNotice(offer: "openid-credential-offer://", words: nil, erase: erase))),
            (
                "rebinding",
                .rebinding(RebindingNotice(binding: [9], effective: 1_793_491_200, erase: erase))
            ),
        ]
    }
}
