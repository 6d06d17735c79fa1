/// How a text is set: its size in points, its weight and its colour.
struct TextStyle: Hashable, Sendable {
    var size: Double
    var isBold = false
    /// Each letter as wide as the next: digests and notes.
    var isMono = false
    var isCentred = false
    var ink = Ink.black

    /// The families in the order in which they are asked; the last is what the system calls its own. Noto's CJK fonts
    /// hold Latin, Chinese and Japanese; what they lack is looked for in every font there is.
    var family: String {
        isMono
            ? "Noto Sans Mono CJK SC, Source Han Mono SC, DejaVu Sans Mono, monospace"
            : "Noto Sans CJK SC, Source Han Sans SC, DejaVu Sans, sans-serif"
    }
}

/// A colour, each part from 0 to 1.
struct Ink: Hashable, Sendable {
    let red: Double
    let green: Double
    let blue: Double

    init(_ hex: UInt32) {
        (red, green, blue) = (
            Double(hex >> 16 & 0xff) / 255, Double(hex >> 8 & 0xff) / 255, Double(hex & 0xff) / 255
        )
    }

    static let black = Ink(0x14_18_1f)
    static let grey = Ink(0x5b_63_70)
    static let line = Ink(0xd5_d9_e0)
    static let white = Ink(0xff_ff_ff)
    static let codeBlack = Ink(0x00_00_00)
}
