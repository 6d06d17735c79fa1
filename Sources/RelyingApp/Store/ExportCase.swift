public import Accounts
internal import Evidence
internal import Logging
internal import Printing
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// A case as its own system takes it over: a manifest, and every file with its digest.
public struct CaseExport: Sendable {
    /// By path, in order; the manifest is the first.
    public let files: [File]
    /// POSIX seconds.
    public let made: UInt64

    /// One file of an export.
    public struct File: Hashable, Sendable {
        public let path: String
        public let bytes: [UInt8]
    }

    /// The manifest's first member.
    public static let format = "deedbox-export/1"

    /// All files as one archive.
    public var tar: [UInt8] { TarArchive(files: files.map { ($0.path, $0.bytes) }, time: made).bytes }
}

extension RelyingDesk {
    /// Hands a case over: evidence and verdict of every use, and what became of the documents since. Who took it is
    /// written down; what is handed over is kept by whoever has it, and `retention.deleted` tells when this desk does
    /// so no more.
    public func export(_ caseNumber: String, by caller: Caller) async throws -> CaseExport {
        var search = UseSearch(limit: UseSearch.maxLimit)
        search.caseNumber = caseNumber
        var listed: [ListedUse] = []
        repeat {
            let page = try uses(search)
            listed += page.uses
            search.after = page.next
        } while search.after != nil
        guard !listed.isEmpty else { throw try unusual(.unknownCase, .find, caseNumber, "export", by: caller) }
        var files: [CaseExport.File] = []
        for line in listed {
            let use = try self.use(line.use.number, of: line.use.grant)
            let name = "\(use.grant)-\(use.number)"
            if use.content != nil {
                let file = try await evidence(of: use)
                let bytes = Array(file.text.utf8)
                files.append(CaseExport.File(path: "evidence/\(name).json", bytes: bytes))
                if let pages = try await summary(of: file, SHA256.digest(bytes), use) {
                    files.append(CaseExport.File(path: "summaries/\(name).pdf", bytes: pages))
                }
            }
            if let verdict = use.verdict {
                files.append(CaseExport.File(path: "verdicts/\(name).json", bytes: Array(verdict.utf8)))
            }
        }
        let notices = try notices(all: true, ofCase: caseNumber, limit: 1_000)
        files.append(
            CaseExport.File(
                path: "notices.json", bytes: Array(JSONValue.array(notices.map(\.json)).pretty.utf8)))
        let made = now()
        let manifest = manifest(of: caseNumber, listed, files, made)
        try audit(
            "export", by: caller, caseNumber: caseNumber, subject: SHA256.digest(manifest).hex,
            facts: "\(files.count) files")
        return CaseExport(files: [CaseExport.File(path: "manifest.json", bytes: manifest)] + files, made: made)
    }

    /// The evidence on paper; nil where this machine cannot print, for the page proves nothing.
    private func summary(of file: EvidenceFile, _ digest: Digest, _ use: StoredUse) async throws -> [UInt8]? {
        let genesis = try await ledger.walk().network(atSize: 0)
        do {
            let summary = try EvidenceSummary(
                file, digest: digest, trusting: genesis, demands: try demands(of: use.grant) ?? Demands())
            let pages = try summary.pdf()
            for glyph in pages.missing { logger.warning("the summary of use \(use.number) lacks a glyph: \(glyph)") }
            return pages.bytes
        } catch let error as PrintingError {
            logger.warning("the summary of use \(use.number) is not printed: \(error)")
            return nil
        }
    }

    private func manifest(
        of caseNumber: String, _ uses: [ListedUse], _ files: [CaseExport.File], _ made: UInt64
    ) -> [UInt8] {
        let manifest: JSONValue = [
            "format": .string(CaseExport.format), "ledger": .string(origin), "member": .string(member.text),
            "case": .string(caseNumber), "made": .string(UTCTime(seconds: made).description),
            "uses": .array(uses.map(\.json)),
            "files": .array(
                files.map { file in
                    [
                        "path": .string(file.path), "bytes": .integer(Int64(file.bytes.count)),
                        "sha256": .string(SHA256.digest(file.bytes).hex),
                    ]
                }),
        ]
        return Array((manifest.pretty + "\n").utf8)
    }
}
