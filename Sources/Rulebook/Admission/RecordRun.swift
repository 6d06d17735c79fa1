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
    init(_ submission: Submission, form: RecordForm) throws(Refusal) {
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
                    if bad == nil, unsafe !form.holds(leaf) { bad = hashes.count }
                    unsafe hashes.append(Digest.leaf(leaf))
                }
            } catch { bad = bad ?? hashes.count }
        }
        if let bad { throw .badRecord(position: bad) }
        leafHashes = hashes
    }
}

extension RecordRun {
    /// The records as uses; their form was checked.
    var uses: [UseRecord] {
        get throws(Refusal) {
            var uses: [UseRecord] = []
            uses.reserveCapacity(leafHashes.count)
            var offset = 0
            while offset + 2 < framed.count {
                let end = offset + 2 + (Int(framed[offset]) << 8 | Int(framed[offset + 1]))
                guard let use = try? UseRecord(decoding: Array(framed[offset + 2..<end])) else {
                    throw .badRecord(position: uses.count)
                }
                uses.append(use)
                offset = end
            }
            return uses
        }
    }
}

/// The form of a record, checked on the bytes.
enum RecordForm {
    /// `[commitment, expiry or null]`.
    case issue
    /// `[grant, [index, case]]`.
    case use

    private static let headByteCount = 3 + Digest.byteCount

    func holds(_ leaf: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .issue: unsafe RecordForm.isIssue(leaf)
        case .use: (try? UseRecord(decoding: unsafe Array(leaf))) != nil
        }
    }

    private static func isIssue(_ leaf: UnsafeRawBufferPointer) -> Bool {
        guard leaf.count > headByteCount else { return false }
        guard unsafe leaf[0] == 0x82, unsafe leaf[1] == 0x58, unsafe leaf[2] == 0x20 else { return false }
        if unsafe leaf[headByteCount] == 0xf6 { return leaf.count == headByteCount + 1 }
        var decoder = CBORDecoder(unsafe Array(leaf[headByteCount...]))
        guard (try? decoder.unsigned(max: .posixLimit)) != nil else { return false }
        return decoder.isAtEnd
    }
}
