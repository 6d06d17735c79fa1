/// Why the accounts do not do what was asked.
public enum AccountRefusal: Error, Hashable, Sendable {
    /// Name, password or code is wrong; which of them is not told.
    case wrongCredentials
    /// After too many wrong attempts.
    case locked(seconds: UInt64)
    /// No session or token, or one that is over.
    case notSignedIn
    /// A form without the token of its session.
    case noFormToken
    /// The caller lacks every one of these roles.
    case roleNeeded([StaffRole])
    case nameTaken(String)
    case unknownName(String)
    /// 2 to 64 letters a-z, digits, dots and hyphens, beginning with a letter.
    case badName(String)
    /// Shorter than `Password.minCount` characters or longer than `Password.maxByteCount` bytes.
    case badPassword
    /// A machine cannot approve.
    case machineApprover
    case badExpiry
    /// The last admin stays.
    case lastAdmin
    /// As much of this is under way as the desk bears.
    case busy
}
