internal import Credentials
internal import Rulebook
internal import Sealing
internal import Signing

/// What a holder chooses in answer to a plain request.
public struct PresentingWish: Hashable, Sendable {
    /// Claims that are shown besides what is needed, and claims that are not shown, by their place or last name.
    public var with: Set<String>
    public var without: Set<String>
    /// Numbers of documents to show, where several answer.
    public var documents: [Int64]

    public init(with: Set<String> = [], without: Set<String> = [], documents: [Int64] = []) {
        self.with = with
        self.without = without
        self.documents = documents
    }
}

/// What became of an answer to a plain request.
public struct PresentedAnswer: Hashable, Sendable {
    public let id: Int64
    public let isRefusal: Bool
    /// Where the verifier wants the browser to go on; nil when nowhere.
    public let redirect: String?
}

extension Wallet {
    /// Shows what a plain request asks, sealed to whom it says. Run again, it sends the same bytes again.
    public func present(
        _ id: Int64, _ wish: PresentingWish, _ ledger: WalletLedger
    ) async throws -> PresentedAnswer {
        let row = try waiting(id)
        guard row.state == .open else { return try await send(row) }
        let (asked, received) = try asked(row)
        try checkTime(received, id)
        if let member = asked.member { try await checkScene(member, ledger) }
        let view = try view(row, try await documents(.reached(ledger)))
        guard view.canAnswer else { throw PresentingRefusal.nothingAnswers(id) }
        let shown = try wish.choose(view, received.request.query)
        let answers = try shown.map { part in
            PresentationResponse.Answer(query: part.query, presentations: [try bound(part, received.request)])
        }
        let parts = shown.map { part in
            ShownPresentation.Part(
                query: part.query, document: part.document, commitment: part.commitment,
                paths: part.paths.map(\.description))
        }
        return try await answer(
            row, received, .presented(answers, state: received.request.state), ShownPresentation(parts))
    }

    /// Says no. A verifier cannot tell it from a wallet that holds nothing that answers.
    public func refusePresentation(_ id: Int64) async throws -> PresentedAnswer {
        let row = try waiting(id)
        guard row.state == .open else { return try await send(row) }
        let (_, received) = try asked(row)
        let refusal = PresentationResponse.refused(
            code: PresentationErrorCode.accessDenied.rawValue, state: received.request.state)
        return try await answer(row, received, refusal, nil)
    }

    private func waiting(_ id: Int64) throws -> PresentationRow {
        guard let row = try database.presentation(id) else { throw PresentingRefusal.noSuchRequest(id) }
        guard row.state == .open || row.state == .sending else { throw PresentingRefusal.answered(id) }
        return row
    }

    private func checkTime(_ received: ReceivedPresentationRequest, _ id: Int64) throws {
        if let end = received.request.expiry, Clock.now / 1_000 >= end { throw PresentingRefusal.over(id, at: end) }
    }

    /// The scene may have ended, or another been declared in its place, since the request was fetched.
    private func checkScene(_ member: AskedPresentation.Asking, _ ledger: WalletLedger) async throws {
        let entry = try await ledger.ask(
            SceneEntry.self, .scene, .scene(member.party, member.scene.code), seen: try database.seenHeight())
        guard let found = entry.value, found.isApproved, found.ended == nil, found.scene == member.scene else {
            throw PresentingRefusal.counted(member.party)
        }
    }

    /// The presentation of one document with the chosen claims, signed for this verifier and this request.
    private func bound(_ part: ChosenPart, _ request: PresentationRequest) throws -> String {
        guard let row = try database.document(part.document) else {
            throw WalletRefusal.noSuchDocument(part.document)
        }
        let document = try SDJWT(parsing: try opened(row).content.credential)
        let claims = try DocumentClaims(try document.unverifiedClaims().claims)
        guard let key = key(claims) else { throw GrantRefusal.noHolderKey(row.id) }
        let shown = try document.showing(part.paths)
        let signed = shown.bound(
            by: key, audience: request.clientID, nonce: request.nonce, issuedAt: Clock.now / 1_000)
        guard let signed else { preconditionFailure("a holder key is of ES256") }
        return signed.text
    }

    /// Keeps the answer before it is sent, as it is sent.
    private func answer(
        _ row: PresentationRow, _ received: ReceivedPresentationRequest, _ response: PresentationResponse,
        _ shown: ShownPresentation?
    ) async throws -> PresentedAnswer {
        guard let form = response.form(for: received.request.sealing) else {
            preconditionFailure("the key was read as one of P-256")
        }
        let isKept = try database.keepPresented(
            row.id, answer: keys.storage.seal(Array(form.utf8), at: PresentationRow.answerPlace(row.link)),
            choice: shown.map { keys.storage.seal($0.encoded, at: ShownPresentation.place(row.link)) }, at: Clock.now)
        guard isKept, let kept = try database.presentation(row.id) else { throw PresentingRefusal.answered(row.id) }
        return try await send(kept)
    }

    private func send(_ row: PresentationRow) async throws -> PresentedAnswer {
        guard let sealed = row.answer else { throw PresentingRefusal.answered(row.id) }
        let form = try opened(sealed, at: PresentationRow.answerPlace(row.link))
        let address = try asked(row).received.request.responseURI
        let answer = try await ClaimDoor().post(address, ClaimDoor.Post(mediaType: FormText.mediaType, body: form))
        guard (200..<300).contains(answer.status) else {
            guard answer.status < 500, answer.status != 429 else {
                throw WalletFailure.unreachable(address, reason: "status \(answer.status)")
            }
            throw PresentingRefusal.notTaken(status: answer.status)
        }
        let isRefusal = row.choice == nil
        try database.finishPresentation(row.id, isRefusal ? .refused : .shown)
        return PresentedAnswer(id: row.id, isRefusal: isRefusal, redirect: PresentedAnswer.redirect(answer.body))
    }
}

extension PresentationRow {
    /// Where the form that is posted is sealed.
    static func answerPlace(_ link: Digest) -> String { "presentation/answer/\(link)" }
}

extension PresentedAnswer {
    /// An address over TLS or of this machine; nil for anything else that a verifier may say.
    fileprivate static func redirect(_ body: [UInt8]) -> String? {
        guard let value = try? JSONValue(parsing: body, maxByteCount: 65_536), case .object(let object) = value,
            case .string(let text)? = object["redirect_uri"], PresentationLink.address(text) != nil
        else { return nil }
        return text
    }
}
