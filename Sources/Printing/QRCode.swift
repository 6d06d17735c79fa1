/// A text as a QR code (ISO/IEC 18004), error correction level M.
///
/// Level M mends about 15 % of the code: a thumb's shadow, a crease. L mends half of that, and Q and H make the same
/// text a larger code with smaller modules, which a cheap camera loses before it loses a corner.
public struct QRCode: Hashable, Sendable {
    /// What it says.
    public let text: String
    /// 1 to 40; the smallest that holds the text.
    public let version: Int
    /// Modules a side, without the quiet zone.
    public var width: Int { 17 + 4 * version }
    /// Row by row from the top left; true is dark.
    let modules: [Bool]

    /// The largest code that a phone still reads from a screen at arm's length: links hold to it.
    public static let maxLinkVersion = 10
    /// The largest that is printed on a page: 137 modules.
    public static let maxPaperVersion = 30
    /// Light modules that must surround a code on each side.
    public static let quietZone = 4

    /// The code of a text; refused when it is empty, has a NUL, or would need more than this version.
    public init(_ text: String, maxVersion: Int = QRCode.maxLinkVersion) throws(QRCodeError) {
        guard !text.isEmpty else { throw .empty }
        guard !text.utf8.contains(0) else { throw .nul }
        guard text.utf8.count <= QRCode.maxByteCount, let code = QRCode.encode(text), code.version <= maxVersion else {
            throw .tooLong(byteCount: text.utf8.count, maxVersion: maxVersion)
        }
        self.text = text
        version = code.version
        modules = code.modules
    }

    /// True for a dark module; what lies outside the code is light.
    func isDark(_ row: Int, _ column: Int) -> Bool {
        (0..<width).contains(row) && (0..<width).contains(column) && modules[row * width + column]
    }

    /// More than any code holds: digits alone in version 40 at level M.
    private static let maxByteCount = 5_596
}

/// Why a text has no code.
public enum QRCodeError: Error, Hashable, Sendable {
    case empty
    /// A reader would end the text there.
    case nul
    /// It would need a larger version than the one allowed.
    case tooLong(byteCount: Int, maxVersion: Int)
}
