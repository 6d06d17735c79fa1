import Ledger
import Rulebook
import Signing

extension Decoder {
    /// What members send: statements alone, and submissions with records.
    static let statements = [
        Decoder(name: "statement", rewrite: rewriteStatement) { Samples.statements.map(\.bytes) },
        Decoder(name: "submission", rewrite: rewriteSubmissions) {
            Samples.submissions.map(\.framed) + [Samples.submissions.flatMap(\.framed)]
        },
        Decoder(name: "bundle", rewrite: rewriteBundle) { [[], Samples.submissions.flatMap(\.framed)] },
    ]

    /// The statement put together anew from what was read of it.
    @Sendable private static func rewriteStatement(_ input: [UInt8]) -> [UInt8]? {
        guard let statement = try? Statement(decoding: input) else { return nil }
        var encoder = CBOREncoder()
        encoder.tag(statement.isGovernance ? 98 : 18)
        encoder.array(4)
        encoder.byteString(header(statement.header, by: statement.isGovernance ? nil : statement.signatures.first))
        encoder.map(0)
        encoder.byteString(statement.payload)
        if statement.isGovernance {
            encoder.list(statement.signatures) { encoder, signature in
                encoder.array(3)
                encoder.byteString(signerHeader(signature))
                encoder.map(0)
                encoder.byteString(signature.bytes)
            }
        } else {
            encoder.byteString(statement.signatures.first?.bytes ?? [])
        }
        return encoder.bytes
    }

    private static func header(_ header: StatementHeader, by signature: StatementSignature?) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.map(signature == nil ? 2 : 4)
        if let signature {
            encoder.unsigned(1)
            encoder.integer(signature.algorithm.rawValue)
        }
        encoder.unsigned(3)
        encoder.text(header.contentType)
        if let signature {
            encoder.unsigned(4)
            encoder.byteString(signature.keyID.bytes)
        }
        encoder.unsigned(15)
        encoder.map(header.issuer == nil ? 2 : 3)
        if let issuer = header.issuer {
            encoder.unsigned(1)
            encoder.text(issuer)
        }
        encoder.unsigned(2)
        encoder.text(header.origin)
        encoder.unsigned(4)
        encoder.unsigned(header.notAfter)
        return encoder.bytes
    }

    private static func signerHeader(_ signature: StatementSignature) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.map(2)
        encoder.unsigned(1)
        encoder.integer(signature.algorithm.rawValue)
        encoder.unsigned(4)
        encoder.byteString(signature.keyID.bytes)
        return encoder.bytes
    }

    /// Statements with their records, as far as they can be judged without a state.
    @Sendable private static func rewriteSubmissions(_ input: [UInt8]) -> [UInt8]? {
        guard let submissions = try? Submission.split(input, maxStatements: 256) else { return nil }
        for submission in submissions {
            guard let read = try? ReadStatement(submission, for: Samples.network) else { continue }
            guard rewriteRecords(read.records) == submission.records else { return [] }
            guard read.act.payload == read.statement.payload else { return read.act.payload }
        }
        return submissions.flatMap(\.framed)
    }

    private static func rewriteRecords(_ run: RecordRun) -> [UInt8] {
        var framed: [UInt8] = []
        for leaf in (try? EntryBundle.parse(run.framed)) ?? [] {
            let written = (try? IssueRecord(decoding: leaf))?.encoded ?? (try? UseRecord(decoding: leaf))?.encoded
            guard let written else { return [0] }
            EntryBundle.append(leaf: written, to: &framed)
        }
        return framed
    }

    /// Leaves back to back; both ways to walk them find the same.
    @Sendable private static func rewriteBundle(_ input: [UInt8]) -> [UInt8]? {
        var hashes: [Digest] = []
        let walked = unsafe input.withUnsafeBytes { bytes in
            (try? unsafe EntryBundle.appendLeafHashes(of: bytes, to: &hashes)) != nil
        }
        guard let leaves = try? EntryBundle.parse(input) else { return walked ? [] : nil }
        guard walked, hashes == leaves.map({ Digest.leaf($0) }) else { return [] }
        var written: [UInt8] = []
        for leaf in leaves {
            _ = LeafKind(firstBytes: leaf)
            EntryBundle.append(leaf: leaf, to: &written)
        }
        return written
    }
}
