import Foundation
import Releasing
import Signing

/// Random bytes that a seed fixes: SHA-256(seed ‖ counter in eight bytes), block after block, as `make.py` draws them.
struct SeededRandom: RandomSource {
    private let seed: [UInt8]
    private var counter: UInt64 = 0
    private var buffer: [UInt8] = []

    init(_ seed: [UInt8]) { self.seed = seed }

    /// A source for a test's own number.
    init(_ number: Int) { self.init(ReleaseWorld.secret("test", number)) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        while buffer.count < count {
            let number = (0..<8).map { UInt8(truncatingIfNeeded: counter >> UInt64(56 - 8 * $0)) }
            buffer += SHA256.digest(seed + number).bytes
            counter += 1
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    /// A number from 0 to below the limit.
    mutating func below(_ limit: Int) -> Int {
        bytes(4).reduce(0) { $0 << 8 | Int($1) } % limit
    }

    /// So many different positions, in order.
    mutating func choose(_ count: Int, of all: [Position]) -> [Position] {
        var left = all
        while left.count > count { left.remove(at: below(left.count)) }
        return left
    }
}

/// Vector files: a name and hexadecimal digits a line.
enum Vectors {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")

    static func read(_ file: String) throws -> [String: [UInt8]] {
        let lines = try String(contentsOf: folder.appending(path: file), encoding: .utf8).split(separator: "\n")
        let pairs = lines.filter { !$0.hasPrefix("#") }.map { line in
            let parts = line.split(separator: " ")
            return (String(parts[0]), Hex.decode(parts[1]) ?? [])
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
