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

/// SplitMix64: the same numbers from the same seed, everywhere.
struct WorldRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    mutating func below(_ limit: UInt64) -> UInt64 { limit == 0 ? 0 : next() % limit }
    /// True so many times in a hundred thousand.
    mutating func chance(_ share: UInt64) -> Bool { share > 0 && below(100_000) < share }
}
