extension TilePath {
    /// Reads an address in its one form; nil for anything else.
    public init?(path: String) {
        // Of ASCII alone a character is a byte: what follows counts both.
        guard path.utf8.count <= 64, path.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)[...]
        guard parts.popFirst() == "tile", let level = parts.popFirst() else { return nil }
        guard let kind = TilePath.kind(level), let width = TilePath.takeWidth(&parts) else { return nil }
        guard let index = TilePath.index(parts) else { return nil }
        self.init(kind, index: index, width: width)
    }

    private static func kind(_ text: Substring) -> Kind? {
        if text == "entries" { return .entries }
        guard let level = Decimal.parse(text, max: UInt64(maxLevel)) else { return nil }
        return .hashes(level: Int(level))
    }

    /// Takes `NNN.p/W` from the end and leaves `NNN`; 256 when the address has no width.
    private static func takeWidth(_ parts: inout ArraySlice<Substring>) -> Int? {
        guard parts.count >= 2, parts[parts.endIndex - 2].hasSuffix(".p") else { return fullWidth }
        guard let last = parts.popLast(), let group = parts.popLast() else { return nil }
        parts.append(group.dropLast(2))
        guard let width = Decimal.parse(last, max: UInt64(fullWidth - 1)), width > 0 else { return nil }
        return Int(width)
    }

    private static func index(_ groups: ArraySlice<Substring>) -> UInt64? {
        guard let last = groups.last, groups.count <= 6 else { return nil }
        var digits = ""
        for group in groups.dropLast() {
            guard group.utf8.first == UInt8(ascii: "x"), group.utf8.count == 4 else { return nil }
            digits += group.dropFirst()
        }
        guard last.utf8.count == 3, digits.isEmpty || !digits.hasPrefix("000") else { return nil }
        digits += last
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt64(digits)
    }
}
