/// Passphrases that may open sealed key files. Prints as `<secret>`.
public struct Passphrases: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    package let words: [String]

    /// Passphrases in the order in which they are tried.
    public init(_ words: [String] = []) { self.words = words }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension KeyFile {
    /// The key, by the first passphrase that opens it; a plain file needs none and looks at none.
    public func unlock(with passphrases: Passphrases) throws(KeyFileError) -> PrivateKey {
        guard isSealed, !passphrases.words.isEmpty else { return try unlock(passphrase: nil) }
        for word in passphrases.words {
            do throws(KeyFileError) { return try unlock(passphrase: word) } catch {
                guard error == .wrongPassphrase else { throw error }
            }
        }
        throw .wrongPassphrase
    }
}
