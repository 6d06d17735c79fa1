/// `length`, `characters`, `formula`: what holds for every text.
enum TextRule {
    /// True for what hides or steers: controls, zero widths, directions, private and unassigned places.
    static func isHidden(_ scalar: UInt32) -> Bool {
        switch scalar {
        case ..<0x20, 0x7f...0x9f, 0xad, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff, 0xfff9...0xffff,
            0xe000...0xf8ff, 0xe0000...0x10ffff:
            true
        case _: false
        }
    }

    /// True for blanks, which no value begins or ends with.
    static func isBlank(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x20, 0xa0, 0x2000...0x200a, 0x202f, 0x205f, 0x3000: true
        case _: false
        }
    }

    /// True for a text that a spreadsheet would run. A sign before digits, as in a telephone number, is no formula.
    static func isFormula(_ text: ArraySlice<UInt8>) -> Bool {
        guard let (first, count) = sign(text) else { return false }
        switch first {
        case UInt8(ascii: "="), UInt8(ascii: "@"): return true
        case _: return !text.dropFirst(count).allSatisfy { isOfNumber($0) }
        }
    }

    /// The sign that a text begins with, its full-width form as its plain one, and its bytes.
    private static func sign(_ text: ArraySlice<UInt8>) -> (UInt8, Int)? {
        let signs = "=@+-".utf8
        if let first = text.first, signs.contains(first) { return (first, 1) }
        guard text.starts(with: [0xef, 0xbc]), text.count >= 3 else { return nil }
        let plain = text[text.startIndex + 2] &- 0x60
        return signs.contains(plain) ? (plain, 3) : nil
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || " .,-()".utf8.contains(byte)
    }
}

extension RowGate {
    /// True when nothing is wrong with the value as a text.
    func checkText(_ row: TableRow, _ slot: Int, _ faults: inout FaultList) -> Bool {
        let text = row.field(slot)
        let limit = form.slots[slot].maxLength
        var scan = CharacterScan()
        scan.take(text)
        if scan.count > limit {
            faults.add(slot, .length, RuleWords.tooLong(scan.count, limit), row)
        } else if let hidden = scan.hidden {
            faults.add(slot, .characters, RuleWords.character(hidden.position, hidden.scalar), row)
        } else if scan.hasBlankAround {
            faults.add(slot, .characters, RuleWords.blanksAround, row)
        } else if TextRule.isFormula(text) {
            faults.add(slot, .formula, RuleWords.formula, row)
        } else {
            return true
        }
        return false
    }
}

/// Looks at each character of a text in UTF-8.
private struct CharacterScan {
    private(set) var count = 0
    private(set) var hidden: (position: Int, scalar: UInt32)?
    private(set) var hasBlankAround = false

    mutating func take(_ text: ArraySlice<UInt8>) {
        var index = text.startIndex
        var last: UInt32 = 0
        while index < text.endIndex {
            let (scalar, length) = CharacterScan.scalar(text, index)
            count += 1
            index += length
            last = scalar
            guard scalar < 0x20 || scalar >= 0x7f || count == 1 else { continue }
            if count == 1 { hasBlankAround = TextRule.isBlank(scalar) }
            if hidden == nil, TextRule.isHidden(scalar) { hidden = (count, scalar) }
        }
        hasBlankAround = hasBlankAround || TextRule.isBlank(last)
    }

    /// The character at a place, U+FFFD for bytes that are none, and its length.
    private static func scalar(_ text: ArraySlice<UInt8>, _ index: Int) -> (UInt32, Int) {
        let first = text[index]
        guard first >= 0x80 else { return (UInt32(first), 1) }
        let length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
        guard first >= 0xc2, index + length <= text.endIndex else { return (0xfffd, 1) }
        var value = UInt32(first) & (0x7f >> UInt32(length))
        for place in index + 1..<index + length {
            guard text[place] & 0xc0 == 0x80 else { return (0xfffd, 1) }
            value = value << 6 | UInt32(text[place] & 0x3f)
        }
        return (value, length)
    }
}
