import RegistrarAPI
import Rulebook
import Sealing
import Signing

/// A wallet that asks a registrar.
struct TestWallet: Sendable {
    let keys: WalletKeys
    let holder: PrivateKey
    let origin: String

    /// A new wallet, or another device with the seed of one.
    init(_ registrar: TestRegistrar, seed: WalletSeed = WalletSeed(), holder: PrivateKey? = nil) {
        origin = registrar.origin
        keys = seed.keys(origin: origin)
        self.holder = holder ?? PrivateKey(generating: .es256)
    }

    func request(_ root: [UInt8]) -> AccountRequest {
        AccountRequest(
            holderKey: holder.publicKey, mailboxKey: keys.mailbox.publicKey.bytes, mailboxRoot: SHA256.digest(root),
            recoveryKey: keys.recovery.publicKey)
    }

    /// The wish for an account of a person; what is wrong with it is said by the arguments.
    func body(
        _ person: TestPerson, at time: UInt64, holder: PrivateKey? = nil, recovery: PrivateKey? = nil,
        previous: PrivateKey? = nil, face: String? = nil, name: String? = nil, backup: String? = nil
    ) -> AccountBody {
        let root = keys.mailboxRoot.shared
        let request = request(root)
        func proof(_ key: PrivateKey) -> String { Base64URL.encode(request.proof(by: key, origin: origin, now: time)) }
        return AccountBody(
            identity: IdentityBody(name: name ?? person.name, number: person.number, face: face ?? person.face),
            holderProof: proof(holder ?? self.holder), recoveryProof: proof(recovery ?? keys.recovery),
            previousProof: previous.map(proof), mailboxRoot: Base64URL.encode(root), backup: backup)
    }
}
