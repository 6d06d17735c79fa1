import Glibc

/// Error numbers of the operating system, and their words.
enum SystemError {
    static let noSpace = ENOSPC
    static let overQuota = EDQUOT
    static let fileTooBig = EFBIG
    static let noAccess = EACCES
    static let notPermitted = EPERM
    static let readOnly = EROFS
    static let notFound = ENOENT
    static let exists = EEXIST
    static let tooManyFiles = EMFILE
    static let wouldBlock = EWOULDBLOCK
    static let ioError = EIO
    static let addressInUse = EADDRINUSE

    /// The failure of the call that has just returned.
    static func last(_ operation: String, _ file: String) -> StorageFailure {
        failure(operation, file, errno)
    }

    /// The failure with this number.
    static func failure(_ operation: String, _ file: String, _ number: Int32) -> StorageFailure {
        let reason = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "unknown error"
        return StorageFailure(file: file, operation: operation, number: number, reason: reason)
    }

    /// Makes a call again for as long as a signal interrupts it; any other failure is thrown.
    static func retrying<Result: SignedInteger>(
        _ operation: String, _ file: String, _ call: () -> Result
    ) throws -> Result {
        while true {
            let result = call()
            if result != -1 { return result }
            if errno != EINTR { throw last(operation, file) }
        }
    }
}
