internal import Signing

/// The deals that blocks name, until each is kept here for good: those that are missing are asked for less and less
/// often.
struct SealedClaims: Sendable {
    private var settled: Set<Digest> = []
    private var patience = Patience<Digest>(shortest: 2_000, longest: 60_000)
    private var version: UInt64 = 0

    /// Takes up what the state names, when that has changed.
    mutating func follow(_ agenda: SealedAgenda) {
        guard agenda.version != version else { return }
        let (all, version) = agenda.deals
        self.version = version
        settled.formIntersection(all)
        patience.keep(all.subtracting(settled))
    }

    /// Those that have their turn, at most so many.
    func next(at now: UInt64, limit: Int) -> [Digest] { patience.due(at: now, limit: limit) }

    /// It has had its turn.
    mutating func note(_ deal: Digest, at now: UInt64) { patience.note(deal, at: now) }

    /// It has come.
    mutating func hurry(_ deal: Digest) { patience.hurry(deal) }

    /// A node has come that may have some.
    mutating func hurryAll() { patience.hurryAll() }

    /// It is held, and kept as long as anybody may ask for it.
    mutating func settle(_ deal: Digest) {
        settled.insert(deal)
        patience.drop(deal)
    }
}
