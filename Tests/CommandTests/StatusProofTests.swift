import Ledger
import Rulebook
import Signing
import Testing
import deedbox

struct StatusProofTests {
    private let node: LocalNode
    private let issuer: MemberID
    private let commitment = Commitment(SHA256.digest([7]))

    init() async throws {
        node = try await SampleLedger.node()
        issuer = try SampleLedger.member("police")
    }

    private func answer(_ proof: StatusProof) -> Answer {
        var verifier = ReceiptVerdict(network: node.network)
        return verifier.verdict(on: proof).answer
    }

    @Test func `a proof of absence reads back and holds for that document only`() async throws {
        let proof = StatusProof(
            issuer: issuer, commitment: commitment, proof: try await node.statusProof(issuer, commitment))
        let read = try StatusProof(decoding: proof.encoded)
        #expect(read == proof)
        #expect(answer(read) == .yes)
        #expect(proof.encoded.count < 3_000)
    }

    @Test func `a proof cut off, or with bytes behind it, does not read`() async throws {
        let bytes = StatusProof(
            issuer: issuer, commitment: commitment, proof: try await node.statusProof(issuer, commitment)
        ).encoded
        for count in [0, 1, 40, bytes.count - 1] {
            #expect(throws: SealedProofError.self) { try StatusProof(decoding: Array(bytes.prefix(count))) }
        }
        #expect(throws: SealedProofError.self) { try StatusProof(decoding: bytes + [0]) }
    }

    @Test func `a proof under another state root does not hold`() async throws {
        let good = try await node.statusProof(issuer, commitment)
        let other = StateProof(
            kind: good.proof.kind, siblings: good.proof.siblings.map { _ in .zero }, terminal: .emptyChild)
        let forged = StatusProof(
            issuer: issuer, commitment: commitment, proof: SealedProof(seal: good.seal, proof: other))
        #expect(answer(forged) == .no)
    }
}
