public import Releasing
public import Signing

/// What the nodes gave of a sealed disclosure whose time is over.
public struct GatheredDisclosure: Sendable {
    public let deal: SealedDeal
    /// What was inside, or why nothing opens.
    public let content: Result<SealedContent, SealedRefusal>
    /// The validators' signed words over their shares, by which everybody sees the same.
    public let words: [[UInt8]]
}

/// Sealed disclosures whose time is over.
extension NodeClient {
    /// Deal and shares from all nodes, each asked once; nil when no node gives the deal that the act names.
    ///
    /// Nobody need believe a node: the deal is bound to its digest, and each share to the deal.
    public func sealedDisclosure(_ statement: StatementID, deposit: Digest) async throws -> GatheredDisclosure? {
        var deal: SealedDeal?
        var words: [[UInt8]] = []
        for node in each {
            try Task.checkCancellation()
            if deal == nil, let bytes = try? await node.disclosureDeal(statement),
                let found = try? SealedDeal(decoding: bytes), found.digest == deposit
            {
                deal = found
            }
            if let word = try? await node.disclosureShare(statement) { words.append(word) }
        }
        guard let deal else { return nil }
        let shares = words.compactMap { bytes -> KeyShare? in
            guard let word = try? Statement(decoding: bytes),
                let said = try? DisclosureShare(decoding: word.payload),
                said.statement == statement.digest, said.deposit == deposit
            else { return nil }
            return said.share
        }
        let content: Result<SealedContent, SealedRefusal>
        do throws(SealedRefusal) { content = .success(try deal.open(shares)) } catch { content = .failure(error) }
        return GatheredDisclosure(deal: deal, content: content, words: words)
    }

    /// One node's signed share; before the time is over there it answers 503.
    public func disclosureShare(_ statement: StatementID) async throws -> [UInt8] {
        let outgoing = Outgoing("/release/disclosure/\(statement)")
        return try await send(outgoing, limit: Statement.maxByteCount, passing: [404, 503]).bytes
    }

    /// The deal, from one node; before the time is over there it answers 503.
    public func disclosureDeal(_ statement: StatementID) async throws -> [UInt8] {
        let outgoing = Outgoing("/release/disclosure/\(statement)/deal")
        return try await send(outgoing, limit: SealedDeal.maxByteCount, passing: [404, 503]).bytes
    }
}
