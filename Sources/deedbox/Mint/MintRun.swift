package import Importing
import Ledger
package import NodeAPI
package import Rulebook
package import Signing

/// One run over an input: first what an earlier run left unfinished, then what is new.
///
/// Three things go on at once, a window apart: the next batches are read and signed, the ones before are written to
/// the journal and delivered, and those before them get their receipts.
package struct MintRun<Node: MintingNode>: Sendable {
    private let node: Node
    private let network: Network
    private let signer: MintSigner
    private let limits: MintLimits
    private let clock: MintClock
    private let paths: MintPaths
    private let watch: @Sendable (MintProgress) -> Void

    /// A run in the name of a member on the ledger of a network; `watch` is told how far it is.
    package init(
        node: Node, network: Network, member: MemberID, key: PrivateKey, limits: MintLimits, clock: MintClock,
        paths: MintPaths, watch: @escaping @Sendable (MintProgress) -> Void = { _ in }
    ) {
        self.node = node
        self.network = network
        signer = MintSigner(member: member, key: key, origin: network.origin)
        self.limits = limits
        self.clock = clock
        self.paths = paths
        self.watch = watch
    }

    /// Mints what the source gives and the receipts do not hold yet.
    package func run(_ source: sending any DocumentSource) async throws -> MintSummary {
        do { return try await mint(source) } catch let away as NodeAway { throw away.reason }
    }

    private func mint(_ source: sending any DocumentSource) async throws -> MintSummary {
        let journal = try MintJournal.open(paths.journal)
        var (receipts, content) = try ReceiptFile.open(paths.receipts)
        if let refusal = stranger(to: content) {
            if try await journal.isEmpty() { try await journal.remove() }
            throw refusal
        }
        let delivery = MintDelivery(
            node: node, policy: network.policy, journal: journal, signer: signer, clock: clock)
        let head = JournalHead(origin: network.origin, issuer: signer.member)
        var summary = MintSummary(paths: paths)
        summary.recovered = try await recover(head, delivery, receipts, &content.seen)
        try await journal.begin(head)
        let preparation = MintPreparation(
            source: source, seen: content.seen, faults: try FaultReport(path: paths.faults), signer: signer,
            limits: limits)
        content.seen = SeenDocuments()
        try await pump(preparation, delivery, receipts, &summary)
        try await journal.remove()
        try await receipts.removeIfEmpty()
        let end = try await preparation.finish()
        summary.close(end.tally, end.faults, end.faultCount)
        return summary
    }

    /// Why this run must not go on with these receipts: they are of another ledger or issuer.
    private func stranger(to content: ReceiptFile.Content) -> CommandError? {
        if let found = content.origin, found != network.origin {
            return MintWords.otherLedger(paths.receipts, found, network.origin)
        }
        if let found = content.issuer, found != signer.member.text {
            return MintWords.otherIssuer(paths.receipts, found, signer.member.text)
        }
        return nil
    }

    /// Finishes the batches of a run that was killed; returns how many documents got their receipts.
    private func recover(
        _ head: JournalHead, _ delivery: MintDelivery<Node>, _ receipts: ReceiptFile, _ seen: inout SeenDocuments
    ) async throws -> Int {
        let isNew = try await delivery.journal.isEmpty()
        guard !receipts.isTorn || !isNew else { throw MintWords.tornReceipts(receipts.path) }
        let pending = try await delivery.journal.pending(head, besides: seen)
        try await receipts.prepare()
        guard !pending.isEmpty else { return 0 }
        watch(.recovering(documents: pending.reduce(0) { $0 + $1.batch.documents.count }))
        var count = 0
        for case .minted(let batch, let receipt, let height) in try await delivery.resume(pending) {
            let documents = batch.batch.documents
            let missing = documents.indices.filter { !seen.contains(documents[$0].digest) }
            try await receipts.append(ReceiptLines(batch, receipt: receipt, height: height), positions: missing)
            for position in missing { seen.noteReceipt(documents[position].digest) }
            count += missing.count
        }
        try await receipts.sync()
        return count
    }

    private func pump(
        _ preparation: MintPreparation, _ delivery: MintDelivery<Node>, _ receipts: ReceiptFile,
        _ summary: inout MintSummary
    ) async throws {
        var ready = try await preparation.next(notAfter: try await notAfter())
        var sent: [DeliveredBatch] = []
        while ready != nil || !sent.isEmpty {
            let window = ready
            let finished = sent
            let limit = try await notAfter()
            async let following = window == nil ? nil : preparation.next(notAfter: limit)
            async let delivered = deliver(window, delivery)
            try await keep(finished, in: receipts)
            sent = try await delivered
            ready = try await following
            for case .refused(let batch, let refusal) in sent {
                await preparation.refuse(batch.batch.type, refusal)
            }
            summary.count(finished, sent, network)
            if let window { watch(.delivered(summary.tally, window.progress)) }
        }
    }

    /// Stores batches in the journal before they are sent.
    private func deliver(_ window: MintWindow?, _ delivery: MintDelivery<Node>) async throws -> [DeliveredBatch] {
        guard let window else { return [] }
        try await delivery.journal.write(window.batches)
        return try await delivery.deliver(window.batches)
    }

    private func keep(_ delivered: [DeliveredBatch], in receipts: ReceiptFile) async throws {
        guard !delivered.isEmpty else { return }
        for case .minted(let batch, let receipt, let height) in delivered {
            let lines = ReceiptLines(batch, receipt: receipt, height: height)
            try await receipts.append(lines, positions: batch.batch.documents.indices)
        }
        try await receipts.sync()
    }

    private func notAfter() async throws -> UInt64 {
        var patience = clock.patience()
        return clock.notAfter(blockTime: try await patience.asking { try await node.blockTime() })
    }
}

/// The files of a run, all beside the input.
package struct MintPaths: Hashable, Sendable {
    package let journal: String
    package let receipts: String
    package let faults: String

    /// The files of an input; the receipts may have another place.
    package init(input: String, receipts: String? = nil) {
        var base = Substring(input)
        while base.count > 1, base.last == "/" { base.removeLast() }
        journal = base + ".minting"
        self.receipts = receipts ?? base + ".receipts.jsonl"
        faults = base + ".faults.jsonl"
    }
}

/// How far a run is.
package enum MintProgress: Sendable {
    /// An earlier run's batches are finished first.
    case recovering(documents: Int)
    case delivered(MintTally, SourceProgress)
}

/// What a run has done.
package struct MintSummary: Sendable {
    package let paths: MintPaths
    package internal(set) var tally = MintTally()
    /// Documents of an interrupted run that got their receipts first; they count as minted before.
    package internal(set) var recovered = 0
    /// What the signatures below the receipts of this run are worth, at the least; nil without any.
    package private(set) var assurance: AssuranceBody?
    /// The ledger's refusals, by type.
    package private(set) var refusals: [TypeCode: MintRefusal] = [:]
    /// The first faults; all of them stand in the report.
    package private(set) var faults: [RowFault] = []
    package private(set) var faultCount = 0

    init(paths: MintPaths) { self.paths = paths }

    mutating func count(_ finished: [DeliveredBatch], _ sent: [DeliveredBatch], _ network: Network) {
        for case .minted(let batch, let receipt, _) in finished {
            tally.minted += batch.batch.documents.count
            tally.batches += 1
            note(receipt, network)
        }
        for case .refused(let batch, let refusal) in sent {
            tally.refused += batch.batch.documents.count
            refusals[batch.batch.type] = refusal
        }
    }

    /// The least that a receipt of the run is worth.
    private mutating func note(_ receipt: Receipt, _ network: Network) {
        guard let found = AssuranceBody(receipt.checkpoint, in: network) else { return }
        if assurance.map({ (found.liars, found.signed) < ($0.liars, $0.signed) }) ?? true { assurance = found }
    }

    mutating func close(_ end: MintTally, _ faults: [RowFault], _ faultCount: Int) {
        tally.read = end.read
        tally.before = end.before
        tally.faulty = end.faulty
        tally.refused += end.refused
        self.faults = faults
        self.faultCount = faultCount
    }
}
