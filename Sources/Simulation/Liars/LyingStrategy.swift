import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// One way to lie. The liar's machine runs an honest replica; a strategy alters what leaves it.
protocol LyingStrategy: Sendable {
    /// What one validator is sent in place of an honest word.
    mutating func replace(_ word: PeerWord, to peer: Int, _ desk: inout LiarDesk) -> [Parcel]
    /// Words of the liar's own accord, a few times a second.
    mutating func volunteer(_ desk: inout LiarDesk) -> [LiarLetter]
    /// Answers to what another validator says, beside those of the replica.
    mutating func answer(_ word: PeerWord, from peer: Int, _ desk: inout LiarDesk) -> [LiarLetter]
}

extension LyingStrategy {
    mutating func replace(_ word: PeerWord, to peer: Int, _ desk: inout LiarDesk) -> [Parcel] { [.word(word)] }
    mutating func volunteer(_ desk: inout LiarDesk) -> [LiarLetter] { [] }
    mutating func answer(_ word: PeerWord, from peer: Int, _ desk: inout LiarDesk) -> [LiarLetter] { [] }
}

/// A parcel with its receiver.
struct LiarLetter: Sendable {
    let parcel: Parcel
    let peer: Int

    init(_ word: PeerWord, to peer: Int) {
        parcel = .word(word)
        self.peer = peer
    }

    init(kind: UInt8, payload: [UInt8], to peer: Int) {
        parcel = .bytes(kind: kind, payload: payload)
        self.peer = peer
    }
}

/// The ways to lie.
public enum LyingKind: String, CaseIterable, Sendable {
    case equivocatingProposals, equivocatingVotes, selectiveDelivery, withheldVotes, hiddenLock, forgedCertificates
    case farFuture, amnesia, staleProposals, invalidBlocks, missingBodies, lyingCatchUp, rubbish, doubleCosignatures

    /// What a reader calls it.
    public var name: String {
        switch self {
        case .equivocatingProposals: "two proposals"
        case .equivocatingVotes: "two votes"
        case .selectiveDelivery: "speaks to some"
        case .withheldVotes: "withholds votes"
        case .hiddenLock: "hidden lock"
        case .forgedCertificates: "forged certificates"
        case .farFuture: "far future"
        case .amnesia: "amnesia"
        case .staleProposals: "stale proposals"
        case .invalidBlocks: "invalid blocks"
        case .missingBodies: "missing bodies"
        case .lyingCatchUp: "lies in catch-up"
        case .rubbish: "rubbish"
        case .doubleCosignatures: "two cosignatures"
        }
    }

    var strategy: any LyingStrategy {
        switch self {
        case .equivocatingProposals: EquivocatingProposals()
        case .equivocatingVotes: EquivocatingVotes()
        case .selectiveDelivery: SelectiveDelivery()
        case .withheldVotes: WithheldVotes()
        case .hiddenLock: HiddenLock()
        case .forgedCertificates: ForgedCertificates()
        case .farFuture: FarFuture()
        case .amnesia: Amnesia()
        case .staleProposals: StaleProposals()
        case .invalidBlocks: InvalidBlocks()
        case .missingBodies: MissingBodies()
        case .lyingCatchUp: LyingCatchUp()
        case .rubbish: Rubbish()
        case .doubleCosignatures: DoubleCosignatures()
        }
    }
}
