import Evidence
import Ledger
import Rulebook
import Signing

/// What a node gives under `/epochs`, in a file or at once: how today's validators follow from the genesis.
enum EpochFile {
    /// The way from a genesis along the steps of a file; without a file the genesis alone.
    static func walk(_ path: String?, from network: Network) throws -> EpochWalk {
        guard let path else { return EpochWalk(from: network) }
        let bytes = try WholeFile.bytes(path, max: EpochProof.maxByteCount)
        do { return try walk(try EpochProof(decoding: bytes), from: network) } catch let error as EpochError {
            throw failure(error)
        }
    }

    /// The way along the steps of a proof.
    static func walk(_ proof: EpochProof, from network: Network) throws -> EpochWalk {
        var walk = EpochWalk(from: network)
        do throws(EpochError) { try walk.take(proof) } catch { throw failure(error) }
        return walk
    }

    static func failure(_ error: EpochError) -> CommandError {
        .failed(
            "bad-epochs", describe(error),
            next: tell(
                "ask another node for GET /epochs, and keep this file", zh: "请向其他节点取 GET /epochs，并保留该文件"))
    }

    /// Why evidence leads nowhere from what is trusted; of another ledger its own genesis is needed.
    static func failure(_ error: EpochError, of evidence: EvidenceFile, _ trusted: Network) -> CommandError {
        guard evidence.origin != trusted.origin else { return failure(error) }
        return .failed(
            "other-ledger", VerifyWords.otherLedger(evidence.origin, trusted.origin),
            next: tell("give the genesis of that ledger with --trust", zh: "请用 --trust 给出该账本的创世文件"))
    }

    static func describe(_ error: EpochError) -> String {
        switch error {
        case .encoding(let error):
            tell("this is no proof of epochs: \(FormWords.describe(error))", zh: "这不是任期证明：\(FormWords.describe(error))")
        case .otherOrigin(let origin):
            tell("the proof is of another ledger, \(origin)", zh: "该证明属于另一个账本 \(origin)")
        case .outOfOrder(let expected, let found):
            tell(
                "the step to epoch \(expected) is missing; epoch \(found) stands there",
                zh: "缺少进入第 \(expected) 任期的一步，该处是第 \(found) 任期")
        case .unproven(let epoch, let error):
            tell(
                "the set in office did not sign the step to epoch \(epoch): \(ProofWords.describe(error))",
                zh: "进入第 \(epoch) 任期的一步没有现任节点的法定签署：\(ProofWords.describe(error))")
        case .noSuchEpoch(let epoch):
            tell("the state has no epoch \(epoch)", zh: "状态中没有第 \(epoch) 任期")
        case .otherSet(let epoch):
            tell(
                "the block before epoch \(epoch) was decided by another set than the one in office",
                zh: "第 \(epoch) 任期之前的区块不是由现任节点决定的")
        case .nextSetDiffers(let epoch):
            tell(
                "the seal before epoch \(epoch) names another set than its record",
                zh: "第 \(epoch) 任期之前的封印所指名单与记录不同")
        case .wrongHeight(let epoch, let first, let seal):
            tell(
                "epoch \(epoch) begins at \(first), and the seal is that of \(seal)",
                zh: "第 \(epoch) 任期始于 \(first)，封印却是 \(seal)")
        case .sealNotLast(let epoch):
            tell(
                "the seal before epoch \(epoch) is not the last leaf under its checkpoint",
                zh: "第 \(epoch) 任期之前的封印不是其检查点下的最后一条")
        case .downgrade(let epoch, let liars, let least):
            tell(
                "epoch \(epoch) withstands \(liars) liars, and \(least) are asked for",
                zh: "第 \(epoch) 任期只容忍 \(liars) 个作恶者，要求 \(least) 个")
        }
    }
}
