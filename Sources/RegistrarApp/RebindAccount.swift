internal import RegistrarAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension Registrar {
    /// Binds an account to other keys: at once by the old holder key or the recovery key, else after a wait in which
    /// the old device is told and may forbid it.
    func rebind(_ body: AccountBody) async throws -> RebindingOutcome {
        let wish = try await confirm(body)
        guard let account = try database.account(of: wish.identity) else { throw RegistrarProblem.noAccount }
        if try isBinding(account.binding, of: wish.request) { return .bound(try bound(account.binding)) }
        let present = try SignedBinding(account.binding, origin: origin)
        if isAuthorised(wish, by: present.binding) {
            let new = binding(
                wish, of: account.id, serial: present.binding.serial + 1, previous: present.digest, issued: now())
            try database.bind(new, at: now())
            return .bound(try bound(new.signed))
        }
        return .waiting(try wait(wish, account, present))
    }

    /// True when the account's present keys stand behind the wish.
    private func isAuthorised(_ wish: ConfirmedWish, by present: WalletBinding) -> Bool {
        // The proof by the recovery key of the request was checked: the same key is the account's own.
        if wish.request.recoveryKey == present.recoveryKey { return true }
        guard let previous = wish.previous, previous.request == wish.request else { return false }
        return previous.isSigned(by: present.holderKey) || previous.isSigned(by: present.recoveryKey)
    }

    private func wait(
        _ wish: ConfirmedWish, _ account: StoredAccount, _ present: SignedBinding
    ) throws -> WaitingBindingBody {
        if let waiting = try database.waiting(account.id) {
            guard try isBinding(waiting.new.signed, of: wish.request) else { throw RegistrarProblem.rebindingWaits }
            return WaitingBindingBody(account: account.id.description, effective: waiting.effective)
        }
        let effective = now() + configuration.rebindingDelay
        let new = binding(
            wish, of: account.id, serial: present.binding.serial + 1, previous: present.digest, issued: effective)
        let notice = try notice(of: new, effective, to: account, present.binding)
        try database.wait(new, until: effective, notice: notice, at: now())
        return WaitingBindingBody(account: account.id.description, effective: effective)
    }

    /// The notice for the old mailbox; it lies there a month longer than the wait.
    private func notice(
        of new: NewBinding, _ effective: UInt64, to account: StoredAccount, _ present: WalletBinding
    ) throws -> SealedNotice {
        guard let mailbox = SealingPublicKey(present.mailboxKey) else {
            preconditionFailure("the mailbox key of a binding was checked when it was made")
        }
        let pair = account.root.pairSecret(member: configuration.member.text)
        let first = PairSecret.firstNumber(serial: present.serial)
        let tag = pair.tag(first + (try database.nextNotice(account.id)))
        let notice = RebindingNotice(binding: new.signed, effective: effective)
        let body = try Delivery.rebinding(notice).sealed(to: mailbox, origin: origin, at: tag)
        return SealedNotice(
            tag: tag, eraser: notice.erase.eraser, body: body, expiry: effective + 30 * 86_400)
    }

    /// Forbids a re-binding that waits, by a key of the account as it is.
    func veto(_ body: VetoBody) throws {
        guard let bytes = Base64URL.decode(body.veto) else { throw RegistrarProblem.badProof("not base64url") }
        let signed: SignedVeto
        do { signed = try SignedVeto(bytes, origin: origin, now: now()) } catch {
            throw RegistrarProblem.badProof("\(error)")
        }
        guard let account = try database.account(signed.veto.account) else { throw RegistrarProblem.nothingWaits }
        let present = try read(account.binding)
        guard signed.isSigned(by: present.holderKey) || signed.isSigned(by: present.recoveryKey) else {
            throw RegistrarProblem.badProof("not signed by a key of the account")
        }
        try database.veto(signed.veto, at: now())
    }
}
