import Ledger
import Signing

/// Numbers that a seed fixes (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    mutating func digest() -> Digest {
        let bytes = (0..<4).flatMap { _ in withWord(next()) }
        return Digest(bytes) ?? .zero
    }

    private func withWord(_ word: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
    }
}

/// The leaves `entry 0`, `entry 1`, … of the published vectors.
enum Entries {
    static func bytes(_ index: Int) -> [UInt8] { Array("entry \(index)".utf8) }

    static func hashes(_ count: Int) -> [Digest] {
        (0..<count).map { Digest.leaf(bytes($0)) }
    }
}

/// The definition of RFC 6962 section 2.1, word for word.
func definedRoot(_ hashes: ArraySlice<Digest>) -> Digest {
    guard let first = hashes.first else { return SHA256.digest([]) }
    guard hashes.count > 1 else { return first }
    var left = 1
    while left * 2 < hashes.count { left *= 2 }
    let middle = hashes.startIndex + left
    return SHA256.digest(
        [1] + definedRoot(hashes[..<middle]).bytes + definedRoot(hashes[middle...]).bytes)
}

/// Complete subtrees over hashes in memory; refuses a subtree that is not complete.
struct LeavesInMemory: TreeHashes {
    struct Incomplete: Error {}

    let hashes: [Digest]

    func hash(level: Int, index: UInt64) throws -> Digest {
        let start = Int(index) << level
        guard start + 1 << level <= hashes.count else { throw Incomplete() }
        return definedRoot(hashes[start..<start + 1 << level])
    }
}

/// Keys, nodes and origins that every test shares.
enum Network {
    static let origin = "ledger.example/test"

    /// The Ed25519 key whose seed counts up from a byte.
    static func key(from first: UInt8) -> PrivateKey {
        PrivateKey(.ed25519, secret: (0..<32).map { first &+ $0 }) ?? PrivateKey(generating: .ed25519)
    }

    static let logKey = key(from: 0)

    static func nodeKey(_ number: Int) -> PrivateKey { key(from: UInt8(32 * number)) }

    static func nodeName(_ number: Int) -> String { "node\(number).ledger.example" }

    static var logNoteKey: NoteKey { NoteKey(name: origin, role: .log, publicKey: logKey.publicKey.bytes) }

    static func cosigner(_ number: Int) -> NoteKey {
        NoteKey(name: nodeName(number), role: .cosigner, publicKey: nodeKey(number).publicKey.bytes)
    }

    /// A policy of `count` validators, `quorum` of which must cosign.
    static func policy(_ quorum: Int, of count: Int) -> CheckpointPolicy {
        CheckpointPolicy(
            origin: origin, logKeys: [logNoteKey], validators: (1...count).map(cosigner), quorum: quorum)
    }

    /// A note over a tree head, signed by the log and cosigned by these nodes.
    static func note(_ head: TreeHead, by nodes: [Int], at time: UInt64 = 1_767_225_600) -> SignedNote {
        let checkpoint = Checkpoint(origin: origin, head: head)
        let cosignatures = nodes.map { checkpoint.cosigned(by: nodeKey($0), name: nodeName($0), at: time) }
        return SignedNote(text: checkpoint.text, signatures: [checkpoint.logSigned(by: logKey)] + cosignatures)
    }
}

/// The bytes that standard base64 writes.
func base64(_ text: String) -> Digest { Base64.decode(text).flatMap { Digest($0) } ?? .zero }
