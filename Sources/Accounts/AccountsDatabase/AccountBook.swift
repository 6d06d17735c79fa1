internal import Foundation
internal import GRDB
internal import Signing

/// Who may act at a desk: staff, machines, sessions, and the log of what they did. One file beside the desk's own.
///
/// Time is given by the caller, in POSIX seconds.
public struct AccountBook: Sendable {
    let database: AccountsDatabase
    let fields: FieldSeal
    let limits: SessionLimits

    /// Makes an empty book. `key` has 32 bytes and seals the secrets of codes.
    public static func create(at path: String, key: [UInt8], limits: SessionLimits = .init()) throws -> AccountBook {
        AccountBook(
            database: try AccountsDatabase(path, isNew: true), fields: FieldSeal(key: key), limits: limits)
    }

    /// Opens the book that is there.
    public static func open(at path: String, key: [UInt8], limits: SessionLimits = .init()) throws -> AccountBook {
        AccountBook(
            database: try AccountsDatabase(path, isNew: false), fields: FieldSeal(key: key), limits: limits)
    }

    /// A copy of the whole book as of one moment.
    public func copy(to path: String) throws { try database.copy(to: path) }

    static func check(name: String) throws(AccountRefusal) {
        let letters = name.utf8
        let isPlain = letters.allSatisfy { byte in
            (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2e || byte == 0x2d
        }
        guard isPlain, (2...64).contains(letters.count), letters.first.map({ $0 >= 0x61 }) ?? false else {
            throw .badName(name)
        }
    }

    static func place(_ name: String) -> String { "staff/\(name)/code" }
}

/// How long a session lives, in seconds.
public struct SessionLimits: Hashable, Sendable {
    /// From its beginning.
    public let whole: UInt64
    /// From its last use.
    public let idle: UInt64

    public init(whole: UInt64 = 10 * 3_600, idle: UInt64 = 1_800) {
        self.whole = whole
        self.idle = idle
    }
}

/// A member of the staff as lists show one.
public struct StaffMember: Hashable, Sendable {
    public let name: String
    public let roles: Set<StaffRole>
    public let isDisabled: Bool
}

/// A machine as lists show one.
public struct Machine: Hashable, Sendable {
    public let name: String
    public let roles: Set<StaffRole>
    public let expiry: UInt64
    public let isRemoved: Bool
}
