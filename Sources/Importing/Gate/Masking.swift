/// Values with their middle covered, for reports: enough to find the row in the source, never enough to know it.
public enum Masking {
    /// Most characters that a report shows of a value.
    private static let shown = 24

    /// A value of a field: public facts (1) as they are, then less and less; of the highest level its length alone.
    ///
    /// Identifiers count as level 3 at least, wherever they stand.
    public static func cover(_ value: String, level: UInt64, isIdentifier: Bool) -> String {
        let characters = plain(value)
        guard !characters.isEmpty else { return "" }
        switch isIdentifier ? max(3, level) : level {
        case ...1: return String(characters.prefix(shown)) + (characters.count > shown ? "…" : "")
        case 2: return cover(characters, visible: characters.count / 2)
        case 3: return cover(characters, visible: characters.count / 3)
        case _: return "(\(characters.count))"
        }
    }

    /// Leaves at most three characters at the start and two at the end.
    private static func cover(_ characters: [Character], visible: Int) -> String {
        let head = min(3, (visible + 1) / 2)
        let tail = min(2, visible - head)
        let stars = String(repeating: "*", count: min(12, characters.count - head - tail))
        return String(characters.prefix(head)) + stars + String(characters.suffix(tail))
    }

    /// A name that a source made up, for reports: whatever steers or hides is replaced, each by one mark.
    static func named(_ name: String) -> String { String(plain(name)) }

    private static func plain(_ text: String) -> [Character] {
        text.unicodeScalars.map { isPlain($0) ? Character($0) : "\u{fffd}" }
    }

    /// What neither steers a terminal nor hides in a line.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value) && !TextRule.isHidden(scalar.value)
    }
}
