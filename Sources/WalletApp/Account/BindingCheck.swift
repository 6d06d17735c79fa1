internal import NodeAPI
internal import RegistrarAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension Wallet {
    /// The registrar's binding of this wallet's keys: refused unless the registrar is a member with that role, signed
    /// it with a key of its own, for this ledger, and names exactly these keys.
    func check(_ bound: BoundBody, _ ledger: WalletLedger) async throws -> SignedBinding {
        guard let bytes = Base64URL.decode(bound.binding) else {
            throw WalletRefusal.badBinding(Bilingual(zh: "不是 base64url", en: "it is not base64url"))
        }
        let signed: SignedBinding
        do throws(BindingError) { signed = try SignedBinding(bytes, origin: network.origin) } catch {
            throw WalletRefusal.badBinding(Bilingual(zh: "\(error)", en: "\(error)"))
        }
        let members = try await LedgerMembers(ledger.client)
        try check(signed, by: members)
        let binding = signed.binding
        guard binding.holderKey == holderKey.publicKey, binding.mailboxKey == keys.mailbox.publicKey.bytes,
            binding.recoveryKey == keys.recovery.publicKey
        else {
            throw WalletRefusal.badBinding(
                Bilingual(zh: "它绑定的不是本钱包的密钥", en: "it binds other keys than those of this wallet"))
        }
        return signed
    }

    private func check(_ signed: SignedBinding, by members: LedgerMembers) throws(WalletRefusal) {
        guard signed.registrar == settings.registrar else {
            throw .badBinding(
                Bilingual(
                    zh: "由 \(signed.registrar) 签署，而本钱包的核验方是 \(settings.registrar)",
                    en: "it is signed in the name of \(signed.registrar), and this wallet's registrar is "
                        + "\(settings.registrar)"))
        }
        guard members.has(.registrar, signed.registrar) else {
            throw .badBinding(
                Bilingual(
                    zh: "\(signed.registrar) 不是账本上的实名核验方",
                    en: "\(signed.registrar) is no registrar on the ledger"))
        }
        let keys = SignatureAlgorithm.allCases.flatMap {
            members.keys(of: signed.registrar, $0, at: signed.binding.issued)
        }
        guard signed.isSigned(by: keys) else {
            throw .badBinding(
                Bilingual(
                    zh: "签名不是 \(signed.registrar) 在账本上的密钥所作",
                    en: "no key that \(signed.registrar) has on the ledger signed it"))
        }
    }
}
