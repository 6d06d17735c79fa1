import Consensus
public import Ledger
import Rulebook
import Signing

/// Why the guard does not sign.
public enum GuardRefusal: Error, Equatable, Sendable {
    /// Something else was attested at this height: signing would make two histories.
    case attestedOther(height: Height, attested: TreeHead, asked: TreeHead)
    /// The guard has attested a later block.
    case lowerHeight(asked: Height, attested: Height)
    /// A higher block with a log no longer than before.
    case logNotLonger(asked: UInt64, attested: UInt64)
}

/// Signs a block at most once per height, for ever; asked again it gives the identical bytes.
///
/// The driver makes the returned attestation durable before any byte of it leaves the process.
public struct VoteGuard: Sendable {
    public private(set) var last: Attestation?
    private let keys: AttestationKeys
    private let origin: String

    /// A guard that remembers what was signed last; nil only for a node that never signed.
    public init(keys: AttestationKeys, origin: String, last: Attestation?) {
        self.keys = keys
        self.origin = origin
        self.last = last
    }

    /// Attests a stored block whose root was recomputed from the stored bytes.
    public mutating func attest(
        height: Height, block: BlockID, head: TreeHead, at posixSeconds: UInt64
    ) throws(GuardRefusal) -> Attestation {
        if let last {
            if height == last.height, head == last.head, block == last.block { return last }
            guard height != last.height else {
                throw .attestedOther(height: height, attested: last.head, asked: head)
            }
            guard height > last.height else { throw .lowerHeight(asked: height, attested: last.height) }
            guard head.size > last.head.size else {
                throw .logNotLonger(asked: head.size, attested: last.head.size)
            }
        }
        let checkpoint = Checkpoint(origin: origin, head: head)
        let cosignature = checkpoint.cosigned(as: keys.cosignerKey, at: posixSeconds, by: keys.cosigner.sign)
        let attestation = Attestation(
            height: height, block: block, head: head, time: posixSeconds, cosignature: cosignature.bytes,
            logSignature: checkpoint.logSigned(as: keys.logKey, by: keys.log.sign).bytes)
        last = attestation
        return attestation
    }

    /// The log signature alone, over a head that a quorum has cosigned: the same bytes as in the attestation, if there
    /// is one.
    func logNote(_ head: TreeHead) -> SignedNote { keys.logNote(head, origin: origin, signed: last) }

    /// The signed checkpoint of an attestation.
    public func note(_ attestation: Attestation) -> SignedNote { keys.note(attestation, origin: origin) }
}
