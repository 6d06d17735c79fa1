internal import Credentials
internal import NodeAPI
internal import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension Wallet {
    /// Fetches the plain request to which a link leads, checks it, and keeps it; its number among plain requests.
    ///
    /// A member of the ledger is answered in this way only within a scene that says so.
    public func fetchPresentation(_ text: String, _ ledger: WalletLedger) async throws -> Int64 {
        guard let link = PresentationLink(text) else { throw PresentingRefusal.notALink }
        let index = keys.storage.index(Array(text.utf8), of: "presentation/link")
        if let known = try database.presentation(link: index) { return known }
        let walletNonce = link.isPosted ? Base64URL.encode(Random.bytes(16)) : nil
        let request = try await fetch(link, walletNonce)
        let now = Clock.now / 1_000
        let received: ReceivedPresentationRequest
        do throws(PresentationRefusal) {
            received = try ReceivedPresentationRequest(
                parsing: request, from: link, walletNonce: walletNonce, at: now)
        } catch { throw PresentingRefusal.request(error) }
        let asked = AskedPresentation(
            link: text, request: request, walletNonce: walletNonce, fetched: now,
            member: try await asking(received, ledger))
        let sealed = keys.storage.seal(asked.encoded, at: AskedPresentation.place(index))
        return try database.keepPresentation(link: index, sealed, at: Clock.now)
    }

    private func fetch(_ link: PresentationLink, _ walletNonce: String?) async throws -> String {
        let door = ClaimDoor()
        let form = PresentationFetch(walletNonce: walletNonce).form
        let answer =
            if link.isPosted {
                try await door.post(
                    link.address, ClaimDoor.Post(mediaType: FormText.mediaType, body: Array(form.utf8)))
            } else { try await door.get(link.address) }
        guard answer.status == 200, answer.body.count <= PresentationRequest.maxByteCount,
            let text = String(validating: answer.body, as: UTF8.self)
        else { throw PresentingRefusal.notGiven(answer.status) }
        return text
    }

    /// The member that asks, when one does: by what it says of itself, or by a key that it has on the ledger.
    private func asking(
        _ received: ReceivedPresentationRequest, _ ledger: WalletLedger
    ) async throws -> AskedPresentation.Asking? {
        let request = received.request
        let said = request.statements.filter { $0.format == SceneStatement.format }
            .compactMap { SceneStatement.Received($0.data) }.first { $0.statement.origin == network.origin }
        guard let said else {
            let members = try await LedgerMembers(ledger.client)
            if let member = members.owner(of: received.certificate.key) { throw PresentingRefusal.counted(member) }
            return nil
        }
        let statement = said.statement
        guard statement.clientID == request.clientID, statement.nonce == request.nonce else {
            throw PresentingRefusal.notOfMember(statement.party)
        }
        return try await asking(said, request.query, ledger)
    }

    private func asking(
        _ said: SceneStatement.Received, _ query: PresentationQuery, _ ledger: WalletLedger
    ) async throws -> AskedPresentation.Asking {
        let statement = said.statement
        let seen = try database.seenHeight()
        let member = try await ledger.ask(Member.self, .member, .member(statement.party), seen: seen)
        let now = max(Clock.now, member.time)
        let details = member.value?.details(at: now)
        let keys = details?.keys.filter { $0.isValid(at: now) }.map(\.key) ?? []
        guard member.value?.suspended == nil, said.isSigned(byOneOf: keys) else {
            throw PresentingRefusal.notOfMember(statement.party)
        }
        if let details { try database.keepMember(statement.party, details.name) }
        let entry = try await ledger.ask(
            SceneEntry.self, .scene, .scene(statement.party, statement.scene), seen: seen)
        guard let found = entry.value, found.isApproved, found.ended == nil, found.scene.allowsUncounted else {
            throw PresentingRefusal.counted(statement.party)
        }
        let profile = found.scene.profiles.first { $0.id == statement.profile }
        guard let profile, profile.covers(query) else { throw PresentingRefusal.beyondScene(statement.party) }
        return AskedPresentation.Asking(party: statement.party, scene: found.scene)
    }
}

extension SceneProfile {
    /// True when a query asks for nothing that the profile does not: each part is of one of its types, and each claim
    /// one of that type's fields.
    fileprivate func covers(_ query: PresentationQuery) -> Bool {
        query.credentials.allSatisfy { asked in
            guard let fields = fields.first(where: { $0.type.text == asked.id })?.fields else { return false }
            return (asked.claims ?? []).allSatisfy { claim in
                guard case .member(let name)? = claim.path.steps.last else { return false }
                return fields.contains { $0.path == name }
            }
        }
    }
}
