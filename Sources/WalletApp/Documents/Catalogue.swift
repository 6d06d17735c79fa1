internal import Foundation
internal import NodeAPI
internal import Rulebook

extension Wallet {
    /// Keeps the names of the types and members of what the wallet holds, so that they can be read without network.
    func keepNames(_ ledger: WalletLedger, _ members: LedgerMembers) async throws {
        for row in try database.documents() {
            if let name = members.name(of: row.issuer) { try database.keepMember(row.issuer, name) }
            guard try database.type(row.type, version: row.version) == nil,
                let body = try await ledger.client.type(row.type)
            else { continue }
            // Of an older version only the newer definition is known now: better than none, and replaced by none.
            try database.keepType(body.code, version: row.version, Array(try JSONEncoder().encode(body)))
        }
    }

    /// A type's definition as it was kept; nil when it never was.
    func storedType(_ code: TypeCode, version: UInt64) throws -> TypeBody? {
        try database.type(code, version: version).flatMap { bytes in
            try? JSONDecoder().decode(TypeBody.self, from: Data(bytes))
        }
    }
    /// Keeps a type's definition as the catalogue has it now.
    func keepType(_ body: TypeBody) throws {
        try database.keepType(body.code, version: body.version, Array(try JSONEncoder().encode(body)))
    }

    /// The newest definition of a type that was kept; nil when there is none.
    func newestType(_ code: TypeCode) throws -> TypeBody? {
        try database.newestType(code).flatMap { bytes in
            try? JSONDecoder().decode(TypeBody.self, from: Data(bytes))
        }
    }
}
