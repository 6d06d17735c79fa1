public import Accounts
internal import Credentials
internal import Foundation
internal import Rulebook
public import Signing

/// Another key, with its certificates, signs documents and status lists from now on.
extension Desk {
    /// The keys by which this desk's documents are checked: the one that signs, then those that did before, the latest
    /// first.
    package func publishedKeys() throws -> [PublicKey] {
        [keys.documents.publicKey] + (try database.formerIssuerKeys())
    }

    /// Replaces the key. The former one's public half stays published for good, its private half is gone; every status
    /// list is due to be signed anew. Batches that are signed already go to the ledger as they are.
    ///
    /// Who calls holds the desk's minting lock, and opens the desk anew afterwards. Cut off at any moment, the desk has
    /// either the former key or the new one. Throws `DeskRefusal`, `AccountRefusal`, `DeskFailure`, `KeyFileError`.
    public func replaceKeys(
        _ file: KeyFile, certificates: [[UInt8]], passphrases: Passphrases = Passphrases(), by caller: Caller
    ) throws {
        try caller.must(.admin)
        // Whoever seals a key with another passphrase than this one would find a desk that does not open.
        let key = try file.unlock(with: passphrases).publicKey
        guard file.purpose == .credential, key.algorithm == .es256 else { throw DeskRefusal.notACredentialKey }
        guard try !publishedKeys().contains(key) else { throw DeskRefusal.keyWasUsed }
        if let own = certificates.first, CertificateText.key(of: own) != key {
            throw DeskRefusal.otherCertificate
        }
        let former = try database.keyReplacements()
        try folder.writeCredentialKey(file, certificates: certificates, replacement: former + 1)
        let name = Base64URL.encode(JSONWebKey(key).thumbprint.bytes)
        try accounts.audit(AuditLine(caller, "keys-replace", subject: name), at: second)
        try database.replaceIssuerKey(keys.documents.publicKey, at: second)
        try folder.removeCredentialKey(replacement: former)
    }
}

/// The files of the key that signs documents: each replacement has its own, and the database tells which one counts.
extension DeskFolder {
    /// The key of documents after so many replacements.
    func credentialKey(_ replacement: UInt64) -> String {
        path + (replacement == 0 ? "/credential.key" : "/credential-\(replacement).key")
    }

    /// Its certificates.
    func certificates(_ replacement: UInt64) -> String {
        path + (replacement == 0 ? "/certificates.pem" : "/certificates-\(replacement).pem")
    }

    /// Writes a key with its certificates; what an attempt that was cut off has left makes room.
    func writeCredentialKey(_ file: KeyFile, certificates chain: [[UInt8]], replacement: UInt64) throws {
        try removeCredentialKey(replacement: replacement)
        try DeskFolder.write(Array(file.encoded.utf8), to: credentialKey(replacement))
        let text = chain.map { CertificateText.encode($0) }.joined(separator: "\n")
        try DeskFolder.write(Array(text.utf8), to: certificates(replacement))
    }

    fileprivate func removeCredentialKey(replacement: UInt64) throws {
        for file in [credentialKey(replacement), certificates(replacement)]
        where FileManager.default.fileExists(atPath: file) {
            try FileManager.default.removeItem(atPath: file)
        }
    }
}
