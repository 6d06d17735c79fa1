import Signing

/// What a file turns out to be when it is read once from end to end: its digest, its length, its encoding.
struct SourceSurvey: Equatable, Sendable {
    let digest: Digest
    let byteCount: UInt64
    let encoding: TextEncoding

    /// Reads the whole file; refuses NUL, UTF-16, mixed and unknown encodings with byte and row.
    init(_ file: FileBytes, expected: TextEncoding?, shape: TextShape) throws(SourceError) {
        var hasher = SHA256()
        var scan = EncodingScan(shape)
        var offset: UInt64 = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = try file.read(into: &chunk, at: offset)
            guard count > 0 else { break }
            hasher.update(chunk[..<count])
            scan.take(chunk[..<count])
            offset += UInt64(count)
        }
        scan.finish()
        digest = hasher.finalize()
        byteCount = offset
        encoding = try SourceSurvey.recognise(scan, file, expected, shape)
    }

    private static func recognise(
        _ scan: EncodingScan, _ file: FileBytes, _ expected: TextEncoding?, _ shape: TextShape
    ) throws(SourceError) -> TextEncoding {
        if scan.isUTF16 { throw .text(.utf16) }
        if let nul = scan.nul { throw .text(.nul(nul)) }
        guard let bad = scan.firstBad else {
            // ASCII alone is the same in both; real UTF-8 is not what a mapping that says GB18030 expects.
            guard expected != .gb18030 || !scan.hasWide else {
                throw .text(.otherEncoding(expected: .gb18030, found: .utf8))
            }
            return expected ?? .utf8
        }
        guard !scan.hasMark, expected != .utf8 else { throw .text(.badSequence(.utf8, bad)) }
        guard !scan.isSurelyMixed else { throw .text(.mixed(bad)) }
        if let other = try badGB18030(file, shape) {
            throw expected == .gb18030
                ? .text(.badSequence(.gb18030, other)) : .text(.unknown(utf8: bad, gb18030: other))
        }
        return .gb18030
    }

    /// The first byte that is not GB18030; nil when all are.
    private static func badGB18030(_ file: FileBytes, _ shape: TextShape) throws(SourceError) -> SourcePlace? {
        let transcoder = Transcoder(from: .gb18030, to: .utf8)
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        var output: [UInt8] = []
        var offset: UInt64 = 0
        while true {
            let count = try file.read(into: &chunk, at: offset)
            output.removeAll(keepingCapacity: true)
            do throws(Transcoder.BadSequence) {
                try transcoder.convert(chunk[..<count], into: &output)
                if count == 0 { try transcoder.finish() }
            } catch { return try place(of: error.offset, in: file, shape) }
            guard count > 0 else { return nil }
            offset += UInt64(count)
        }
    }

    /// Counts the rows before a place.
    private static func place(
        of target: UInt64, in file: FileBytes, _ shape: TextShape
    ) throws(SourceError) -> SourcePlace {
        var scan = EncodingScan(shape)
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        var offset: UInt64 = 0
        while offset < target {
            let count = try file.read(into: &chunk, at: offset)
            guard count > 0 else { break }
            scan.take(chunk[..<Int(min(UInt64(count), target - offset))])
            offset += UInt64(count)
        }
        return scan.place
    }
}

/// How rows end in a text: it decides what row a byte belongs to.
enum TextShape: Equatable, Sendable {
    /// A newline ends a row unless it stands between quotes.
    case csv
    /// A newline ends a row.
    case lines
}

/// A place in a source, for people: both count from 1, the byte from 0.
public struct SourcePlace: Hashable, Sendable {
    public let byte: UInt64
    public let row: Int

    /// A byte and its row.
    public init(byte: UInt64, row: Int) {
        self.byte = byte
        self.row = row
    }
}
