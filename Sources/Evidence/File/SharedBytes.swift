import Ledger
import Signing

/// Bytes of an evidence file, written so that what stands in several places is written once.
///
/// A value is base64url, or a list of pieces that make it when put together: base64url, or a shared piece's number.
/// Receipts under one checkpoint share that; proofs by one seal share its receipt.
struct SharedBytesWriter {
    /// In the order in which values first refer to them.
    let shared: [[UInt8]]
    private let numbers: [[UInt8]: Int]

    /// Shorter pieces are not worth a reference.
    private static let minByteCount = 48

    /// For all values of a file, in its order.
    init(_ values: [[UInt8]]) {
        let pieces = values.flatMap(SharedBytesWriter.pieces)
        let counts = Dictionary(pieces.map { ($0, 1) }, uniquingKeysWith: +)
        var shared: [[UInt8]] = []
        var numbers: [[UInt8]: Int] = [:]
        for piece in pieces where numbers[piece] == nil {
            guard piece.count >= SharedBytesWriter.minByteCount, counts[piece, default: 0] > 1 else { continue }
            numbers[piece] = shared.count
            shared.append(piece)
        }
        self.shared = shared
        self.numbers = numbers
    }

    func json(_ bytes: [UInt8]) -> JSONValue {
        var parts: [JSONValue] = []
        var own: [UInt8] = []
        for piece in SharedBytesWriter.pieces(bytes) {
            guard let number = numbers[piece] else {
                own += piece
                continue
            }
            if !own.isEmpty { parts.append(.string(Base64URL.encode(own))) }
            own = []
            parts.append(.integer(Int64(number)))
        }
        if parts.isEmpty { return .string(Base64URL.encode(own)) }
        if !own.isEmpty { parts.append(.string(Base64URL.encode(own))) }
        return .array(parts)
    }

    /// A receipt parts before its checkpoint; a sealed proof around its receipt.
    private static func pieces(_ bytes: [UInt8]) -> [[UInt8]] {
        let parts: [[UInt8]]
        if let receipt = try? Receipt(decoding: bytes) {
            parts = pieces(of: receipt)
        } else if let sealed = try? SealedProof(decoding: bytes) {
            let state = sealed.proof.encoded
            let seal = pieces(of: sealed.seal)
            let head = bytes.count - state.count - seal.reduce(0) { $0 + $1.count }
            parts = [Array(bytes.prefix(max(0, head)))] + seal + [state]
        } else {
            parts = [bytes]
        }
        return parts.joined().elementsEqual(bytes) ? parts : [bytes]
    }

    private static func pieces(of receipt: Receipt) -> [[UInt8]] {
        let parts = receipt.encodedParts
        return [parts.proof, parts.checkpoint]
    }
}

/// Reads what `SharedBytesWriter` wrote, strictly: every shared piece is referred to, first in its order.
struct SharedBytesReader {
    private let shared: [[UInt8]]
    private var named = 0
    private var byteCount = 0

    /// Most shared pieces of one file, and most pieces of one value.
    private static let maxShared = 1_024
    private static let maxPieces = 16

    init(_ element: JSONElement) throws(JSONError) {
        shared = try element.list(max: SharedBytesReader.maxShared) { (item) throws(JSONError) in
            let bytes = try item.base64URL()
            guard !bytes.isEmpty else { throw item.invalid("is an empty piece") }
            return bytes
        }
    }

    /// The bytes of a value; all of them together are no longer than a file may be.
    mutating func bytes(_ element: JSONElement, max: Int) throws(JSONError) -> [UInt8] {
        let bytes: [UInt8]
        if case .array = element.value {
            bytes = try joined(element, max: max)
        } else {
            bytes = try element.base64URL()
        }
        byteCount += bytes.count
        guard bytes.count <= max, byteCount <= EvidenceFile.maxByteCount else {
            throw element.invalid("has \(bytes.count) bytes, at most \(max) are allowed")
        }
        return bytes
    }

    private mutating func joined(_ element: JSONElement, max: Int) throws(JSONError) -> [UInt8] {
        let pieces = try element.list(max: SharedBytesReader.maxPieces) { (item) throws(JSONError) in item }
        guard !pieces.isEmpty else { throw element.invalid("has no pieces") }
        var bytes: [UInt8] = []
        for piece in pieces {
            bytes += try self.piece(piece)
            guard bytes.count <= max else { throw element.invalid("is longer than \(max) bytes") }
        }
        return bytes
    }

    private mutating func piece(_ item: JSONElement) throws(JSONError) -> [UInt8] {
        guard case .integer = item.value else {
            let own = try item.base64URL()
            guard !own.isEmpty else { throw item.invalid("is an empty piece") }
            return own
        }
        let number = Int(try item.unsigned(max: UInt64(SharedBytesReader.maxShared)))
        guard number < shared.count, number <= named else {
            throw item.invalid("is not the number of a shared piece, or comes before its turn")
        }
        named = Swift.max(named, number + 1)
        return shared[number]
    }

    /// Refuses a file with a piece to which nothing refers.
    func finish(_ element: JSONElement) throws(JSONError) {
        guard named == shared.count else { throw element.invalid("has pieces to which nothing refers") }
    }
}
