import Consensus
import Ledger
public import Signing

extension PeerWord {
    private enum Kind: UInt8 {
        case agreement = 1, cosignature, status, recipe, bodyWanted, body, statements, kept, blocksWanted, blocks
        case evidence, doubtAsked, doubtAnswer
    }

    /// The kinds, for a transport that must know them before it reads a word.
    public static let kinds: ClosedRange<UInt8> = 1...13

    /// Most bytes of a payload of this kind; nil for a kind that there is not.
    public static func maxByteCount(kind: UInt8) -> Int? {
        switch Kind(rawValue: kind) {
        case .agreement: Message.maxByteCount
        case .cosignature, .status, .bodyWanted, .kept, .blocksWanted, .doubtAsked: 256
        case .doubtAnswer: Message.maxByteCount
        case .evidence: 2 * Message.maxByteCount
        case .recipe: 34 * Recipe.maxStatements + 2_048
        case .statements, .body: maxBodyByteCount + 32
        case .blocks: BlockRun.maxByteCount + Message.maxByteCount + SignedNote.maxByteCount + 4_096
        case nil: nil
        }
    }

    /// Most bytes of a body: the largest block that parameters may allow.
    public static let maxBodyByteCount = 64 << 20

    /// The byte that tells the transport, and the reader, what the payload is.
    public var kind: UInt8 { code.rawValue }

    /// The lane of a kind; nil for a kind that there is not.
    public static func lane(kind: UInt8) -> Lane? {
        switch Kind(rawValue: kind) {
        case .agreement, .cosignature, .status: .urgent
        case .recipe, .bodyWanted, .statements, .kept, .blocksWanted, .evidence, .doubtAsked, .doubtAnswer: .normal
        case .body, .blocks: .bulk
        case nil: nil
        }
    }

    private var code: Kind {
        switch self {
        case .agreement: .agreement
        case .cosignature: .cosignature
        case .status: .status
        case .recipe: .recipe
        case .bodyWanted: .bodyWanted
        case .body: .body
        case .statements: .statements
        case .kept: .kept
        case .blocksWanted: .blocksWanted
        case .blocks: .blocks
        case .evidence: .evidence
        case .doubtAsked: .doubtAsked
        case .doubtAnswer: .doubtAnswer
        }
    }

    /// The one encoding of what stands behind the kind.
    public var payload: [UInt8] {
        var encoder = CBOREncoder()
        switch self {
        case .agreement(let message): message.encode(into: &encoder)
        case .cosignature(let cosignature): cosignature.encode(into: &encoder)
        case .status(let final, let size):
            encoder.array(2)
            final.encode(into: &encoder)
            encoder.unsigned(size)
        case .recipe(let recipe): recipe.encode(into: &encoder)
        case .bodyWanted(let block): encoder.digest(block.digest)
        case .body(let leaves): encoder.byteString(leaves)
        case .statements(let number, let bytes):
            encoder.array(2)
            encoder.unsigned(number)
            encoder.byteString(bytes)
        case .kept(let number): encoder.unsigned(number)
        case .blocksWanted(let size): encoder.unsigned(size)
        case .blocks(let run): run.encode(into: &encoder)
        case .evidence(let evidence): evidence.encode(into: &encoder)
        case .doubtAsked(let nonce): nonce.encode(into: &encoder)
        case .doubtAnswer(let answer): answer.encode(into: &encoder)
        }
        return encoder.bytes
    }

    /// Reads a payload of a kind, and nothing else.
    public init(kind: UInt8, payload: [UInt8]) throws(CBORError) {
        guard let code = Kind(rawValue: kind), let limit = PeerWord.maxByteCount(kind: kind) else {
            throw .unknownCode(offset: 0, code: UInt64(kind))
        }
        guard payload.count <= limit else {
            throw .tooLong(offset: 0, limit: limit, found: UInt64(payload.count))
        }
        var decoder = CBORDecoder(payload)
        self = try PeerWord.read(code, from: &decoder)
        try decoder.finish()
    }

    private static func read(_ code: Kind, from decoder: inout CBORDecoder) throws(CBORError) -> PeerWord {
        switch code {
        case .agreement: return .agreement(try Message(from: &decoder))
        case .cosignature: return .cosignature(try Cosignature(from: &decoder))
        case .status:
            try decoder.array(count: 2)
            let final = try Height(from: &decoder)
            return .status(final: final, size: try decoder.unsigned(max: LeafIndex.limit))
        case .recipe: return .recipe(try Recipe(from: &decoder))
        case .bodyWanted: return .bodyWanted(BlockID(try decoder.digest()))
        case .body: return .body(try decoder.byteString(max: maxBodyByteCount))
        case .statements:
            try decoder.array(count: 2)
            let number = try decoder.unsigned()
            return .statements(number: number, try decoder.byteString(max: maxBodyByteCount))
        case .kept: return .kept(number: try decoder.unsigned())
        case .blocksWanted: return .blocksWanted(from: try decoder.unsigned(max: LeafIndex.limit))
        case .blocks: return .blocks(try BlockRun(from: &decoder))
        case .evidence: return .evidence(try Evidence(from: &decoder))
        case .doubtAsked: return .doubtAsked(try DoubtNonce(from: &decoder))
        case .doubtAnswer: return .doubtAnswer(try DoubtAnswer(from: &decoder))
        }
    }
}

extension Cosignature: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        height.encode(into: &encoder)
        encoder.digest(block.digest)
        encoder.unsigned(head.size)
        encoder.digest(head.root)
        encoder.byteString(bytes)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        height = try Height(from: &decoder)
        block = BlockID(try decoder.digest())
        let size = try decoder.unsigned(max: LeafIndex.limit)
        head = TreeHead(size: size, root: try decoder.digest())
        bytes = try decoder.byteString(count: Cosignature.byteCount)
    }
}

extension Recipe: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        seal.encode(into: &encoder)
        encoder.list(statements) { $0.digest($1.digest) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        seal = try Seal(from: &decoder)
        statements = try decoder.list(max: Recipe.maxStatements) { (inner) throws(CBORError) in
            StatementID(try inner.digest())
        }
    }
}

extension BlockRun: CBORCodable {
    /// Most hashes of a consistency proof.
    private static let maxProof = 130

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.unsigned(from)
        encoder.byteString(leaves)
        encoder.text(checkpoint)
        encoder.list(proof) { $0.digest($1) }
        encoder.optional(commit) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        from = try decoder.unsigned(max: LeafIndex.limit)
        leaves = try decoder.byteString(max: BlockRun.maxByteCount)
        checkpoint = try decoder.text(max: SignedNote.maxByteCount)
        proof = try decoder.list(max: BlockRun.maxProof) { (inner) throws(CBORError) in try inner.digest() }
        commit = try decoder.optional { (inner) throws(CBORError) in try CommitCertificate(from: &inner) }
    }
}
