/// Looks at the bytes of a text as they come: are they UTF-8, is a NUL among them, which lines surely are UTF-8?
struct EncodingScan {
    /// A line with so many Chinese characters in good UTF-8 is no accident of another encoding.
    private static let sureCount = 6

    private(set) var nul: SourcePlace?
    private(set) var firstBad: SourcePlace?
    private(set) var hasMark = false
    private(set) var isUTF16 = false
    /// True when there is any character beyond ASCII in good UTF-8.
    private(set) var hasWide = false
    private var sureLines = 0

    private let shape: TextShape
    private var offset: UInt64 = 0
    private var row = 1
    private var isQuoted = false
    private var head: [UInt8] = []
    private var character = UTF8Character()
    private var start: UInt64 = 0
    private var wideInLine = 0
    private var isLineBad = false

    init(_ shape: TextShape) { self.shape = shape }

    /// Where the next byte stands.
    var place: SourcePlace { SourcePlace(byte: offset, row: row) }

    /// True when some lines are UTF-8 beyond doubt and others are not UTF-8.
    var isSurelyMixed: Bool { firstBad != nil && sureLines > 0 }

    mutating func take(_ bytes: ArraySlice<UInt8>) {
        if head.count < 3 { lookAtHead(bytes) }
        unsafe bytes.withUnsafeBufferPointer { buffer in
            for index in buffer.indices { unsafe take(buffer[index]) }
        }
    }

    mutating func finish() {
        if character.isOpen { noteBad() }
        endLine()
    }

    private mutating func lookAtHead(_ bytes: ArraySlice<UInt8>) {
        head += bytes.prefix(3 - head.count)
        hasMark = head == [0xef, 0xbb, 0xbf]
        isUTF16 = head.starts(with: [0xff, 0xfe]) || head.starts(with: [0xfe, 0xff])
    }

    @inline(__always)
    private mutating func take(_ byte: UInt8) {
        if byte < 0x80 {
            if character.isOpen { noteBad() }
            if byte <= 0x22 { takeMark(byte) }
        } else {
            takeWide(byte)
        }
        offset += 1
    }

    private mutating func takeMark(_ byte: UInt8) {
        switch byte {
        case 0: if nul == nil { nul = place }
        case UInt8(ascii: "\n"):
            endLine()
            if shape == .lines || !isQuoted { row += 1 }
        case UInt8(ascii: "\""): isQuoted.toggle()
        case _: break
        }
    }

    private mutating func takeWide(_ byte: UInt8) {
        if !character.isOpen { start = offset }
        switch character.take(byte) {
        case .open: break
        case .whole(let count):
            hasWide = hasWide || !(offset == 2 && hasMark)
            if count == 3 { wideInLine += 1 }
        case .bad: noteBad()
        }
    }

    private mutating func noteBad() {
        character = UTF8Character()
        isLineBad = true
        if firstBad == nil { firstBad = SourcePlace(byte: start, row: row) }
    }

    private mutating func endLine() {
        if !isLineBad, wideInLine >= EncodingScan.sureCount { sureLines += 1 }
        wideInLine = 0
        isLineBad = false
    }
}

/// One character of UTF-8 beyond ASCII, byte by byte (RFC 3629: no overlong forms, no surrogates).
private struct UTF8Character {
    enum Step {
        case open
        case whole(byteCount: Int)
        case bad
    }

    private var missing = 0
    private var count = 0
    private var bounds: ClosedRange<UInt8> = 0x80...0xbf

    var isOpen: Bool { missing > 0 }

    mutating func take(_ byte: UInt8) -> Step {
        guard missing > 0 else { return begin(byte) }
        guard bounds.contains(byte) else { return .bad }
        bounds = 0x80...0xbf
        missing -= 1
        return missing == 0 ? .whole(byteCount: count) : .open
    }

    private mutating func begin(_ byte: UInt8) -> Step {
        switch byte {
        case 0xc2...0xdf: open(2, 0x80...0xbf)
        case 0xe0: open(3, 0xa0...0xbf)
        case 0xed: open(3, 0x80...0x9f)
        case 0xe1...0xef: open(3, 0x80...0xbf)
        case 0xf0: open(4, 0x90...0xbf)
        case 0xf4: open(4, 0x80...0x8f)
        case 0xf1...0xf3: open(4, 0x80...0xbf)
        case _: return .bad
        }
        return .open
    }

    private mutating func open(_ count: Int, _ bounds: ClosedRange<UInt8>) {
        self.count = count
        self.bounds = bounds
        missing = count - 1
    }
}
