internal import Logging
internal import NodeAPI
internal import Rulebook
internal import Signing

extension NodeService {
    /// Takes a deposit with its leave as a client sends it: that of a grant, or the deal of a sealed disclosure.
    func take(deposit bytes: [UInt8]) async throws(DepositError) -> DepositAnswerBody {
        if let handed = try? HandedDeposit(decoding: bytes), SealedLeave.isNamed(in: handed.leave) {
            return try await sealed.take(handed)
        }
        return try await deposits.take(bytes)
    }
}

extension Node {
    /// Puts the opening of a sealed disclosure on the ledger; another node may have been quicker.
    func open(_ submission: Submission) async {
        do { _ = try await submit(submission.framed, waitsForFinal: false) } catch {
            logger.info("the opening of a sealed disclosure was not taken, and is sent again: \(error)")
        }
    }
}
