internal import Hummingbird
internal import Ledger
internal import Logging
internal import NodeAPI
internal import Rulebook
internal import Signing

/// Submitting statements, and asking what became of them.
extension NodeRoutes {
    func addStatements(to router: Router<NodeRequestContext>) {
        router.post("statements") { request, _ in try await submit(request) }
        router.get("statements/{id}") { _, context in try outcome(context) }
    }

    private func submit(_ request: Request) async throws -> Response {
        guard request.mediaType == MediaTypes.bytes else {
            throw Problem.wrongMediaType(request.headers[.contentType], expected: MediaTypes.bytes)
        }
        let waits = try request.queryFlag("wait", word: "final")
        return try await bodies.with(request) { bytes in
            guard !bytes.isEmpty else { throw Problem.emptyBody }
            node.metrics.received(bytes.count)
            do throws(SubmitError) {
                return answer(try await node.submit(bytes, waitsForFinal: waits))
            } catch { throw problem(error) }
        }
    }

    /// 422 when every statement is refused, 202 while one still waits, else 200.
    private func answer(_ outcomes: [StatementOutcome]) -> Response {
        let bodies = outcomes.map { body($0) }
        let isRefused = bodies.allSatisfy { $0.state == .refused }
        let isPending = bodies.contains { $0.state == .pending }
        return Response(
            JSONText.outcomes(bodies), as: MediaTypes.json, status: isRefused ? 422 : isPending ? 202 : 200)
    }

    private func problem(_ error: SubmitError) -> Problem {
        switch error {
        case .shape(let error): return .shape(error)
        case .overloaded(let waiting, let limit): return .overloaded(waitingBytes: waiting, limit: limit)
        case .stopping: return .stopping
        case .notKept(let held, let needed): return .notKept(held: held, needed: needed)
        case .storage(let fact):
            logger.error("statements could not be stored: \(fact)")
            return .storageFailed
        }
    }

    private func outcome(_ context: NodeRequestContext) throws -> Response {
        let id = try context.statementID("id")
        guard let outcome = try node.outcome(of: id) else { throw Problem.unknownStatement(id) }
        var json = JSONText(reserving: 4_096)
        json.outcome(body(outcome))
        return Response(json.bytes, as: MediaTypes.json)
    }

    /// An outcome as it is answered; a use that came too late is told with the receipt of the one in its place.
    private func body(_ outcome: StatementOutcome) -> OutcomeBody {
        switch outcome {
        case .pending(let id): .pending(id)
        case .final(let id, let height, let index, let time, let receipt):
            .final(
                id, height: height, index: index, time: time, receipt: receipt.text,
                assurance: assurance(receipt.checkpoint))
        case .refused(let id, let refusal, let height, let signed):
            .refused(id, refusal, height: height, signed: signed, winner: refusal.winner.map { winner($0) })
        }
    }

    /// By the set that was in office at the receipt's checkpoint, whatever has changed since.
    private func assurance(_ note: SignedNote) -> AssuranceBody? {
        let snapshot = node.snapshot
        if let final = snapshot.final, final.note == note { return AssuranceBody(final, snapshot.network.quorum) }
        guard let size = try? Checkpoint(parsing: note.text).head.size else { return nil }
        let network = try? snapshot.view.network(atSize: size) { height in
            try node.block(at: height).map { $0.sealIndex.value + 1 }
        }
        return network.flatMap { AssuranceBody(note, in: $0) }
    }

    private func winner(_ use: CountedUse) -> WinnerBody {
        guard case .final(_, _, let index, _, let receipt) = try? node.outcome(of: use.statement) else {
            return WinnerBody(use, receipt: nil)
        }
        // One of many: its own record proves it.
        let own = use.record.map { try? node.receipt(at: index.advanced(by: UInt64($0) + 1)) } ?? receipt
        return WinnerBody(use, receipt: own?.text, assurance: own.flatMap { assurance($0.checkpoint) })
    }
}
