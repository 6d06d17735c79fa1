public import Consensus
import Ledger
import Replication
import Rulebook
public import Signing

/// Signatures that are cheap to make and to check: eight bytes of a running sum, eight times.
///
/// Nobody in a run makes one for a key that is not its own, so they stand for signatures that cannot be forged.
public struct StandInKey: VoteSigner, VoteVerifier {
    public let key: PublicKey

    /// The stand-in for the private key behind this one.
    public init(key: PublicKey) { self.key = key }

    public func sign(_ message: [UInt8]) -> [UInt8] { StandInKey.signature(message, key) }

    public func verifies(_ signature: [UInt8], over message: [UInt8], by key: PublicKey) -> Bool {
        signature == StandInKey.signature(message, key)
    }

    private static func signature(_ message: [UInt8], _ key: PublicKey) -> [UInt8] {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in key.bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        for byte in message { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64)
        for _ in 0..<8 {
            for shift in 0..<8 as Range<UInt64> { bytes.append(UInt8(truncatingIfNeeded: sum >> (shift * 8))) }
        }
        return bytes
    }
}
