internal import Credentials
internal import NodeAPI
internal import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension Wallet {
    /// Fetches the request to which a link leads, checks it, and keeps it; its number in this wallet.
    ///
    /// The number of the once-only key is kept before the key is sent. The same link again is the same request: the
    /// desk gives its session to that key alone.
    public func fetchRequest(_ text: String, _ ledger: WalletLedger) async throws -> Int64 {
        guard let link = RequestLink(text) else { throw GrantRefusal.notALink(text) }
        let index = keys.storage.index(Array(link.link.utf8), of: "request/link")
        let row = try database.drawRequest(link: index, from: try firstGrantNumber, at: Clock.now)
        guard row.state == .drawn || row.state == .open else { return row.id }
        let asked = try await asked(at: link, by: keys.grantKey(row.number), ledger)
        try database.keepAsked(row.id, keys.storage.seal(asked.encoded, at: AskedRequest.place(row.number)))
        return row.id
    }

    /// Each binding of an account has 2^32 numbers of its own, so that a new device never draws a key that an old one
    /// had.
    var firstGrantNumber: UInt64 {
        get throws { PairSecret.firstNumber(serial: try bound.serial) }
    }

    private func asked(
        at link: RequestLink, by key: PrivateKey, _ ledger: WalletLedger
    ) async throws -> AskedRequest {
        let sealing = SealingPrivateKey()
        let fetch = RequestFetch(grantKey: key.publicKey, sealingKey: sealing.publicKey)
        let received = try await RelyingClient(timeoutSeconds: 30).request(at: link, fetch: fetch, key: sealing)
        let seen = try database.seenHeight()
        let member = try await ledger.ask(Member.self, .member, .member(link.party), seen: seen)
        let now = max(Clock.now, member.time)
        let signing = member.value?.details(at: now).keys.filter { $0.isValid(at: now) }.map(\.key) ?? []
        let object = try received.checked(by: signing, origin: network.origin, at: Clock.now / 1_000)
        let party = try await ledger.askingParty(link.party, object.scene, seen: seen)
        try database.keepMember(link.party, party.details.name)
        return try party.checked(object)
    }
}

extension AskingParty {
    /// The request, when it keeps within the scene and is sealed to the party's key of today.
    func checked(_ object: RequestObject) throws(GrantRefusal) -> AskedRequest {
        guard let asked = AskedRequest(object, in: scene) else { throw .notARequest(id) }
        try check(asked)
        guard let profile = asked.profile, object.asksFor(profile) else { throw .otherQuery(id, asked.request.profile) }
        guard object.sealingKey == sealingKey else { throw .otherSealingKey(id) }
        return asked
    }

    /// Refuses what goes beyond the scene as it is now.
    func check(_ asked: AskedRequest) throws(GrantRefusal) {
        let request = asked.request
        guard scene.profiles.contains(where: { $0.id == request.profile }) else {
            throw .unknownProfile(id, request.profile)
        }
        guard (1...scene.maxUses).contains(request.maxUses) else {
            throw .beyondScene(id, .uses, asked: request.maxUses, limit: scene.maxUses)
        }
        guard (1...scene.term).contains(request.term) else {
            throw .beyondScene(id, .expiry, asked: request.term, limit: scene.term)
        }
    }
}
