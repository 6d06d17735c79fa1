/// Why a text is not a key file, or does not open.
public enum KeyFileError: Error, Hashable, Sendable {
    case notAKeyFile(JSONError)
    case nameNotAllowed
    case emptyPassphrase
    case passphraseNeeded
    /// Another passphrase, or an altered file: the two cannot be told apart.
    case wrongPassphrase
    /// The secret part is not the one of the public part.
    case publicKeyMismatch
    /// The system did not give the memory that opening the key takes.
    case notEnoughMemory(byteCount: Int64)
}

extension KeyFileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAKeyFile(let error): "not a key file: \(error)"
        case .nameNotAllowed: "the name \(KeyFile.nameRule)"
        case .emptyPassphrase: "the passphrase is empty"
        case .passphraseNeeded: "the key is sealed: give its passphrase"
        case .wrongPassphrase: "wrong passphrase, or the key file was altered"
        case .publicKeyMismatch: "the secret part does not belong to the public part"
        case .notEnoughMemory(let byteCount): "opening the key takes \(byteCount) bytes of memory, which are not free"
        }
    }
}
