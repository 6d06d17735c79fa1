/// Decimal numbers as checkpoints, tiles and proofs write them: ASCII digits, no sign, no leading zeroes.
enum Decimal {
    /// Nil unless the text is the one form of a number up to `max`.
    static func parse(_ text: some StringProtocol, max: UInt64) -> UInt64? {
        let digits = text.utf8
        guard let first = digits.first, digits.count <= 20 else { return nil }
        guard first != UInt8(ascii: "0") || digits.count == 1 else { return nil }
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }), let value = UInt64(text) else { return nil }
        return value <= max ? value : nil
    }
}
