/// Reads the lines of a file one after another, and knows where each ends.
struct LineScanner {
    private let file: OpenedFile
    private let maxLine: Int
    private var chunk: [UInt8]
    private var rest: ArraySlice<UInt8> = []
    /// Bytes of whole lines that were given out.
    private(set) var offset: UInt64 = 0
    private(set) var number = 0

    /// What the next line is.
    enum Line {
        /// A line that ends with a newline, which is left out.
        case whole([UInt8])
        /// Bytes behind the last newline, or a line longer than any.
        case torn(byteCount: Int)
    }

    /// A scanner from the beginning of a file.
    init(_ file: OpenedFile, maxLine: Int) throws {
        self.file = file
        self.maxLine = maxLine
        chunk = [UInt8](repeating: 0, count: 1 << 20)
        try file.seek(to: 0)
    }

    /// The next line; nil at the end of the file.
    mutating func next() throws -> Line? {
        var line: [UInt8] = []
        while true {
            if let end = LineScanner.newline(in: rest) {
                line += rest[..<end]
                rest = rest[(end + 1)...]
                offset += UInt64(line.count) + 1
                number += 1
                return .whole(line)
            }
            line += rest
            rest = []
            guard line.count <= maxLine else { return .torn(byteCount: line.count) }
            let count = try file.read(into: &chunk)
            if count == 0 { return line.isEmpty ? nil : .torn(byteCount: line.count) }
            rest = chunk[..<count]
        }
    }

    private static func newline(in bytes: ArraySlice<UInt8>) -> Int? {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe buffer.firstPosition(of: UInt8(ascii: "\n")).map { $0 + bytes.startIndex }
        }
    }
}
