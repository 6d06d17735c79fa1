internal import Credentials
internal import Foundation
internal import Hummingbird
internal import Pages
internal import Rulebook
internal import Signing

/// Tokens: a code is spent for one, once, and a wallet that proves a key gets one that only this key can use.
extension ClaimRoutes {
    private static let maxTokenBody = 65_536
    private static let proofHeader = DPoPProof.headerName.lowercased()

    func token(_ request: Request, at second: UInt64) async throws -> Response {
        guard request.headers[.authorization] == nil else {
            throw IssuingError(.invalidClient, "no client is registered here: send no header Authorization")
        }
        let bytes = try await body(
            request, as: FormText.mediaType, max: ClaimRoutes.maxTokenBody, else: .invalidRequest)
        let asked = try TokenRequest(parsing: String(decoding: bytes, as: UTF8.self))
        try check(asked.details)
        let code = SHA256.digest(asked.code.utf8)
        guard try desk.knows(code: code) else { throw ClaimRefusal.unknownCode }
        let proof = try proof(request, of: .token, token: nil, at: second)
        let token = Base64URL.encode(Random.bytes(32))
        let offer = try desk.redeem(
            Redemption(
                code: code, transactionCode: asked.transactionCode,
                token: SHA256.digest(token.utf8), keyThumbprint: proof.flatMap { Base64URL.decode($0.thumbprint) },
                clientID: asked.clientID),
            at: second)
        let details = asked.details.map {
            AuthorizationDetail(configuration: $0.configuration, identifiers: [offer.type.text])
        }
        guard asked.details.allSatisfy({ $0.configuration == offer.type.text }) else {
            throw IssuingError(.invalidAuthorizationDetails, "the offer is of \(offer.type.text)")
        }
        // A clerk's answer takes days: such a token lives until the application is over.
        let lifetime = offer.hasDocument ? settings.tokenSeconds : nil
        let answer = TokenResponse(
            token: token, kind: proof == nil ? .bearer : .bound, lifetime: lifetime, details: details)
        var response = Response(answer.encoded, as: "application/json")
        response.addProofNonce(proofNonce(at: second))
        return response
    }

    /// How long a nonce for proofs is the newest, in seconds; the one before it is taken as well.
    private static let proofNonceSeconds: UInt64 = 300

    /// The nonce that a proof should carry now.
    func proofNonce(at second: UInt64) -> String {
        desk.proofNonce(ofWindow: second / ClaimRoutes.proofNonceSeconds)
    }

    private func checkNonce(_ proof: DPoPProof, at second: UInt64) throws {
        let window = second / ClaimRoutes.proofNonceSeconds
        let good = [desk.proofNonce(ofWindow: window), desk.proofNonce(ofWindow: max(1, window) - 1)]
        guard let nonce = proof.nonce, good.contains(nonce) else {
            throw IssuingError(.useDPoPNonce, "the proof must carry the nonce of the header DPoP-Nonce")
        }
    }

    /// Before the code is spent: what is asked for must be there.
    private func check(_ details: [AuthorizationDetail]) throws {
        guard !details.isEmpty else { return }
        let known = Set(try desk.claimableTypes().map(\.type.code.text))
        for detail in details where !known.contains(detail.configuration) {
            throw IssuingError(.invalidAuthorizationDetails, "there is no \(detail.configuration)")
        }
    }

    /// The DPoP proof of a request, nil when it has none; each is accepted once.
    private func proof(
        _ request: Request, of endpoint: Endpoint, token: String?, at second: UInt64
    ) throws -> DPoPProof? {
        let texts = request.headers.filter { $0.name.canonicalName == ClaimRoutes.proofHeader }.map(\.value)
        guard let text = texts.first else { return nil }
        guard texts.count == 1 else { throw IssuingError(.invalidDPoPProof, "there is more than one proof") }
        let target = DPoPProof.Request(method: "POST", address: address(endpoint), token: token)
        let proof = try DPoPProof(checking: text, for: target, at: second)
        if endpoint == .token { try checkNonce(proof, at: second) }
        let mark = SHA256.digest(Array((proof.thumbprint + "." + proof.id).utf8))
        guard try desk.spend(.proof, mark, until: second + ClaimRoutes.proofSeconds) else {
            throw IssuingError(.invalidDPoPProof, "the proof was used before")
        }
        return proof
    }

    /// As long as a proof might be accepted: its age, and how far another clock may run ahead.
    private static let proofSeconds: UInt64 = 300 + 60 + 1

    /// What the token in the header allows; a token that is bound to a key needs that key's proof.
    func grant(_ request: Request, of endpoint: Endpoint, at second: UInt64) throws -> ClaimGrant {
        let words =
            request.headers[values: .authorization].first?
            .split(separator: " ", omittingEmptySubsequences: false).map(String.init) ?? []
        guard words.count == 2, request.headers[values: .authorization].count == 1,
            let kind = TokenResponse.Kind.allCases.first(where: {
                $0.rawValue.lowercased() == words[0].lowercased()
            })
        else { throw IssuingError(.invalidToken, "there is no access token in the header Authorization") }
        guard let grant = try desk.grant(token: SHA256.digest(words[1].utf8), at: second) else {
            throw IssuingError(.invalidToken, "the token is unknown or over")
        }
        guard let bound = grant.keyThumbprint else {
            guard kind == .bearer else { throw IssuingError(.invalidToken, "the token is a bearer token") }
            return grant
        }
        guard kind == .bound, let proof = try proof(request, of: endpoint, token: words[1], at: second) else {
            throw IssuingError(.invalidToken, "the token is bound to a key: send it as DPoP, with a proof")
        }
        guard Base64URL.decode(proof.thumbprint) == bound else {
            throw IssuingError(.invalidDPoPProof, "the proof is of another key than the token's")
        }
        return grant
    }

    /// A value that key proofs must contain, good once.
    func nonce(at second: UInt64) -> Response {
        let value = desk.nonce(until: second + settings.nonceSeconds)
        return Response(CredentialNonce(value).encoded, as: "application/json")
    }
}
