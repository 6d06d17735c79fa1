internal import Credentials
internal import Rulebook
internal import Sealing
internal import Signing

/// The keys of a desk, each for its own purpose.
public struct DeskKeys: Sendable {
    /// Signs the member's acts.
    let statement: PrivateKey
    /// Signs documents.
    let documents: DocumentSigner
    /// Signs status lists.
    let statusLists: JWSSigner
    /// Seals what names a person in the desk's files.
    let storage: StorageKey
    /// Seals what belongs to staff.
    let accounts: [UInt8]

    /// Nil when the credential key is not of ES256.
    init?(statement: PrivateKey, credential: PrivateKey, chain: [[UInt8]], storage: [UInt8]) {
        let id = Base64URL.encode(JSONWebKey(credential.publicKey).thumbprint.bytes)
        guard let documents = DocumentSigner(credential, chain: chain, decoyMultiple: 1),
            let lists = JWSSigner(credential, type: StatusListToken.type, keyID: id, x5c: chain),
            let key = SecretKey(storage)
        else { return nil }
        self.statement = statement
        self.documents = documents
        statusLists = lists
        self.storage = StorageKey(key)
        accounts = DeskKeys.accountsKey(storage)
    }

    /// The key of the accounts' file follows from the storage key.
    static func accountsKey(_ storage: [UInt8]) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(Array("deedbox/desk/accounts/v1".utf8))
        hasher.update(storage)
        return hasher.finalize().bytes
    }
}
