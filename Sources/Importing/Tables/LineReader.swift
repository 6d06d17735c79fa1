/// Reads the lines of a text one after another; a line has a limit.
struct LineReader {
    /// Most bytes of a line.
    static let maxByteCount = 1 << 20

    private let fill: (inout [UInt8]) throws -> Int
    private var buffer = [UInt8](repeating: 0, count: 1 << 17)
    private var position = 0
    private var limit = 0
    private var isAtEnd = false
    /// The lines up to here.
    private(set) var number = 0

    /// A reader of what `fill` gives: it writes into the buffer and returns how much, 0 at the end.
    init(fill: @escaping (inout [UInt8]) throws -> Int) { self.fill = fill }

    /// Reads a line, without its end (LF or CR LF); false at the end of the text.
    mutating func next(_ line: inout [UInt8]) throws -> Bool {
        line.removeAll(keepingCapacity: true)
        var isOpen = false
        while true {
            if position == limit, try !refill() {
                guard isOpen else { return false }
                number += 1
                return true
            }
            isOpen = true
            let rest = buffer[position..<limit]
            let end = rest.firstIndex(of: UInt8(ascii: "\n"))
            line.append(contentsOf: rest[..<(end ?? limit)])
            guard line.count <= LineReader.maxByteCount else {
                throw SourceError.rowTooLong(row: number + 1, limit: LineReader.maxByteCount)
            }
            position = end.map { $0 + 1 } ?? limit
            guard end != nil else { continue }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            number += 1
            return true
        }
    }

    private mutating func refill() throws -> Bool {
        guard !isAtEnd else { return false }
        position = 0
        limit = try fill(&buffer)
        isAtEnd = limit == 0
        return !isAtEnd
    }
}
