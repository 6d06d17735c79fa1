import Ledger
import NodeAPI
import Rulebook
package import Signing

/// A report from the ledger that its maker signs: a readable file, and beside it a COSE message over its digest.
package struct ReportFile {
    /// What the message says: the file's digest, and the log of which it speaks.
    package struct Seal: Hashable, Sendable, CBORCodable {
        package let digest: Digest
        package let size: UInt64
        package let root: Digest

        package init(digest: Digest, size: UInt64, root: Digest) {
            self.digest = digest
            self.size = size
            self.root = root
        }

        package func encode(into encoder: inout CBOREncoder) {
            encoder.array(3)
            encoder.digest(digest)
            encoder.unsigned(size)
            encoder.digest(root)
        }

        package init(from decoder: inout CBORDecoder) throws(CBORError) {
            try decoder.array(count: 3)
            digest = try decoder.digest()
            size = try decoder.unsigned()
            root = try decoder.digest()
        }
    }

    static let format = "deedbox-regulator-report/1"

    /// Where the report goes, and by whom it is signed.
    let path: String
    let signer: (key: PrivateKey, member: MemberID)

    /// Writes the report and its signature; both are new files.
    func write(_ content: JSONObject, asOf final: FinalCheckpoint, origin: String) throws {
        let head = final.checkpoint.head
        var report: JSONObject = [
            "format": .string(ReportFile.format), "origin": .string(origin), "member": .string(signer.member.text),
            "made": .string(Moment.text(ms: Moment.now)), "size": .integer(Int64(clamping: head.size)),
            "root": .string(head.root.hex), "checkpoint": .string(final.note.encoded),
        ]
        for member in content.members { report.append(member.name, member.value) }
        let bytes = Array((JSONValue.object(report).pretty).utf8)
        let seal = Seal(digest: SHA256.digest(bytes), size: head.size, root: head.root)
        // No block takes it; the time says when it was signed.
        let header = StatementHeader(
            contentType: Purpose.report, issuer: signer.member.text, origin: origin, notAfter: Moment.now / 1_000)
        try WholeFile.create(bytes, at: path, isSecret: true)
        try WholeFile.create(
            Statement.signed(header, payload: seal.encoded, by: signer.key).bytes, at: path + ".cose", isSecret: true)
    }
}
