/// Identifiers are ASCII: a look-alike of another script, or of full width, is another character.
enum ASCII {
    /// A byte for each character; 0xff, which no alphabet has, for one that is not ASCII.
    static func bytes(_ text: some StringProtocol) -> [UInt8] {
        text.unicodeScalars.map { $0.isASCII ? UInt8($0.value) : 0xff }
    }

    static func string(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: Array(bytes), as: UTF8.self)
    }

    static func character(_ byte: UInt8) -> Character { Character(UnicodeScalar(byte)) }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// 0 to 35 for the digits and the capitals A to Z; nil for any other.
    static func value(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x5a: Int(byte) - 0x41 + 10
        default: nil
        }
    }

    /// The number that digits write; the caller has looked that they are digits.
    static func number(_ digits: ArraySlice<UInt8>) -> Int {
        digits.reduce(0) { $0 * 10 + Int($1 & 15) }
    }

    /// A number with zeros before it; longer when it needs more digits.
    static func digits(_ number: Int, count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}
