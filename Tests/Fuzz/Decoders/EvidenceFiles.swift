import Evidence
import Rulebook
import Signing

extension Decoder {
    /// What archives and courts are handed.
    static let evidence = [
        Decoder(name: "use-evidence", rewrite: rewriteEvidence) { Samples.evidence.map { Array($0.text.utf8) } }
    ]

    /// A file read and written again is read as the same file.
    @Sendable private static func rewriteEvidence(_ input: [UInt8]) -> [UInt8]? {
        guard let file = try? EvidenceFile(parsing: input) else { return nil }
        let written = Array(file.text.utf8)
        return (try? EvidenceFile(parsing: written)) == file ? input : written
    }
}

extension Samples {
    /// With everything, and with nothing that may be missing.
    static var evidence: [EvidenceFile] {
        let steps = EpochProof(origin: "test/00", steps: [])
        let whole = PresentedUse(
            party: MemberID(checked: "bank"), set: digest(1),
            documents: [PresentedDocument(presentation: "a.b.c~d.e.f", receipt: [1], seal: [2, 3])], grant: [4],
            use: [5],
            proofs: [.grant: [6], .scene: [7], .issuer(document: 0): [8], .correction(document: 0): []],
            opening: CaseOpening(
                number: "示例", requestSalt: [UInt8](repeating: 9, count: 16),
                useSalt: [UInt8](repeating: 8, count: 32)),
            passing: PresentedPassing(
                receipt: [9], name: RecipientName("示例法院", salt: [UInt8](repeating: 7, count: 32))))
        let bare = PresentedUse(party: MemberID(checked: "bank"), set: digest(2), documents: [], grant: [], use: [])
        return [EvidenceFile(whole, epochs: steps), EvidenceFile(bare, epochs: steps)]
    }
}
