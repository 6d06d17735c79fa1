internal import Ledger
public import Rulebook
internal import Signing

/// The strongroom: sealed bodies that the nodes keep and cannot read.
extension NodeClient {
    /// Puts a batch; returns when a quorum of validators holds it durably, each by its signed word, checked here.
    ///
    /// `network` is the ledger in the epoch of today. Sending the same batch again is always safe.
    public func put(_ batch: StrongroomBatch, in network: Network) async throws -> StrongroomReceipt {
        let answer = try await send(
            Outgoing("/strongroom", body: batch.framed), limit: AnswerLimit.list, passing: [503, 507])
        let body = try answer.json(StrongroomPutBody.self)
        let words = body.acknowledgements.compactMap { Base64.decode($0) }
        guard let receipt = StrongroomReceipt(StrongroomAcknowledgement(of: batch.put), words, in: network) else {
            throw NodeClientError.notAcknowledged(url: answer.url, given: words.count, needed: network.quorum.count)
        }
        return receipt
    }

    /// How the strongroom of the node is, and how many bits a bucket's prefix should have.
    public func strongroom() async throws -> StrongroomBody {
        try await send(Outgoing("/strongroom"), limit: AnswerLimit.list).json()
    }

    /// All that lies in a bucket, in the order of tags. Ask with the bits that `strongroom()` recommends.
    public func strongroomBucket(_ prefix: BucketPrefix) async throws -> [StrongroomListed] {
        var entries: [StrongroomListed] = []
        while true {
            let after = entries.last.map { "&after=\($0.name.tag.hex)" } ?? ""
            let path = "/strongroom/buckets/\(prefix.digits)?bits=\(prefix.bits)" + after
            let answer = try await send(Outgoing(path), limit: AnswerLimit.bucket)
            let part = try answer.reading { try StrongroomListing(decoding: answer.bytes) }
            entries += part.entries
            guard part.hasMore, !part.entries.isEmpty else { return entries }
        }
    }

    /// The bodies under these tags, those that are there: under one tag there may be several. Each is compared with its
    /// digest when `names` say which is meant.
    public func sealedBodies(_ tags: [StrongroomTag]) async throws -> [SealedBody] {
        var found: [SealedBody] = []
        var rest = tags[...]
        while !rest.isEmpty {
            let asked = Array(rest.prefix(StrongroomBodies.maxNames))
            let answer = try await send(
                Outgoing("/strongroom/fetch", body: asked.flatMap(\.digest.bytes)),
                limit: StrongroomBodies.maxAnswerByteCount)
            let part = try answer.reading { try StrongroomBodies(decoding: answer.bytes) }
            found += part.bodies
            guard !part.isComplete, let last = part.bodies.last?.tag, let place = asked.firstIndex(of: last) else {
                rest = rest.dropFirst(asked.count)
                continue
            }
            rest = rest.dropFirst(place + 1)
        }
        return found
    }

    /// Has bodies erased by the secrets that their receiver knows. What is gone already counts as erased.
    @discardableResult
    public func erase(_ erasures: [StrongroomErasure]) async throws -> StrongroomErasedBody {
        var body: [UInt8] = []
        for erasure in erasures { body += erasure.tag.digest.bytes + erasure.secret.bytes }
        return try await send(Outgoing("/strongroom/erase", body: body), limit: AnswerLimit.list).json()
    }

    /// Has bodies deleted in the name of the member that put them.
    @discardableResult
    public func delete(_ deletion: StrongroomDeletion) async throws -> StrongroomErasedBody {
        try await send(Outgoing("/strongroom/delete", body: deletion.statement.bytes), limit: AnswerLimit.list).json()
    }
}
