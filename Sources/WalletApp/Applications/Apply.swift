public import Credentials
internal import NodeAPI
public import Rulebook
internal import Sealing
internal import Signing

extension Wallet {
    /// Applies for a document at an issuer, without any offer of it (申请返还).
    ///
    /// The wallet shows the registrar's binding and signs with the key that is bound; name and number go to this issuer
    /// alone. The issuer answers with a code for this wallet, and from there on it is a claim like any other: a clerk
    /// answers, and `resumeClaims` brings the document or the reason.
    public func apply(
        _ form: ApplicationForm, identity: HolderIdentity, words: String?, _ ledger: WalletLedger,
        by client: ClaimClient = ClaimClient()
    ) async throws -> [ClaimOutcome] {
        guard let type = TypeCode(form.kind.id) else { throw WalletRefusal.noSuchKind(form.kind.id, form.issuer) }
        let wish = HolderApplication(
            desk: form.issuer, type: type, number: identity.number, name: identity.name, words: words)
        let signed = wish.signed(by: holderKey, origin: network.origin, now: Clock.now / 1_000)
        let (link, due) = try await client.apply(form, signed, binding: try binding)
        let offer = try await client.offer(link)
        guard offer.offer.issuer == form.issuer else {
            throw WalletFailure.unreadable(form.issuer, reason: "the offer is of \(offer.offer.issuer)")
        }
        let open = try await client.redeem(offer, transactionCode: nil, keys: [holderKey.publicKey])
        let application = NewApplication(
            type: type.text, title: form.kind.title, words: words.map(sealing), due: due)
        let id = try database.keepClaim(issuer: open.issuer, application: application, at: Clock.now) { seal(open, $0) }
        return try await goOn(id, open, ledger, client)
    }

    private func sealing(_ words: String) -> @Sendable (Int64) -> [UInt8] {
        let storage = keys.storage
        return { claim in storage.seal(Array(words.utf8), at: ApplicationRow.wordsPlace(claim)) }
    }

    /// Writes down what came of a claim, if an application is behind it.
    func note(_ outcome: ClaimOutcome, ofClaim id: Int64) throws {
        switch outcome {
        case .waiting, .stopped: try database.noteAsked(ofClaim: id, at: Clock.now)
        case .files: break
        case .kept(let documents):
            try database.noteAnswer(ofClaim: id, documents: documents, answered: Clock.now / 1_000, reason: nil)
        case .refused(_, .declined(let reason, let answered)): try note(reason, answered: answered, ofClaim: id)
        case .refused(_, let refusal):
            try note(refusal.words.detail, answered: Clock.now / 1_000, ofClaim: id)
        }
    }

    private func note(_ reason: Bilingual, answered: UInt64, ofClaim id: Int64) throws {
        let limit = Bilingual.maxByteCount
        let short = Bilingual(zh: reason.zh.cut(to: limit), en: reason.en.cut(to: limit))
        try database.noteAnswer(
            ofClaim: id, documents: [], answered: answered,
            reason: keys.storage.seal(short.encoded, at: ApplicationRow.reasonPlace(id)))
    }
}

extension String {
    /// At most so many bytes, whole characters.
    fileprivate func cut(to limit: Int) -> String {
        var text = self
        while text.utf8.count > limit { text.removeLast() }
        return text
    }
}

extension CredentialConfiguration {
    /// Its name in both languages; the code where the issuer says none.
    public var title: Bilingual {
        func name(_ language: String) -> String? {
            display.first { $0.locale.hasPrefix(language) }?.name ?? display.first?.name
        }
        return Bilingual(zh: name("zh") ?? id, en: name("en") ?? id)
    }
}
