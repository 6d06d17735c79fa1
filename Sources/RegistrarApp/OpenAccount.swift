internal import RegistrarAPI
internal import Rulebook
internal import Signing

extension Registrar {
    /// Opens an account; the same wallet of the same person gets the binding that it has.
    func openAccount(_ body: AccountBody) async throws -> BoundBody {
        let wish = try await confirm(body)
        if let known = try database.account(of: wish.identity) {
            guard try isBinding(known.binding, of: wish.request) else { throw RegistrarProblem.accountExists }
            return try bound(known.binding)
        }
        let new = binding(wish, of: AccountID(), serial: 1, previous: nil, issued: now())
        try database.open(new, of: wish.identity, wish.claim, at: now())
        return try bound(new.signed)
    }

    /// What a device to come finds: the account, and what the old one left for it.
    func backup(_ body: IdentityBody) async throws -> BackupBody {
        let (_, identity, _) = try await confirm(body)
        guard let account = try database.account(of: identity) else { throw RegistrarProblem.noAccount }
        try database.noteBackup(account.id, at: now())
        return BackupBody(
            account: account.id.description, serial: try read(account.binding).serial, backup: account.backup)
    }

    /// True when the binding has the very keys of the request.
    func isBinding(_ signed: [UInt8], of request: AccountRequest) throws -> Bool {
        let binding = try read(signed)
        return binding.holderKey == request.holderKey && binding.mailboxKey == request.mailboxKey
            && binding.recoveryKey == request.recoveryKey
    }

    /// A binding of our own.
    func read(_ signed: [UInt8]) throws -> WalletBinding { try SignedBinding(signed, origin: origin).binding }

    func bound(_ signed: [UInt8]) throws -> BoundBody {
        let binding = try read(signed)
        return BoundBody(
            account: binding.account.description, serial: binding.serial, binding: Base64URL.encode(signed))
    }
}
