/// A small picture as a field of a document holds it: `data:image/png;base64,…` or the same of a JPEG.
///
/// The text is what the issuer signed; only what really begins as such a picture is drawn as one.
public struct PictureText: Hashable, Sendable {
    /// The whole text, of letters, digits and `:/;,+=` alone.
    public let text: String
    /// How many bytes the picture has.
    public let byteCount: Int

    /// Most bytes of a text: a photograph for a card, and no more.
    public static let maxByteCount = 64 << 10
    private static let kinds: [(head: String, begin: [UInt8])] = [
        ("data:image/png;base64,", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
        ("data:image/jpeg;base64,", [0xff, 0xd8, 0xff]),
    ]

    /// Nil for a text that is no picture.
    public init?(_ text: String) {
        guard text.utf8.count <= PictureText.maxByteCount,
            let kind = PictureText.kinds.first(where: { text.hasPrefix($0.head) }),
            let bytes = Base64.decode(text.dropFirst(kind.head.count)), bytes.starts(with: kind.begin)
        else { return nil }
        self.text = text
        byteCount = bytes.count
    }
}
