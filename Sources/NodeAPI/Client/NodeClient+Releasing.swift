public import Releasing
public import Signing

/// The release of grants' data: the keys to deal to, the validators' shares, and what they have deleted.
extension NodeClient {
    /// The share-sealing keys of a week, unchecked: `WeeklyKey.keys` checks them.
    ///
    /// A validator that is away is dealt to as long as any node knows its word: the nodes are asked one after another
    /// until a word of each is there.
    public func weeklyKeys(_ week: ExpiryWeek) async throws -> WeeklyKeysBody {
        let outgoing = Outgoing("/deposits/keys?week=\(week)")
        var found: WeeklyKeysBody = try await send(outgoing, limit: AnswerLimit.keys).json()
        for node in each where urls.count > 1 && !found.isComplete {
            // Some node has answered: what the others cannot add is no failure.
            guard let other = try? await node.send(outgoing, limit: AnswerLimit.keys).json(WeeklyKeysBody.self) else {
                continue
            }
            found = found.filled(from: other)
        }
        try Task.checkCancellation()
        return found
    }

    /// One node's signed shares of what a final statement sets free, up to 512 records of a use of many from a
    /// position on: `ReceivedAnswer` checks and opens them. A node that does not see it final yet answers 503.
    ///
    /// `ReleaseGathering` asks all nodes.
    public func release(_ statement: StatementID, from: Int = 0) async throws -> [UInt8] {
        let question = ReleaseQuestion(statement, from: from)
        let outgoing = Outgoing("/release", body: question.bytes, mediaType: "application/json")
        return try await send(outgoing, limit: Statement.maxByteCount, passing: [404, 503]).bytes
    }

    /// What one node says that it has deleted of a deposit: `DeletionWord` checks each.
    public func deletions(_ manifest: Digest) async throws -> [[UInt8]] {
        let answer = try await send(Outgoing("/deposits/deletions/\(manifest.hex)"), limit: AnswerLimit.keys)
        return try answer.json(DeletionsBody.self).words.compactMap { Base64.decode($0) }
    }
}
