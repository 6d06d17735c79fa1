extension String {
    /// The text for a terminal: what would steer it stands there written out, such as `\u{1b}`; ends of lines stay.
    ///
    /// Files, nodes and desks give names and sentences; none of them may move the cursor or hide a line.
    package var visible: String {
        guard unicodeScalars.contains(where: String.steers) else { return self }
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            guard String.steers(scalar) else { shown.append(scalar); continue }
            shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
        }
        return String(shown)
    }

    /// Controls, and marks that turn the direction of a line.
    private static func steers(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0a: false
        case ..<0x20, 0x7f...0x9f, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069: true
        case _: false
        }
    }
}
