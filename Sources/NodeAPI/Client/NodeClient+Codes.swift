public import Signing

/// Codes that wallets show: each lies at one node, which makes it good for one call.
extension NodeClient {
    /// Shows a code's handle at a node that takes it: which one, and for how many seconds.
    public func show(_ handle: Digest) async throws -> (node: NodeClient, seconds: UInt64) {
        var failed: any Error = NodeClientError.unreachable([])
        // Any of them will do, so that wallets share them out.
        for node in each.shuffled() {
            do {
                let answer = try await node.send(
                    Outgoing("/codes", body: handle.bytes), limit: AnswerLimit.event, accepts: [201])
                return (node, try answer.json(ShownCodeBody.self).seconds)
            } catch let error as NodeClientError { failed = error }
        }
        throw failed
    }

    /// The signed call to a code that was shown at this node, unchecked; nil while nobody has called.
    public func call(to handle: Digest) async throws -> [UInt8]? {
        let answer = try await send(
            Outgoing("/codes/\(handle.hex)"), limit: CodeCall.maxByteCount, accepts: [200, 204])
        return answer.status == 204 ? nil : answer.bytes
    }

    /// Hands a signed call to the node that has the code. The same bytes again are safe; another call is refused.
    ///
    /// That no node has it, all of them must say: one that is away may be the one.
    public func call(_ statement: Statement, to handle: Digest) async throws {
        var failed: NodeClientError?
        for node in each {
            do {
                _ = try await node.send(
                    Outgoing("/codes/\(handle.hex)", body: statement.bytes, mediaType: "application/cose"),
                    limit: AnswerLimit.event, accepts: [204])
                return
            } catch let error as NodeClientError {
                if failed.map({ error.saysMoreOfACode(than: $0) }) ?? true { failed = error }
            }
        }
        throw failed ?? .unreachable([])
    }
}

extension NodeClientError {
    fileprivate func saysMoreOfACode(than other: NodeClientError) -> Bool { weightForACode > other.weightForACode }

    /// A node that had the code says most, one that was not reached may have it, and the rest do not.
    private var weightForACode: Int {
        guard case .problem(_, let problem) = self else { return 1 }
        return switch ProblemCode(rawValue: problem.code) {
        case .codeTaken: 4
        case .codeOver: 3
        case .noSuchCode: 0
        case .some: 2
        case nil: 1
        }
    }
}
