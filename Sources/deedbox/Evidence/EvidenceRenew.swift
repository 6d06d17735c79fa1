import ArgumentParser
import Evidence
import Ledger
import NodeAPI
import Rulebook
import Signing

/// `deedbox evidence renew`: newer paths for the same leaves, and how the documents stand now.
struct EvidenceRenew: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "renew", abstract: RenewalWords.renew, discussion: RenewalWords.discussion)
    }

    @Argument(help: ArgumentHelp(RenewalWords.file))
    var file: String

    @Option(help: ArgumentHelp(RenewalWords.out, valueName: "file"))
    var out: String?

    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if address.trust == nil { throw ValidationError(RenewalWords.trustNeeded) }
    }

    func run() async throws {
        guard case .evidence(let old) = try ProofFile(file) else {
            throw VerifyWords.unreadable(file, RenewalWords.notEvidence)
        }
        let session = try await address.session()
        let asked = try await asked(old, session)
        let receipts = try await receipts(of: asked.leaves, session)
        let renewal = Renewal(receipts: receipts, epochs: try await session.client.epochs())
        let known = EpochWalk(from: session.genesis)
        let renewed: EvidenceFile
        do throws(RenewalRefusal) { renewed = try asked.renewed(with: renewal, from: known) } catch {
            throw RenewalWords.refused(error, old, known.network)
        }
        let bytes = Array(renewed.text.utf8)
        if let out {
            try WholeFile.create(bytes, at: out, isSecret: true)
        } else {
            try WholeFile.replace(bytes, at: file)
        }
        var report = try EvidenceReport(renewed, from: known).report(out ?? file)
        report.headline = RenewalWords.renewed(out ?? file) + " · " + report.headline
        output.print(report)
    }

    /// With how the documents stand now. Asked before the checkpoint is taken, so that it stands under that one too.
    private func asked(_ old: EvidenceFile, _ session: LedgerSession) async throws -> EvidenceFile {
        let check = UseCheck(session.walk)
        var use = old.use
        for (question, key) in check.questionsNow(of: use) {
            let bits = Int(try await session.client.buckets(question.kind).bits)
            guard let bucket = try await session.client.bucket(question.kind, BucketPrefix(of: key, bits: bits)) else {
                throw LedgerWords.noBlock
            }
            do throws(SealedProofError) { try check.take(bucket, for: question, key, into: &use) } catch {
                throw CommandError.failed(
                    "bad-proof", StatusWords.badProof(ProofWords.describe(error)),
                    next: tell("ask another node, and keep this answer", zh: "请询问其他节点，并保留该回答"))
            }
        }
        return old.adding(use.proofs)
    }

    /// The receipts of leaves under the node's newest checkpoint, put together from its tiles.
    private func receipts(
        of leaves: [LeafIndex], _ session: LedgerSession
    ) async throws -> [LeafIndex: Receipt] {
        guard let note = try await session.client.checkpoint() else { throw LedgerWords.noBlock }
        let final: FinalCheckpoint
        do throws(NoteError) { final = try session.walk.policy(for: note).check(note) } catch {
            throw CommandError.failed(
                "bad-checkpoint", ProofWords.describe(error), next: tell("ask another node", zh: "请询问其他节点"))
        }
        let size = final.checkpoint.head.size
        let log = LogReading(node: session.client, note: note, size: size)
        var receipts: [LeafIndex: Receipt] = [:]
        for leaf in leaves where leaf.value < size { receipts[leaf] = try await log.receipt(leaf) }
        return receipts
    }
}
