import ArgumentParser
import RegistrarApp
import Rulebook
import Sealing
import Signing

/// Where a registrar's data lie, and with which keys it works.
struct RegistrarOptions: ParsableArguments {
    @Option(help: ArgumentHelp(RegistrarWords.data, valueName: "folder"))
    var data: String
    @Option(help: ArgumentHelp(RegistrarWords.genesis, valueName: "genesis"))
    var genesis: String
    @OptionGroup var signer: MemberSigner

    /// The same options, for a command that is to be copied.
    var words: String { "--data \(data) --genesis \(genesis) " + signer.words }

    /// The file of the key that seals the database.
    var storagePath: String { data + "/storage.keys" }

    /// The ledger.
    func network() throws -> Network { try GenesisFile.network(genesis) }

    /// The registrar's settings, with its keys opened.
    func configuration() throws -> RegistrarConfiguration {
        let (key, member) = try signer.open()
        return RegistrarConfiguration(data: data, member: member, key: key, storage: try storage())
    }

    /// The key of the database, from its file.
    private func storage() throws -> StorageKey {
        let text = try WholeFile.text(storagePath, max: 256 << 10)
        do throws(KeyFileError) {
            let store = try KeyStore(parsing: text)
            let words = store.isLocked ? try? signer.passphrases.read(for: storagePath) : nil
            guard let key = SecretKey(try store.open(passphrase: words).content) else { throw .publicKeyMismatch }
            return StorageKey(key)
        } catch { throw KeyWords.badFile(storagePath, error) }
    }
}

extension PassphraseFiles {
    /// The first passphrase, for a key store.
    func read(for path: String) throws -> String? { try passphraseFile.first.map(Passphrase.read) }
}
