import Ledger
import Rulebook
import Signing

/// Brings signed batches onto the ledger: the same bytes again and again until each is final or refused, and a new
/// signature only when the ledger can take the old one no more.
struct MintDelivery<Node: MintingNode>: Sendable {
    let node: Node
    let policy: CheckpointPolicy
    let journal: MintJournal
    let signer: MintSigner
    let clock: MintClock

    /// Delivers batches that stand in the journal, and tells what became of each, in their order.
    func deliver(_ batches: [SignedBatch]) async throws -> [DeliveredBatch] {
        var results = [DeliveredBatch?](repeating: nil, count: batches.count)
        var open = batches.enumerated().map { (place: $0.offset, batch: $0.element) }
        var patience = clock.patience()
        while !open.isEmpty {
            let submissions = open.map(\.batch.submission)
            let outcomes = try await patience.asking { try await node.submit(submissions) }
            var left: [(place: Int, batch: SignedBatch)] = []
            for (entry, outcome) in zip(open, outcomes) {
                switch try await settle(entry.batch, outcome) {
                case .done(let delivered): results[entry.place] = delivered
                case .again(let batch): left.append((entry.place, batch))
                }
            }
            if left.count == open.count {
                let pending = await node.notFinal(MintWords.stillPending(left.count))
                try await patience.wait(orThrow: pending)
            }
            open = left
        }
        return results.compactMap { $0 }
    }

    /// Delivers batches of which an earlier run did not learn what became: they are asked for first.
    func resume(_ batches: [SignedBatch]) async throws -> [DeliveredBatch] {
        var known: [DeliveredBatch] = []
        var open: [SignedBatch] = []
        var patience = clock.patience()
        for batch in batches {
            switch try await patience.asking({ try await node.outcome(of: batch.id) }) {
            case .final(let height, let receipt)?:
                known.append(.minted(batch, try checked(receipt, of: batch), height))
            case .pending?, .refused?, nil: open.append(batch)
            }
        }
        return known + (try await deliver(open))
    }

    /// What is to be done with a batch after an answer.
    private enum Step {
        case done(DeliveredBatch)
        case again(SignedBatch)
    }

    private func settle(_ batch: SignedBatch, _ outcome: MintOutcome) async throws -> Step {
        switch outcome {
        case .pending: return .again(batch)
        case .final(let height, let receipt):
            return .done(.minted(batch, try checked(receipt, of: batch), height))
        case .refused(let refusal) where refusal.code == MintDelivery.expired:
            return try await renew(batch)
        case .refused(let refusal):
            try await journal.drop(batch.id)
            return .done(.refused(batch, refusal))
        }
    }

    /// A statement past its not-after: signed anew once no block can take it any more and none has.
    private func renew(_ batch: SignedBatch) async throws -> Step {
        let notAfter = batch.statement.header.notAfter
        var patience = clock.patience()
        while try await patience.asking({ try await node.blockTime() }) / 1_000 <= notAfter {
            try await patience.wait(orThrow: MintWords.noLaterBlock(notAfter))
        }
        switch try await patience.asking({ try await node.outcome(of: batch.id) }) {
        case .final(let height, let receipt)?: return .done(.minted(batch, try checked(receipt, of: batch), height))
        case .pending?: return .again(batch)
        case .refused?, nil:
            let time = try await patience.asking { try await node.blockTime() }
            let fresh = SignedBatch(batch.batch, by: signer, notAfter: clock.notAfter(blockTime: time))
            try await journal.replace(batch.id, with: fresh)
            return .again(fresh)
        }
    }

    /// The receipt, if it proves that this manifest stands under a final checkpoint.
    private func checked(_ receipt: Receipt, of batch: SignedBatch) throws -> Receipt {
        guard receipt.leaf == batch.statement.bytes, receipt.record == nil else { throw MintWords.wrongReceipt("leaf") }
        do throws(ReceiptError) { _ = try receipt.verify(policy) } catch { throw MintWords.wrongReceipt("\(error)") }
        return receipt
    }

    private static var expired: String { "expired" }
}

/// What became of a batch.
enum DeliveredBatch: Sendable {
    case minted(SignedBatch, Receipt, Height)
    case refused(SignedBatch, MintRefusal)
}

/// Time, as minting needs it.
package struct MintClock: Sendable {
    /// How long to go on asking a node that is away or undecided.
    package let patienceMilliseconds: UInt64
    /// How long after now a manifest may be taken, in seconds.
    package let lifetime: UInt64
    /// The time, in ms.
    let now: @Sendable () -> UInt64
    let sleep: @Sendable (UInt64) async throws -> Void

    /// A clock for manifests of that lifetime.
    package init(
        patienceMilliseconds: UInt64, lifetime: UInt64, now: @escaping @Sendable () -> UInt64,
        sleep: @escaping @Sendable (UInt64) async throws -> Void
    ) {
        self.patienceMilliseconds = patienceMilliseconds
        self.lifetime = lifetime
        self.now = now
        self.sleep = sleep
    }

    func patience() -> MintPatience { MintPatience(clock: self, deadline: now() + patienceMilliseconds) }

    /// A not-after by the later of the node's time and ours.
    func notAfter(blockTime: UInt64) -> UInt64 { max(now(), blockTime) / 1_000 + lifetime }
}

/// Waits a little longer each time, and gives up at a deadline.
struct MintPatience: Sendable {
    let clock: MintClock
    let deadline: UInt64
    private var pause: UInt64 = 100
    private static let longest: UInt64 = 2_000

    init(clock: MintClock, deadline: UInt64) {
        self.clock = clock
        self.deadline = deadline
    }

    /// Asks again while the node is away.
    mutating func asking<Answer: Sendable>(_ ask: () async throws -> Answer) async throws -> Answer {
        while true {
            do { return try await ask() } catch let away as NodeAway {
                try await wait(orThrow: away.reason)
            }
        }
    }

    mutating func wait(orThrow error: CommandError) async throws {
        guard clock.now() < deadline else { throw error }
        try await clock.sleep(pause)
        pause = min(pause * 2, MintPatience.longest)
    }
}
