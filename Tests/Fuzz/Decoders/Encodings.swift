import Ledger
import Rulebook
import Signing

extension Decoder {
    /// CBOR in general, and each thing that has one encoding.
    static let encodings = [
        Decoder(name: "cbor", rewrite: rewriteItem) { Samples.items },
        Decoder(name: "act", rewrite: rewriteAct) { Samples.acts.map { [place(of: $0.name)] + $0.payload } },
        Decoder(name: "state", rewrite: rewriteEntry) { Samples.entries.map { [$0.kind.rawValue] + $0.value } },
        Decoder(name: "request", rewrite: rewriting(Request.self)) { [Samples.request.encoded] },
        Decoder(name: "refusal-note", rewrite: rewriting(RefusalNote.self)) { Samples.refusalNotes.map(\.encoded) },
        Decoder(name: "record", rewrite: rewriting(IssueRecord.self)) { Samples.records.map(\.encoded) },
        Decoder(name: "use-record", rewrite: rewriting(UseRecord.self)) { Samples.uses.map(\.encoded) },
        Decoder(name: "closed-record", rewrite: rewriting(ClosedRecord.self)) { [Samples.closedRecord] },
        Decoder(name: "seal", rewrite: rewriting(Seal.self)) { [Samples.seal.encoded] },
        Decoder(name: "genesis", rewrite: rewriteGenesis) { Samples.networks.map(\.genesis.encoded) },
    ]

    private static func rewriting<Value: CBORCodable>(_: Value.Type) -> @Sendable ([UInt8]) -> [UInt8]? {
        { input in (try? Value(decoding: input))?.encoded }
    }

    @Sendable private static func rewriteItem(_ input: [UInt8]) -> [UInt8]? {
        var decoder = CBORDecoder(input)
        guard (try? decoder.skip()) != nil, decoder.isAtEnd else { return nil }
        var rest = input[...]
        return AnyItem(&rest)?.encoded ?? []
    }

    /// The first byte picks the act, the payload follows.
    @Sendable private static func rewriteAct(_ input: [UInt8]) -> [UInt8]? {
        guard let first = input.first, first < ActName.allCases.count,
            let act = try? Act(ActName.allCases[Int(first)], payload: Array(input.dropFirst()))
        else { return nil }
        return [place(of: act.name)] + act.payload
    }

    private static func place(of name: ActName) -> UInt8 {
        UInt8(ActName.allCases.firstIndex(of: name) ?? ActName.allCases.count)
    }

    /// The first byte is the entry's kind, its value follows.
    @Sendable private static func rewriteEntry(_ input: [UInt8]) -> [UInt8]? {
        guard let first = input.first, let kind = StateKind(rawValue: first) else { return nil }
        let value = Array(input.dropFirst())
        let written: [UInt8]? =
            switch kind {
            case .governance: rewriting(GovernanceEntry.self)(value)
            case .member: rewriting(Member.self)(value)
            case .type: rewriting(TypeEntry.self)(value)
            case .accreditation: rewriting(Period.self)(value)
            case .scene: rewriting(SceneEntry.self)(value)
            case .status: rewriting(StatusEntry.self)(value)
            case .grant: rewriting(Grant.self)(value)
            case .replay: Digest(value)?.bytes
            case .epoch: rewriting(Epoch.self)(value)
            case .coming: rewriting(ComingChange.self)(value)
            case .offence: rewriting(OffenceEntry.self)(value)
            case .correction: rewriting(CorrectionEntry.self)(value)
            case .trace: rewriting(TraceEntry.self)(value)
            case .disclosure: rewriting(DisclosureEntry.self)(value)
            case .open: rewriting(OpenCounts.self)(value)
            case .sealed: rewriting(SealedEntry.self)(value)
            case .opened: rewriting(OpenedEntry.self)(value)
            case .passing: rewriting(PassingEntry.self)(value)
            }
        return written.map { [first] + $0 }
    }

    /// A genesis that is accepted makes a network, and its readable form makes the same genesis.
    @Sendable private static func rewriteGenesis(_ input: [UInt8]) -> [UInt8]? {
        guard let genesis = try? Genesis(decoding: input) else { return nil }
        let network = Network(genesis)
        guard let read = try? CheckpointPolicy(parsing: network.policy.text), read == network.policy else { return [] }
        guard let again = try? Genesis(readable: genesis.readable) else { return [] }
        return again.encoded
    }
}
