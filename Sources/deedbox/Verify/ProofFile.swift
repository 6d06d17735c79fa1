package import Evidence
package import Ledger
import Signing

/// What a file to be verified is, told by its first bytes.
package enum ProofFile {
    case receipt(Receipt)
    /// Receipts of minted documents, a line each.
    case receipts
    case logProof(LogProof)
    case checkpoint(SignedNote)
    case status(StatusProof)
    /// A use with everything that proves it.
    case evidence(EvidenceFile)

    private static let maxByteCount = 1 << 20

    /// Reads a file; one that is none of these is refused with the reason.
    package init(_ path: String) throws {
        let head = try WholeFile.start(of: path, count: 512)
        guard !head.isEmpty else { throw VerifyWords.unreadable(path, tell("it is empty", zh: "文件为空")) }
        if head.first == UInt8(ascii: "{") {
            self =
                try ProofFile.isEvidence(head)
                ? .evidence(
                    ProofFile.evidence(try WholeFile.bytes(path, max: EvidenceFile.maxByteCount), path)) : .receipts
            return
        }
        let bytes = try WholeFile.bytes(path, max: ProofFile.maxByteCount)
        do { self = try ProofFile(bytes) } catch { throw VerifyWords.unreadable(path, FormWords.describe(error)) }
    }

    /// Evidence names its format first; receipts stand one a line, and have no such member.
    private static func isEvidence(_ head: [UInt8]) -> Bool {
        String(decoding: head, as: UTF8.self).contains("\"deedbox/use-evidence/")
    }

    /// The evidence in the bytes of a file.
    static func evidence(_ bytes: [UInt8], _ path: String) throws -> EvidenceFile {
        do throws(EvidenceFileError) { return try EvidenceFile(parsing: bytes) } catch {
            switch error {
            case .json(let error): throw VerifyWords.damagedEvidence(path, JSONWords.describe(error))
            case .epochs(let error): throw VerifyWords.damagedEvidence(path, EpochFile.describe(error))
            }
        }
    }

    private init(_ bytes: [UInt8]) throws {
        switch bytes.first {
        case 0x87: self = .receipt(try Receipt(decoding: bytes))
        case 0x84: self = .status(try StatusProof(decoding: bytes))
        case _:
            guard let text = String(validating: bytes, as: UTF8.self) else { throw NoteError.notUTF8 }
            if text.hasPrefix("deedbox/receipt/") {
                self = .receipt(try Receipt(parsing: text))
            } else if text.hasPrefix("c2sp.org/tlog-proof") {
                self = .logProof(try LogProof(parsing: text))
            } else {
                let note = try SignedNote(parsing: bytes)
                _ = try Checkpoint(parsing: note.text)
                self = .checkpoint(note)
            }
        }
    }
}
