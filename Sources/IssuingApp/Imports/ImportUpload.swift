public import Accounts
internal import Foundation
public import Importing
internal import Signing

/// A file that came over HTTP with its mapping.
struct Upload: Sendable {
    let name: String
    let bytes: [UInt8]
    let mapping: Mapping
    let isDry: Bool
}

extension Desk {
    /// Refuses a file of a type that this desk may not mint; a dry run asks nothing of the ledger.
    func checkMintable(_ upload: Upload) async throws {
        guard !upload.isDry else { return }
        try await checkMintable(upload.mapping.type, upload.mapping.typeVersion)
    }

    /// Imports a file that came over HTTP: it lies in the desk's folder while it is read, and no longer. It holds its
    /// thread until the file is read.
    func importUpload(_ upload: Upload, by caller: Caller) throws -> StoredRun {
        switch upload.mapping.source {
        case .csv, .jsonLines, .xml, .sqlite: break
        case .postgres: throw DeskRefusal.badValues("a query of a server is run with the command, not over HTTP")
        }
        let name = upload.name.filter { $0.isLetter || $0.isNumber || ".-_".contains($0) }
        let folder = self.folder.newUpload
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/" + (name.isEmpty ? "upload" : name)
        try DeskFolder.write(upload.bytes, to: path)
        let run = try startImport(path, mapping: upload.mapping, isDry: upload.isDry, by: caller)
        // From here on its report stands at its address.
        try database.markTold(run.id, at: second)
        return run
    }

    /// Imports in the name of somebody who may. Who has told the report says so by `IssuingDatabase.markTold`.
    public func startImport(
        _ path: String, mapping: Mapping, isDry: Bool, report: String? = nil, by caller: Caller,
        watch: (GateProgress, StoredRun) -> Void = { _, _ in }
    ) throws -> StoredRun {
        try caller.must(.clerk)
        let run = try runImport(
            path, mapping: mapping, isDry: isDry, report: report, staff: caller.label, watch: watch)
        try accounts.audit(
            AuditLine(
                caller, isDry ? "import-dry" : "import", subject: "\(run.id)",
                facts: "\(run.accepted) \(run.faulty) \(run.repeated)"), at: second)
        return run
    }
}
