/// Text as it may stand on paper: what nobody would see, and what no font has, is written out as `[U+202E]`.
///
/// Names and values come from outside. A mark that turns the direction of a line, an end of a line or an invisible
/// character must not make a page say something else than the file.
struct PageText: Sendable {
    /// What no font has, as far as it is known.
    var missing: Set<Unicode.Scalar> = []

    func shown(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isMarked) else { return text }
        return text.unicodeScalars.reduce(into: "") { shown, scalar in
            if isMarked(scalar) { shown += PageText.mark(scalar) } else { shown.unicodeScalars.append(scalar) }
        }
    }

    /// `[U+20BB7]`.
    static func mark(_ scalar: Unicode.Scalar) -> String { "[" + codePoint(scalar) + "]" }

    /// `U+20BB7`.
    static func codePoint(_ scalar: Unicode.Scalar) -> String {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }

    private func isMarked(_ scalar: Unicode.Scalar) -> Bool {
        missing.contains(scalar) || PageText.isUnseen(scalar)
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value < 0x20 || scalar.value > 0x7e else { return false }
        let category = scalar.properties.generalCategory
        return [.control, .format, .lineSeparator, .paragraphSeparator].contains(category)
    }

    /// The text in pieces of at most so many characters; what goes beyond `limit` is only counted.
    static func pieces(_ text: String, of count: Int, limit: Int) -> (pieces: [String], left: Int) {
        var pieces: [String] = []
        var rest = text[...]
        while !rest.isEmpty, pieces.count * count < limit {
            pieces.append(String(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return (pieces.isEmpty ? [""] : pieces, rest.count)
    }
}

/// A character of a page that no font on this machine has; on the page its code point stands in its place.
public struct MissingGlyph: Hashable, Sendable, CustomStringConvertible {
    public let scalar: Unicode.Scalar
    /// What it would have stood in, such as the name of a field.
    public let place: String

    /// `U+20BB7`.
    public var codePoint: String { PageText.codePoint(scalar) }
    /// `U+20BB7 (XM)`.
    public var description: String { "\(codePoint) (\(place))" }
}
