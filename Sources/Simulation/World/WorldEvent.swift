import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// What travels on a link.
enum Parcel: Sendable {
    /// In a box, for it goes to many.
    indirect case word(PeerWord)
    /// Bytes that may be no word.
    case bytes(kind: UInt8, payload: [UInt8])

    /// The word, read from bytes where it came as such.
    var word: PeerWord? {
        switch self {
        case .word(let word): word
        case .bytes(let kind, let payload): try? PeerWord(kind: kind, payload: payload)
        }
    }

    /// The same as bytes.
    var encoded: Parcel {
        guard case .word(let word) = self else { return self }
        return .bytes(kind: word.kind, payload: word.payload)
    }
}

/// What happens in a world at a moment. Hosts are named by their numbers.
enum WorldEvent: Sendable {
    case deliver(Parcel, from: Int, to: Int)
    case connect(Int, to: Int)
    /// The timer of that number rings.
    case wake(Int, number: UInt64)
    case tick(Int, life: Int)
    /// A pause of a host ends, unless it was made longer.
    case resume(Int)
    /// A client sends a statement of the stock to a host.
    case submit(Int, to: Int)
    /// The client looks which of its statements have no answer.
    case client
    case stop(Int, Stop)
    case start(Int)
    /// A liar speaks of its own accord.
    case lie(Int)
    /// A liar, or one copy of a validator of which two run, is made to sign again.
    case embolden(Int)
    /// Something goes wrong, by the scenario.
    case fault
    case part(Partition)
    /// Two partitions in turn.
    case flap(Partition, left: Int)
}

/// How a node ends.
enum Stop: Sendable {
    /// The process is killed; what it wrote is with the system.
    case kill
    /// Its machine loses power: what was not synced may be lost.
    case powerCut
}
