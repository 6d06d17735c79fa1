public import Evidence
internal import Ledger
public import Rulebook
public import Signing

/// An evidence file for people who read paper: what it proves, what does not hold, and how to check it.
///
/// The page proves nothing. It is made from the file and from the verdict that the file gives, and looks at no clock:
/// the same file makes the same page.
public struct EvidenceSummary: Sendable {
    /// What the file gives for the genesis.
    public let verdict: Verdict
    let evidence: EvidenceFile
    let digest: Digest
    /// What was asked, as far as the receipt of the grant proves it.
    let grant: CheckedGrant?
    /// The use and the checkpoint above it, as far as its receipt proves them.
    let use: CheckedUse?
    let names: ProvenNames
    /// Of a network whose keys are public.
    let isSample: Bool
    /// Who asks, when it is not the member that wrote the file.
    let addressee: Addressee?

    /// The summary of a file whose bytes have this SHA-256, for who trusts a genesis and asks in the addressee's name;
    /// an error says that its steps lead nowhere from there.
    public init(
        _ evidence: EvidenceFile, digest: Digest, trusting network: Network, demands: Demands = Demands(),
        as addressee: Addressee? = nil
    ) throws(EpochError) {
        self.evidence = evidence
        self.digest = digest
        self.addressee = addressee
        isSample = network.genesis.isSample
        var walk = EpochWalk(from: network)
        verdict = try evidence.verdict(from: walk, demands: demands, as: addressee)
        names = try evidence.names(from: walk)
        try walk.take(evidence.epochs)
        grant = EvidenceSummary.receipt(evidence.use.grant).flatMap { receipt in
            try? CheckedGrant(receipt, network: walk.network(for: receipt.checkpoint))
        }
        use = EvidenceSummary.receipt(evidence.use.use).flatMap { receipt in
            try? CheckedUse(receipt, network: walk.network(for: receipt.checkpoint))
        }
    }

    /// A receipt in either form: in CBOR it begins as an array of 7.
    private static func receipt(_ bytes: [UInt8]) -> Receipt? {
        guard bytes.first != 0x87 else { return try? Receipt(decoding: bytes) }
        return String(validating: bytes, as: UTF8.self).flatMap { try? Receipt(parsing: $0) }
    }

    /// What the first code says.
    public var receipt: PaperReceipt {
        PaperReceipt(
            origin: evidence.origin, evidence: digest,
            use: use.map {
                PaperReceipt.Place(
                    statement: $0.statement.digest, leaf: $0.index, head: $0.checkpoint.checkpoint.head)
            })
    }

    /// The pages. A character that no font has stands there as its code point, and is named.
    public func pdf() throws(PrintingError) -> PrintedPages {
        try PrintedPages(
            PrintedPages.About(
                title: "证据摘要 Evidence summary · \(shortDigest)", author: evidence.use.party.text,
                subject: "\(verdict.state.words.zh) \(verdict.state.words.en)",
                created: UTCTime(seconds: min(newest / 1_000, PageTime.last)).description), draw)
    }

    /// The first half of a line of hex: enough to tell pages apart.
    var shortDigest: String { String(digest.hex.prefix(16)) }

    /// The newest time of which the verdict speaks, in ms: it cannot have been given before.
    private var newest: UInt64 {
        (verdict.allChecks.map { $0.asOf?.time ?? 0 } + [verdict.asOf?.time ?? 0]).max() ?? 0
    }

    private func draw(into flow: inout PageFlow) {
        drawHead(into: &flow)
        drawUse(into: &flow)
        drawTasks(into: &flow)
        for place in verdict.documents.indices {
            flow.together { drawDocument(place, into: &$0) }
        }
        drawChecks(into: &flow)
        drawCheckpoint(into: &flow)
        drawVerifying(into: &flow)
        flow.foot { page, count in
            (
                "证据文件 file SHA-256: \(digest.hex)",
                "第 \(page) 页，共 \(count) 页 · page \(page) of \(count)"
            )
        }
        if isSample {
            flow.head(
                "示例网络：其密钥是公开的，不可作为依据 · a sample network: its keys are public, rely on nothing here",
                Tone(.no).ink)
        }
    }
}
