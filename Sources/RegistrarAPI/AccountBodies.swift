/// Who a person or firm says to be: what the registrar checks before anything else.
public struct IdentityBody: Codable, Hashable, Sendable {
    public let name: String
    /// Citizen number or unified social credit code.
    public let number: String
    /// The secret that stands for the face check.
    public let face: String

    public init(name: String, number: String, face: String) {
        self.name = name
        self.number = number
        self.face = face
    }
}

/// A wallet's wish for an account, or for another binding of its account. Bytes are base64url.
public struct AccountBody: Codable, Hashable, Sendable {
    public let name: String
    public let number: String
    public let face: String
    /// The account request, signed by the holder key in it.
    public let holderProof: String
    /// The same, signed by the recovery key in it.
    public let recoveryProof: String
    /// The same, signed by the account's present holder key; nil when the old device is not at hand.
    public let previousProof: String?
    /// Thirty-two bytes, whose SHA-256 stands in the request.
    public let mailboxRoot: String
    /// A key store under the recovery code, kept for a device to come; at most 8 KiB.
    public let backup: String?

    public init(
        identity: IdentityBody, holderProof: String, recoveryProof: String, previousProof: String? = nil,
        mailboxRoot: String, backup: String? = nil
    ) {
        name = identity.name
        number = identity.number
        face = identity.face
        self.holderProof = holderProof
        self.recoveryProof = recoveryProof
        self.previousProof = previousProof
        self.mailboxRoot = mailboxRoot
        self.backup = backup
    }

    public var identity: IdentityBody { IdentityBody(name: name, number: number, face: face) }

    /// Most bytes of a backup.
    public static let maxBackupByteCount = 8 << 10
}

/// The account with its binding.
public struct BoundBody: Codable, Hashable, Sendable {
    /// In hexadecimal.
    public let account: String
    public let serial: UInt64
    /// The signed binding in base64url.
    public let binding: String

    public init(account: String, serial: UInt64, binding: String) {
        self.account = account
        self.serial = serial
        self.binding = binding
    }
}

/// A re-binding that waits.
public struct WaitingBindingBody: Codable, Hashable, Sendable {
    public let account: String
    /// POSIX seconds from which on it is in force, unless the old device forbids it.
    public let effective: UInt64

    public init(account: String, effective: UInt64) {
        self.account = account
        self.effective = effective
    }
}

/// What was kept for a device to come.
public struct BackupBody: Codable, Hashable, Sendable {
    public let account: String
    public let serial: UInt64
    /// The key store's text; nil when none was left.
    public let backup: String?

    public init(account: String, serial: UInt64, backup: String?) {
        self.account = account
        self.serial = serial
        self.backup = backup
    }
}

/// A veto in base64url.
public struct VetoBody: Codable, Hashable, Sendable {
    public let veto: String

    public init(veto: String) { self.veto = veto }
}

/// That a binding stands below an anchored root of the directory.
public struct DirectoryProofBody: Codable, Hashable, Sendable {
    /// The leaf's salt, 32 bytes in base64url.
    public let salt: String
    /// Where the leaf stands, and how many there are.
    public let index: UInt64
    public let count: UInt64
    /// The RFC 6962 path from the bottom, in hexadecimal.
    public let path: [String]
    /// The head of the registrar's log under the same commitment, in hexadecimal.
    public let log: String
    /// The salt of the anchored commitment, in base64url.
    public let anchorSalt: String
    /// The id of the `note.anchor` statement, in hexadecimal.
    public let anchor: String

    public init(
        salt: String, index: UInt64, count: UInt64, path: [String], log: String, anchorSalt: String,
        anchor: String
    ) {
        self.salt = salt
        self.index = index
        self.count = count
        self.path = path
        self.log = log
        self.anchorSalt = anchorSalt
        self.anchor = anchor
    }
}

/// The registrar as a program that asks it must know it.
public struct RegistrarBody: Codable, Hashable, Sendable {
    public let member: String
    public let origin: String
    /// How long a re-binding without old key or recovery key waits, in seconds.
    public let rebindingDelay: UInt64

    public init(member: String, origin: String, rebindingDelay: UInt64) {
        self.member = member
        self.origin = origin
        self.rebindingDelay = rebindingDelay
    }
}
