internal import Credentials
public import RelyingAPI
internal import Rulebook
package import Signing

extension RelyingDesk {
    /// Takes a wallet's answer: once, while the request lives. The body of the answer to the wallet comes back.
    package func take(
        _ form: String, ofPresentation id: SessionID, reading documents: any PublicDocuments
    ) async throws -> JSONObject {
        let found = try presentation(known: id)
        guard let content = found.content else { throw RelyingProblem.notFetched }
        guard found.state == .asked else { throw RelyingProblem.presentationDone }
        guard now() < found.ends + Session.grace else { throw RelyingProblem.sessionOver(at: found.ends) }
        let key = try database.answerKey(of: id)
        let response: PresentationResponse
        do throws(PresentationAnswerError) { response = try PresentationResponse(form: form, by: key) } catch {
            throw RelyingProblem.badRequest(error.description)
        }
        guard response.state == found.requestState else {
            throw RelyingProblem.badRequest("state is not that of the request")
        }
        switch response {
        case .refused(let code, _): return try refuse(found, content, code)
        case .presented(let answers, _): return try await keep(found, content, answers, documents)
        }
    }

    private func refuse(
        _ found: Presentation, _ content: PresentationContent, _ code: String
    ) throws -> JSONObject {
        var content = content
        content.refusal = code
        let kept = KeptAnswer(state: .refused, answered: now(), keptUntil: now() + RelyingDesk.refusalKept, code: nil)
        guard try database.keepAnswer(found.id, content, kept) else { throw RelyingProblem.presentationDone }
        return JSONObject()
    }

    /// How long it is kept that a wallet said no, in seconds.
    private static let refusalKept: UInt64 = 7 * 86_400

    private func keep(
        _ found: Presentation, _ content: PresentationContent, _ answers: [PresentationResponse.Answer],
        _ documents: any PublicDocuments
    ) async throws -> JSONObject {
        let scene = try await uncounted(found.scene, found.profile).scene
        var content = content
        content.answers = answers
        let code = found.returnAddress.map { _ in Base64URL.encode(Random.bytes(16)) }
        let kept = KeptAnswer(
            state: code == nil ? .shown : .returning, answered: now(),
            keptUntil: now() + scene.retentionDays * 86_400, code: code)
        // Kept before it is judged: the same answer a second time finds it taken.
        guard try database.keepAnswer(found.id, content, kept) else { throw RelyingProblem.presentationDone }
        try await judge(found, answers, kept.answered, documents)
        guard let code, let address = found.returnAddress else { return JSONObject() }
        return ["redirect_uri": .string("\(address)?response_code=\(code)")]
    }

    private func judge(
        _ found: Presentation, _ answers: [PresentationResponse.Answer], _ answered: UInt64,
        _ documents: any PublicDocuments
    ) async throws {
        let judging = PresentationJudging(
            presentation: found, ledger: ledger, documents: documents, answered: answered)
        try database.keepVerdict(await judging.verdict(on: answers).json.compact, of: found.id)
    }

    /// Judges a presentation that is kept once more, with what can be learnt today.
    public func judgeAgain(
        _ presentation: Presentation, reading documents: (any PublicDocuments)? = nil
    ) async throws -> Presentation {
        guard let content = presentation.content, !content.answers.isEmpty, let answered = presentation.answered else {
            return presentation
        }
        try await judge(presentation, content.answers, answered, try documents ?? publicDoor())
        return try database.presentation(presentation.id) ?? presentation
    }

    /// The newest plain requests, or those of a case.
    public func presentations(ofCase number: String? = nil, limit: Int) throws -> [Presentation] {
        try database.presentations(ofCase: number, limit: limit)
    }

    /// One plain request; refused when there is none. Where the holder's browser must come back first, its code is
    /// needed, once: else somebody could be led to answer what another had opened.
    public func presentation(_ id: SessionID, responseCode: String? = nil) throws -> Presentation {
        guard let found = try database.presentation(id) else {
            throw RelyingRefusal.noSuchPresentation(id.description)
        }
        guard found.state == .returning else { return found }
        guard let responseCode else { return found.withoutAnswer }
        guard try database.redeem(id, code: responseCode), let shown = try database.presentation(id) else {
            throw RelyingRefusal.wrongResponseCode
        }
        return shown
    }
}

extension RelyingDesk {
    /// Deletes presentations whose retention ended before then, and requests that nobody answered for a week; how many.
    package func dropPresentations(before time: UInt64) throws -> Int { try database.dropPresentations(before: time) }
}

/// How an answer is kept.
struct KeptAnswer: Sendable {
    let state: Presentation.State
    /// POSIX seconds.
    let answered: UInt64
    let keptUntil: UInt64
    /// What the browser must bring back; nil when the wallet is on another device.
    let code: String?
}

extension Presentation {
    /// What may be seen before the browser has come back.
    var withoutAnswer: Presentation {
        Presentation(
            id: id, scene: scene, profile: profile, matter: matter, clientID: clientID, query: query, nonce: nonce,
            requestState: requestState, returnAddress: returnAddress, created: created, ends: ends, state: state,
            answered: answered, keptUntil: keptUntil, content: nil, verdict: nil)
    }
}
