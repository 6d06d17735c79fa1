import Consensus
import Signing

/// Signatures that are cheap to make and to check: eight bytes of a running sum over key and message, eight times.
struct StandInSigner: VoteSigner {
    let key: PublicKey

    init(_ index: Int, of network: UInt8 = 0) {
        key = PublicKey(checked: .ed25519, bytes: [UInt8](repeating: network, count: 31) + [UInt8(index)])
    }

    func sign(_ message: [UInt8]) -> [UInt8] { StandInSigner.signature(message, key) }

    static func signature(_ message: [UInt8], _ key: PublicKey) -> [UInt8] {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in key.bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        for byte in message { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let eight = (0..<8).map { UInt8(truncatingIfNeeded: sum >> UInt64($0 * 8)) }
        return Array(repeating: eight, count: 8).flatMap { $0 }
    }
}

struct StandInVerifier: VoteVerifier {
    func verifies(_ signature: [UInt8], over message: [UInt8], by key: PublicKey) -> Bool {
        signature == StandInSigner.signature(message, key)
    }
}
