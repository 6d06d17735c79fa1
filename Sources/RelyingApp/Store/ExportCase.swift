public import Accounts
internal import Evidence
internal import Logging
internal import Printing
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// A case as its own system takes it over: every file, one after another as it is made, and last a manifest with the
/// digest of each. What has no manifest is not whole.
public struct CaseExport: Sendable {
    let desk: RelyingDesk
    let caseNumber: String
    let caller: Caller
    /// POSIX seconds.
    public let made: UInt64
    /// Uses that are looked up at once, and notices of one file.
    let pageSize: Int
    /// The newest uses; the rest is found page by page.
    let uses: (uses: [ListedUse], next: UsePlace?)

    /// One file of an export.
    public struct File: Hashable, Sendable {
        public let path: String
        public let bytes: [UInt8]
    }

    /// The manifest's first member.
    public static let format = "deedbox-export/2"
    static let manifestPath = "manifest.json"
}

extension RelyingDesk {
    /// Hands a case over: evidence and verdict of every use, and what became of the documents since. Who takes it is
    /// written down before anything is given; what is handed over is kept by whoever has it, and `retention.deleted`
    /// tells when this desk does so no more.
    public func export(_ caseNumber: String, by caller: Caller, pageSize: Int = 200) throws -> CaseExport {
        let first = try uses(CaseExport.search(caseNumber, after: nil, pageSize))
        guard !first.uses.isEmpty else { throw try unusual(.unknownCase, .find, caseNumber, "export", by: caller) }
        try audit("export", by: caller, caseNumber: caseNumber, subject: "")
        return CaseExport(
            desk: self, caseNumber: caseNumber, caller: caller, made: now(), pageSize: pageSize, uses: first)
    }
}

extension CaseExport {
    fileprivate static func search(_ caseNumber: String, after place: UsePlace?, _ pageSize: Int) -> UseSearch {
        var search = UseSearch(limit: pageSize)
        search.caseNumber = caseNumber
        search.after = place
        return search
    }

    /// Gives the files, and says how many there were. Of the whole nothing is held but the lines of the manifest.
    @discardableResult
    public func write(_ give: (File) async throws -> Void) async throws -> Int {
        var manifest = ExportManifest()
        var page = uses
        while true {
            for line in page.uses {
                manifest.add(line)
                for file in try await desk.files(of: line) {
                    manifest.add(file)
                    try await give(file)
                }
            }
            guard let next = page.next else { break }
            page = try desk.uses(CaseExport.search(caseNumber, after: next, pageSize))
        }
        try await writeNotices { file in
            manifest.add(file)
            try await give(file)
        }
        let bytes = manifest.bytes([
            "format": .string(CaseExport.format), "ledger": .string(desk.origin), "member": .string(desk.member.text),
            "case": .string(caseNumber), "made": .string(UTCTime(seconds: made).description),
        ])
        try await give(File(path: CaseExport.manifestPath, bytes: bytes))
        try desk.audit(
            "export-done", by: caller, caseNumber: caseNumber, subject: SHA256.digest(bytes).hex,
            facts: "\(manifest.count) files")
        return manifest.count + 1
    }

    /// All notices, a file for so many of them; one at least, be it empty.
    private func writeNotices(_ give: (File) async throws -> Void) async throws {
        var (number, before): (Int, UInt64?) = (1, nil)
        while true {
            let notices = try desk.notices(
                all: true, ofCase: caseNumber, before: before, limit: pageSize)
            guard number == 1 || !notices.isEmpty else { return }
            let text = JSONValue.array(notices.map(\.json)).pretty
            let path = number == 1 ? "notices.json" : "notices-\(number).json"
            try await give(File(path: path, bytes: Array(text.utf8)))
            guard notices.count == pageSize else { return }
            (number, before) = (number + 1, notices.last?.number)
        }
    }

    /// The same as one archive, in parts.
    @discardableResult
    public func writeArchive(_ give: ([UInt8]) async throws -> Void) async throws -> Int {
        let count = try await write { file in
            try await give(TarArchive.entry(file.path, file.bytes, made: made))
        }
        try await give(TarArchive.end)
        return count
    }
}

extension RelyingDesk {
    /// What is handed over of one use.
    fileprivate func files(of line: ListedUse) async throws -> [CaseExport.File] {
        let use = try self.use(line.use.number, of: line.use.grant)
        let name = "\(use.grant)-\(use.number)"
        var files: [CaseExport.File] = []
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
        return files
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
}
