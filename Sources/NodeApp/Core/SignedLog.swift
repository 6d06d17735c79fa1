internal import Ledger
internal import Replication
internal import Signing
internal import Storage

extension LogStore {
    /// Throws unless the log holds all that this node has signed, with the very root that it signed.
    func check(against signed: Attestation?) throws {
        guard let signed else { return }
        guard head.size >= signed.head.size else {
            throw NodeStartError.signedMoreThanStored(
                segmentPath(of: head.size), signed: signed.head.size, stored: head.size)
        }
        guard try head(at: signed.head.size) == signed.head else {
            throw NodeStartError.storedOtherThanSigned(
                [segmentPath(of: head.size - 1), indexPath], size: signed.head.size)
        }
    }
}
