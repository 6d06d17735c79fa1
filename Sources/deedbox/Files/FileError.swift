/// A file that could not be used, and why the system says so.
package enum FileError: Error, Equatable {
    case missing(String)
    /// A folder where a file is needed.
    case folder(String)
    case exists(String)
    case reading(String, reason: String)
    case writing(String, reason: String)
    case tooLarge(String, limit: Int)
    case notUTF8(String)
    /// Another process holds the lock.
    case locked(String)
}
