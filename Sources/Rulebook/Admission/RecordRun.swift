import Ledger
public import Signing

/// The records of one manifest, each known to have the one form, with their leaf hashes.
public struct RecordRun: Sendable {
    /// Framed as in an entry bundle.
    public let framed: [UInt8]
    public let leafHashes: [Digest]

    public static let empty = RecordRun(framed: [], leafHashes: [])

    private init(framed: [UInt8], leafHashes: [Digest]) {
        self.framed = framed
        self.leafHashes = leafHashes
    }

    /// Checks the form of each record and hashes it.
    init(_ submission: Submission) throws(Refusal) {
        framed = submission.records
        guard !framed.isEmpty else {
            leafHashes = []
            return
        }
        var hashes: [Digest] = []
        hashes.reserveCapacity(submission.recordCount)
        var bad: Int?
        unsafe framed.withUnsafeBytes { bytes in
            do throws(BundleError) {
                try unsafe EntryBundle.walk(bytes) { leaf in
                    if bad == nil, unsafe !RecordForm.holds(leaf) { bad = hashes.count }
                    unsafe hashes.append(Digest.leaf(leaf))
                }
            } catch { bad = bad ?? hashes.count }
        }
        if let bad { throw .badRecord(position: bad) }
        leafHashes = hashes
    }
}

/// The form of an issue record, checked on the bytes: `[commitment, expiry or null]`.
enum RecordForm {
    private static let headByteCount = 3 + Digest.byteCount

    static func holds(_ leaf: UnsafeRawBufferPointer) -> Bool {
        guard leaf.count > headByteCount else { return false }
        guard unsafe leaf[0] == 0x82, unsafe leaf[1] == 0x58, unsafe leaf[2] == 0x20 else { return false }
        if unsafe leaf[headByteCount] == 0xf6 { return leaf.count == headByteCount + 1 }
        var decoder = CBORDecoder(unsafe Array(leaf[headByteCount...]))
        guard (try? decoder.unsigned(max: .posixLimit)) != nil else { return false }
        return decoder.isAtEnd
    }
}
