import Ledger
import NodeAPI
package import Rulebook
import Signing

/// What the whole log says of grants, read leaf by leaf and held against the root that a quorum cosigned.
package struct ReplayAudit {
    private let network: Network
    private(set) var leafCount: UInt64 = 0
    /// How often each grant was given, or its request refused.
    private var answers: [GrantID: UInt64] = [:]
    /// Uses counted, singly and in statements of many.
    private var uses: [GrantID: UInt64] = [:]
    /// What the rules wrote of grants that are over.
    private(set) var closed: [GrantID: UInt64] = [:]

    /// An audit of a log of which nothing is read yet.
    package init(_ network: Network) { self.network = network }

    /// Reads the log under a node's newest final checkpoint.
    mutating func read(_ client: NodeClient) async throws {
        guard let note = try await client.checkpoint() else { throw LedgerWords.noBlock }
        let head = try network.policy.check(note).checkpoint.head
        var edge = LogFrontier()
        while edge.size < head.size {
            let width = min(256, head.size - edge.size)
            let path = TilePath(.entries, index: edge.size / 256, width: Int(width))
            guard let bytes = try await client.tile(path) else { throw WatchWords.noTile(path.path) }
            let leaves = try EntryBundle.parse(bytes, maxLeaves: Int(width))
            guard leaves.count == Int(width) else { throw WatchWords.noTile(path.path) }
            for leaf in leaves {
                edge.append(Digest.leaf(Array(leaf)))
                try take(Array(leaf))
            }
        }
        guard edge.head == head else { throw ReplayFault.otherRoot(size: head.size) }
        leafCount = head.size
    }

    /// Throws unless each of these grants was answered once, and used as often as is said.
    package func check(_ counted: [GrantID: UInt64]) throws(ReplayFault) {
        for (grant, count) in counted {
            guard answers[grant] == 1 else { throw .answered(grant, times: answers[grant, default: 0]) }
            guard uses[grant, default: 0] == count else {
                throw .counted(grant, expected: count, found: uses[grant, default: 0])
            }
            if let closed = closed[grant], closed != count {
                throw .counted(grant, expected: count, found: closed)
            }
        }
    }

    /// Takes the next leaf of the log.
    package mutating func take(_ leaf: [UInt8]) throws {
        switch LeafKind(firstBytes: leaf.prefix(2)) {
        case .statement: try take(Statement(decoding: leaf))
        case .record:
            // A document's record of the same form names no grant that a bank of this replay knows.
            if let record = try? UseRecord(decoding: leaf) { uses[record.grant, default: 0] += 1 }
        case .closedRecord:
            let record = try ClosedRecord(decoding: leaf)
            closed[record.grant] = record.uses
        case .governance, .seal, nil: break
        }
    }

    private mutating func take(_ statement: Statement) throws {
        let name = ActName(contentType: statement.header.contentType)
        if name == .use {
            uses[try Use(decoding: statement.payload).grant, default: 0] += 1
        } else if name == .grant {
            try take(request: GrantAct(decoding: statement.payload).request)
        } else if name == .refuseRequest {
            try take(request: RefuseRequest(decoding: statement.payload).request)
        }
    }

    private mutating func take(request bytes: [UInt8]) throws {
        let request = try Request(decoding: Statement(decoding: bytes).payload)
        answers[GrantID(origin: network.origin, key: request.grantKey), default: 0] += 1
    }
}
