internal import Credentials
internal import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension Wallet {
    /// Keeps what a desk must hear of a grant that was dealt again, and tells it; false when it is away, or would not
    /// hear. Every look at the grants tells it again: without it the uses that are left are closed to the party.
    func tellDesk(_ row: RequestRow, _ asked: AskedRequest, _ answer: GrantAnswer) async throws -> Bool {
        let sealed = keys.storage.seal(answer.encoded, at: RequestRow.answerPlace(row.number))
        try database.keepUntold(row.id, sealed)
        return try await tell(row, asked, untold: answer)
    }

    /// Tells the desks that have not heard yet that a grant was dealt again.
    func tellDesks() async throws {
        for row in try database.requests() where row.state == .given {
            guard let sealed = row.answer, let asked = try asked(row) else { continue }
            let answer = try GrantAnswer(decoding: opened(sealed, at: RequestRow.answerPlace(row.number)))
            _ = try await tell(row, asked, untold: answer)
        }
    }

    private func tell(_ row: RequestRow, _ asked: AskedRequest, untold answer: GrantAnswer) async throws -> Bool {
        do { _ = try await tell(answer, asked) } catch is RelyingClientError { return false }
        try database.keepUntold(row.id, nil)
        return true
    }
}
