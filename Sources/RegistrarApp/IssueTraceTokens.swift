internal import RegistrarAPI
internal import Rulebook
internal import Signing

extension Registrar {
    /// Signs fresh keys of an account's wallet, so that the registrar can find the account by one, and nobody else.
    func issueTraceTokens(_ body: TraceTokensBody) throws -> IssuedTokensBody {
        guard let bytes = Base64URL.decode(body.request) else { throw RegistrarProblem.badProof("not base64url") }
        let signed: SignedTraceTokensRequest
        do { signed = try SignedTraceTokensRequest(bytes, origin: origin, now: now()) } catch {
            throw RegistrarProblem.badProof("\(error)")
        }
        let request = signed.request
        // An account that is not there is not told from a key that is not its own.
        guard let account = try database.account(request.account),
            signed.isSigned(by: try read(account.binding).holderKey)
        else { throw RegistrarProblem.badProof("not signed by the present holder key of the account") }
        try database.keep(request, perDay: configuration.tokensPerDay, at: now())
        return IssuedTokensBody(
            tokens: request.keys.map {
                Base64URL.encode(
                    IssuedTraceToken.signed(
                        $0, by: configuration.key, of: configuration.member, origin: origin))
            })
    }
}
