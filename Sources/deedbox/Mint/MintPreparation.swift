import Importing
package import Rulebook
import Signing

/// Reads an input and makes signed batches of what is new in it, some batches at a time.
actor MintPreparation {
    private var source: any DocumentSource
    private var seen: SeenDocuments
    private var faults: FaultReport
    private var tally = MintTally()
    private var open: [OpenBatch] = []
    private var isAtEnd = false
    private var refused: [TypeCode: MintRefusal] = [:]
    private let signer: MintSigner
    private let limits: MintLimits

    /// Documents of one type that do not fill a batch yet.
    private struct OpenBatch {
        let type: KnownType
        var documents: [MintDocument]
    }

    init(
        source: sending any DocumentSource, seen: SeenDocuments, faults: sending FaultReport, signer: MintSigner,
        limits: MintLimits
    ) {
        self.source = source
        self.seen = seen
        self.faults = faults
        self.signer = signer
        self.limits = limits
    }

    /// The next batches, signed with that not-after; nil when the input is used up.
    func next(notAfter: UInt64) throws -> MintWindow? {
        var full: [MintBatch] = []
        var count = 0
        while count < limits.windowDocuments, full.count < limits.windowBatches {
            guard let item = try source.next() else {
                isAtEnd = true
                break
            }
            guard let batch = try take(item) else { continue }
            count += batch.documents.count
            full.append(batch)
        }
        while isAtEnd, full.count < limits.windowBatches, count < limits.windowDocuments, !open.isEmpty {
            let rest = open.removeFirst()
            count += rest.documents.count
            full.append(batch(rest))
        }
        guard !full.isEmpty else { return nil }
        return MintWindow(
            batches: full.map { SignedBatch($0, by: signer, notAfter: notAfter) }, progress: source.progress)
    }

    /// The ledger refuses documents of this type: no more of them are sent.
    func refuse(_ type: TypeCode, _ refusal: MintRefusal) { refused[type] = refusal }

    /// What was read and left out, with the report of faults written to its end.
    func finish() throws -> (tally: MintTally, faults: [RowFault], faultCount: Int) {
        try faults.flush()
        return (tally, faults.first, faults.count)
    }

    /// Books one row; returns the batch that it fills.
    private func take(_ item: SourceItem) throws -> MintBatch? {
        tally.read += 1
        switch item {
        case .faulty(let found):
            tally.faulty += 1
            for fault in found { try faults.add(fault) }
            return nil
        case .document(let document, let type):
            switch seen.see(document.digest) {
            case .minted:
                tally.before += 1
                return nil
            case .repeated:
                tally.faulty += 1
                try faults.add(
                    RowFault(row: document.row, field: "", rule: .duplicate, fact: RuleWords.repeated))
                return nil
            case .new: return add(document, type)
            }
        }
    }

    private func add(_ document: MintDocument, _ type: KnownType) -> MintBatch? {
        guard refused[type.code] == nil else {
            tally.refused += 1
            return nil
        }
        let place = open.firstIndex { $0.type.code == type.code } ?? open.endIndex
        if place == open.endIndex { open.append(OpenBatch(type: type, documents: [])) }
        open[place].documents.append(document)
        guard open[place].documents.count >= limits.batchDocuments else { return nil }
        return batch(open.remove(at: place))
    }

    private func batch(_ open: OpenBatch) -> MintBatch {
        MintBatch(type: open.type.code, typeVersion: open.type.version, documents: open.documents)
    }
}

/// Batches that go to the ledger in one request.
struct MintWindow: Sendable {
    let batches: [SignedBatch]
    /// How far the input was read.
    let progress: SourceProgress
}

/// How much goes into a batch and into a request.
package struct MintLimits: Sendable {
    /// Most documents below one manifest.
    let batchDocuments: Int
    /// Most manifests in one request.
    let windowBatches: Int
    /// Documents after which a request is full.
    let windowDocuments: Int

    /// The limits of a network, for requests that fit one block.
    package init(_ parameters: Parameters) {
        batchDocuments = min(16_384, Int(parameters.manifestRecords))
        windowBatches = 64
        windowDocuments = 4 * batchDocuments
    }

    /// Limits by hand.
    package init(batchDocuments: Int, windowBatches: Int, windowDocuments: Int) {
        self.batchDocuments = batchDocuments
        self.windowBatches = windowBatches
        self.windowDocuments = windowDocuments
    }
}
