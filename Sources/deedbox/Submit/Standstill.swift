package import NodeAPI
import Signing

/// That nothing becomes final, because too few validators are linked with the node that was asked.
package struct Standstill: Equatable {
    package let answering: Int
    package let needed: Int
    package let count: Int
    package let missing: [String]
    /// The time of the newest block in ms; 0 before the first.
    package let lastBlock: UInt64

    /// What a node says of itself; nil while it and the validators linked with it are enough.
    package init?(_ status: StatusBody) {
        let linked = Set(status.peers.filter(\.isConnected).map(\.member) + [status.node])
        missing = status.validators.filter { !linked.contains($0) }
        count = status.validators.count
        answering = count - missing.count
        needed = status.quorum.count
        lastBlock = status.height == 0 ? 0 : status.blockTime
        guard answering < needed else { return nil }
    }

    /// The same as a failure of what waits for a block; `next` is what to do when the ledger goes on.
    package func told(_ what: String) -> CommandError {
        .failed("no-quorum", what + ": " + sentence, next: SubmitWords.standstillNext)
    }

    /// Who answers, how many are needed, who is missing.
    package var sentence: String { SubmitWords.standstill(self) }
}

extension LedgerSession {
    /// Why a statement that was taken is not final: no quorum where that is the cause, else that it takes longer.
    func notFinal(_ pending: CommandError) async -> CommandError {
        await HTTPMinting(client: client).notFinal(pending)
    }

    /// Tells a person who waits in front of a terminal why it takes so long, once.
    func explainWait() async {
        guard Terminal.isInteractive, (try? await Task.sleep(for: .seconds(3))) != nil,
            let status = try? await client.status(), let standstill = Standstill(status)
        else { return }
        Console.err(SubmitWords.waiting(standstill) + "\n")
    }
}
