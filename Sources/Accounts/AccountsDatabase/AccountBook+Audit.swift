internal import Foundation
internal import GRDB
internal import Signing

/// The log of what was done.
extension AccountBook {
    /// Adds a line, durably.
    @discardableResult
    public func audit(_ line: AuditLine, at second: UInt64) throws -> AuditEntry {
        try database.writing { try AuditEntry.append(line, at: second, $0) }
    }

    /// Lines after a number, in order; from the beginning with 0.
    public func auditLines(after number: UInt64 = 0, limit: Int = 1_000) throws -> [AuditEntry] {
        try database.reading { try AuditEntry.lines(after: number, limit: limit, $0) }
    }

    /// Walks the whole log and compares every hash.
    public func auditVerdict() throws -> AuditVerdict { try database.reading { try AuditEntry.verdict($0) } }
}

/// Roles guard acts.
extension Caller {
    /// Refuses unless the caller has one of these roles.
    public func must(_ roles: StaffRole...) throws(AccountRefusal) {
        guard roles.contains(where: has) else { throw .roleNeeded(roles) }
    }
}
