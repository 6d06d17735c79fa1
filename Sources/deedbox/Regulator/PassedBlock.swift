import Ledger
package import Rulebook
package import Signing

/// What a block did, as its leaves tell.
package struct PassedBlock: Sendable {
    package let height: UInt64
    /// Block time in ms.
    package let time: UInt64
    package let acts: [PassedAct]
    /// Grants that left the state: nothing can be said of them any more.
    package let closed: [GrantID]
}

/// One act in a block.
package struct PassedAct: Sendable {
    package let index: UInt64
    package let id: StatementID
    /// Who signed it; nil for a holder's once-only key and for governance.
    package let member: MemberID?
    package let act: Act
    /// The records below a statement of many uses, in their order.
    package internal(set) var uses: [UseRecord] = []
}

/// Cuts the leaves of a log into blocks.
package struct BlockReading {
    private var acts: [PassedAct] = []
    private var closed: [GrantID] = []

    package init() {}

    /// Takes the next leaf; the block that it ends, if it does.
    package mutating func take(_ index: UInt64, _ leaf: ArraySlice<UInt8>) throws -> PassedBlock? {
        guard let kind = LeafKind(firstBytes: leaf) else { throw ReportWords.unknownLeaf(index) }
        switch kind {
        case .statement, .governance:
            acts.append(try PassedAct(index, Array(leaf)))
        case .record:
            // Records of documents are counted by their manifest.
            guard let last = acts.indices.last, case .useMany = acts[last].act else { break }
            acts[last].uses.append(try UseRecord(decoding: Array(leaf)))
        case .closedRecord:
            closed.append(try ClosedRecord(decoding: Array(leaf)).grant)
        case .seal:
            let seal = try Seal(decoding: Array(leaf))
            defer { (acts, closed) = ([], []) }
            return PassedBlock(height: seal.height.value, time: seal.time, acts: acts, closed: closed)
        }
        return nil
    }
}

extension PassedAct {
    init(_ index: UInt64, _ leaf: [UInt8]) throws {
        let statement = try Statement(decoding: leaf)
        guard let name = ActName(contentType: statement.header.contentType) else {
            throw ReportWords.unknownLeaf(index)
        }
        self.init(
            index: index, id: statement.id, member: MemberID(statement.header.issuer ?? ""),
            act: try Act(name, payload: statement.payload))
    }
}

/// What a grant or a refusal answers: the request of a party, as it was signed.
package struct AskedGrant: Hashable, Sendable {
    package let id: GrantID
    package let party: MemberID
    package let scene: SceneCode
    package let profile: ProfileID
    package let caseCommitment: Commitment

    /// Reads a request that stands in the log: every node has checked it.
    package init(_ bytes: [UInt8], origin: String) throws {
        let statement = try Statement(decoding: bytes)
        let request = try Request(decoding: statement.payload)
        guard let party = MemberID(statement.header.issuer ?? "") else { throw ReportWords.noRequest }
        self.party = party
        id = GrantID(origin: origin, key: request.grantKey)
        scene = request.scene
        profile = request.profile
        caseCommitment = request.caseCommitment
    }
}
