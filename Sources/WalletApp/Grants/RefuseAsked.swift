internal import NodeAPI
internal import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension Wallet {
    /// Refuses a request: it is over, nothing flowed, and nobody sees whether its holder would not or could not answer.
    public func refuse(_ id: Int64, _ ledger: WalletLedger) async throws -> GivenAnswer {
        guard let row = try database.request(id), let asked = try asked(row) else {
            throw GrantRefusal.noSuchRequest(id)
        }
        switch row.state {
        case .open:
            guard asked.notAfter > Clock.now / 1_000 else { throw GrantRefusal.requestOver(id, at: asked.notAfter) }
            let act = Act.refuseRequest(RefuseRequest(request: asked.signed))
            let answer = GrantAnswer.refused(ledger.signed(act, by: keys.grantKey(row.number)).bytes)
            let isKept = try database.keepAnswer(
                id, .refusing, choice: nil,
                answer: keys.storage.seal(answer.encoded, at: RequestRow.answerPlace(row.number)))
            guard isKept else { throw GrantRefusal.answered(id) }
        case .refusing: break
        case .drawn, .giving, .given, .refused, .over, .found: throw GrantRefusal.answered(id)
        }
        return try await send(id, ledger)
    }
}
