/// A call of the operating system that failed, with the file it was made on and what to do next.
public struct StorageFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file or directory.
    public let file: String
    /// The call, as its manual page names it.
    public let operation: String
    /// The error number of the call.
    public let number: Int32
    /// The error in words.
    public let reason: String

    public var description: String {
        "\(file): \(operation) failed: \(reason) (error \(number)). \(nextStep)"
    }

    /// What the operator does about it.
    public var nextStep: String {
        switch number {
        case SystemError.noSpace, SystemError.overQuota, SystemError.fileTooBig:
            "Free space or raise the limit, then start the node again; nothing that was acknowledged is lost."
        case SystemError.noAccess, SystemError.notPermitted, SystemError.readOnly:
            "Let the node's user read and write this file, then start the node again."
        case SystemError.notFound:
            "Check the configured data directory; a node makes a new one only when it is told to."
        case SystemError.tooManyFiles:
            "Raise the limit of open files (ulimit -n), then start the node again."
        default:
            "Check the disk, then start the node again."
        }
    }
}

/// A write failed before, so what is on disk is not known to be what was written: only a restart reads it anew.
public struct StoreFailed: Error, Equatable, Sendable, CustomStringConvertible {
    /// The store that refuses.
    public let store: String
    /// The error that came first.
    public let cause: String

    public var description: String {
        "\(store): takes nothing more since a write failed (\(cause)) "
            + "Start the node again: it checks what the disk holds."
    }
}

/// Remembers the first failed write of a store and refuses every later one.
struct FailureLatch: Sendable {
    let store: String
    private var cause: String?

    init(store: String) { self.store = store }

    /// Throws when a write failed before.
    func check() throws {
        if let cause { throw StoreFailed(store: store, cause: cause) }
    }

    /// Makes a failed write final.
    mutating func trip(_ error: any Error) {
        if cause == nil { cause = "\(error)" }
    }
}
