import Consensus
import Signing

/// Signatures of votes that are cheap to make and to check: eight bytes of a running sum, eight times.
struct StandInVotes: VoteSigner, VoteVerifier {
    let key: PublicKey

    func sign(_ message: [UInt8]) -> [UInt8] { StandInVotes.signature(message, key) }

    func verifies(_ signature: [UInt8], over message: [UInt8], by key: PublicKey) -> Bool {
        signature == StandInVotes.signature(message, key)
    }

    private static func signature(_ message: [UInt8], _ key: PublicKey) -> [UInt8] {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in key.bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        for byte in message { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let eight = (0..<8).map { UInt8(truncatingIfNeeded: sum >> UInt64($0 * 8)) }
        return Array(repeating: eight, count: 8).flatMap { $0 }
    }
}
