internal import Credentials
internal import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension Wallet {
    /// Tells the desks that have not heard yet that a grant was dealt again, once the ledger names what was dealt.
    /// Every look at the grants tells it again: without it the uses that are left are closed to the party.
    ///
    /// What the ledger proves now must be kept before. What it can name no more is forgotten.
    func tellDesks() async throws {
        for row in try database.requests() where row.state == .given {
            guard let sealed = row.answer, let asked = try asked(row), let seen = try seen(row) else { continue }
            let answer = try GrantAnswer(decoding: opened(sealed, at: RequestRow.answerPlace(row.number)))
            guard case .dealtAgain(_, let bytes) = answer else { continue }
            let limit = try Statement(decoding: bytes)
            if try LimitGrant(decoding: limit.payload).deposit == seen.grant.deposit {
                try await tell(row, asked, untold: answer)
            } else if seen.time > limit.header.notAfter * 1_000 {
                try database.keepUntold(row.id, nil)
            }
        }
    }

    private func tell(_ row: RequestRow, _ asked: AskedRequest, untold answer: GrantAnswer) async throws {
        do { _ = try await tell(answer, asked) } catch is RelyingClientError { return }
        try database.keepUntold(row.id, nil)
    }
}
