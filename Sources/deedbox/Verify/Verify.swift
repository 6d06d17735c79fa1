import ArgumentParser
import Evidence
import Ledger
import Rulebook
import Signing

/// `deedbox verify`: checks a file offline.
struct Verify: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify", abstract: VerifyWords.abstract, discussion: VerifyWords.discussion)
    }

    @Argument(help: ArgumentHelp(VerifyWords.file))
    var file: String

    @Option(help: ArgumentHelp(GenesisWords.trust, valueName: "genesis"))
    var trust: String

    @Option(help: ArgumentHelp(VerifyWords.epochs, valueName: "file"))
    var epochs: String?

    @OptionGroup var choice: LineChoice

    @Option(help: ArgumentHelp(VerifyWords.document, valueName: "file"))
    var document: String?

    @Option(help: ArgumentHelp(VerifyWords.salt, valueName: "base64"))
    var salt: String?

    @Option(help: ArgumentHelp(VerifyWords.leaf, valueName: "file"))
    var leaf: String?

    @OptionGroup var judging: EvidenceOptions

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if salt != nil, document == nil { throw ValidationError(VerifyWords.saltWithDocument) }
    }

    func run() throws {
        let walk = try EpochFile.walk(epochs, from: try GenesisFile.network(trust))
        let proof = try ProofFile(file)
        if case .evidence(let evidence) = proof { return try tell(of: evidence, walk) }
        guard judging.isEmpty else { throw ValidationError(EvidenceWords.onlyEvidence) }
        try tell(of: proof, walk)
    }

    private func tell(of proof: ProofFile, _ walk: EpochWalk) throws {
        var verifier = ReceiptVerdict(walk)
        let digest = try document.map(FileDigest.of)
        switch proof {
        case .receipts where choice.isEmpty && digest == nil: return try verifyAll(&verifier)
        case .receipts:
            let line = try ReceiptLinesReader.find(choice, in: file)
            var verdict = verifier.verdict(on: line, document: digest)
            verdict.next = VerifyWords.statusNext(file, row: choice.row, record: choice.record)
            try tell(of: verdict)
        case .receipt(let receipt):
            var verdict = try verdict(on: receipt, digest, &verifier)
            if receipt.record != nil { verdict.next = VerifyWords.statusNext(file) }
            try tell(of: verdict)
        case .logProof(let proof):
            let leaf = try leaf.map { try WholeFile.bytes($0, max: EntryBundle.maxLeafByteCount) }
            try tell(of: verifier.verdict(on: proof, leaf: leaf))
        case .checkpoint(let note): try tell(of: verifier.verdict(on: note))
        case .status(let proof): try tell(of: verifier.verdict(on: proof))
        case .evidence(let evidence): try tell(of: evidence, walk)
        }
    }

    private func verdict(on receipt: Receipt, _ digest: Digest?, _ verifier: inout ReceiptVerdict) throws -> Verdict {
        guard let digest else { return verifier.verdict(on: receipt) }
        guard let salt, let bytes = Base64.decode(salt) else { throw VerifyWords.saltNeeded(file) }
        return verifier.verdict(on: receipt, salt: bytes, document: digest)
    }

    private func tell(of verdict: Verdict) throws {
        output.print(verdict.report(file))
        guard verdict.status == .ok else { throw ExitCode(verdict.status.rawValue) }
    }

    /// Evidence brings its own steps; those of `--epochs` are trusted before them.
    private func tell(of evidence: EvidenceFile, _ walk: EpochWalk) throws {
        let report = try judging.report(on: evidence, from: walk)
        output.print(report.report(file))
        guard report.status == .ok else { throw ExitCode(report.status.rawValue) }
    }

    private func verifyAll(_ verifier: inout ReceiptVerdict) throws {
        var tally = ReceiptsTally()
        var lines = try ReceiptLinesReader(file)
        let bar = ProgressBar(isOn: !output.isJSON)
        let total = try OpenedFile(file, .reading).size()
        while let line = try lines.next() {
            tally.add(line, verifier.verdict(on: line, document: nil))
            bar.update(done: lines.offset, total: total, items: tally.count, MintWords.rows)
        }
        bar.clear()
        output.print(tally.report(file, verifier.network))
        guard tally.status == .ok else { throw ExitCode(tally.status.rawValue) }
    }
}

/// The SHA-256 of a file of any length.
enum FileDigest {
    static func of(_ path: String) throws -> Digest {
        let file = try OpenedFile(path, .reading)
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var hasher = SHA256()
        while true {
            let count = try file.read(into: &buffer)
            guard count > 0 else { return hasher.finalize() }
            hasher.update(buffer[..<count])
        }
    }
}
