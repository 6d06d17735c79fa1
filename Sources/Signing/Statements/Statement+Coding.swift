/// Why bytes are not a statement.
public enum StatementError: Error, Equatable, Sendable {
    case encoding(CBORError)
    case tooLarge(byteCount: Int)
    case notAStatement(firstByte: UInt8?)
    case unprotectedHeaderNotEmpty
    case unknownAlgorithm(Int64)
    case headerIncomplete
    case noSignature
    case signersOutOfOrder
}

extension Statement {
    static let singleTag: UInt64 = 18
    static let multipleTag: UInt64 = 98
    /// Longest text in a header.
    static let maxHeaderText = 200

    /// Reads a statement; refuses every encoding but the one, and any unsigned content.
    public init(decoding bytes: [UInt8]) throws(StatementError) {
        guard bytes.count <= Statement.maxByteCount else { throw .tooLarge(byteCount: bytes.count) }
        switch bytes.first {
        case 0xd2: self = try Statement.readSingle(bytes)
        case 0xd8: self = try Statement.readMultiple(bytes)
        default: throw .notAStatement(firstByte: bytes.first)
        }
    }

    private static func readSingle(_ bytes: [UInt8]) throws(StatementError) -> Statement {
        var decoder = CBORDecoder(bytes)
        let parts: (body: [UInt8], payload: [UInt8], signature: [UInt8])
        let isClean: Bool
        do throws(CBORError) {
            try decoder.tag(singleTag)
            try decoder.array(count: 4)
            let body = try decoder.byteString(max: maxByteCount)
            isClean = try decoder.takesEmptyMap()
            let payload = try decoder.byteString(max: maxByteCount)
            parts = (body, payload, try decoder.byteString(count: 64))
            try decoder.finish()
        } catch { throw .encoding(error) }
        guard isClean else { throw .unprotectedHeaderNotEmpty }
        let fields = try HeaderFields(decoding: parts.body)
        guard let algorithm = fields.algorithm, let keyID = fields.keyID, let header = fields.header else {
            throw .headerIncomplete
        }
        let signature = StatementSignature(
            algorithm: algorithm, keyID: keyID, bytes: parts.signature, protectedHeader: [])
        return Statement(
            bytes: bytes, header: header, bodyHeader: parts.body, payload: parts.payload,
            signatures: [signature], isGovernance: false)
    }

    private static func readMultiple(_ bytes: [UInt8]) throws(StatementError) -> Statement {
        var decoder = CBORDecoder(bytes)
        var raw: [(header: [UInt8], signature: [UInt8])] = []
        var isClean: Bool
        let parts: (body: [UInt8], payload: [UInt8])
        do throws(CBORError) {
            try decoder.tag(multipleTag)
            try decoder.array(count: 4)
            let body = try decoder.byteString(max: maxByteCount)
            isClean = try decoder.takesEmptyMap()
            parts = (body, try decoder.byteString(max: maxByteCount))
            for _ in 0..<(try decoder.array(max: maxSigners)) {
                try decoder.array(count: 3)
                let header = try decoder.byteString(max: maxHeaderText)
                isClean = try decoder.takesEmptyMap() && isClean
                raw.append((header, try decoder.byteString(count: 64)))
            }
            try decoder.finish()
        } catch { throw .encoding(error) }
        guard isClean else { throw .unprotectedHeaderNotEmpty }
        let fields = try HeaderFields(decoding: parts.body)
        guard fields.algorithm == nil, fields.keyID == nil, let header = fields.header, header.issuer == nil else {
            throw .headerIncomplete
        }
        return Statement(
            bytes: bytes, header: header, bodyHeader: parts.body, payload: parts.payload,
            signatures: try signers(raw), isGovernance: true)
    }

    private static func signers(
        _ raw: [(header: [UInt8], signature: [UInt8])]
    ) throws(StatementError) -> [StatementSignature] {
        guard !raw.isEmpty else { throw .noSignature }
        var signatures: [StatementSignature] = []
        for (header, bytes) in raw {
            let fields = try HeaderFields(decoding: header)
            guard let algorithm = fields.algorithm, let keyID = fields.keyID, fields.isSignerOnly else {
                throw .headerIncomplete
            }
            if let last = signatures.last, last.keyID >= keyID { throw .signersOutOfOrder }
            signatures.append(
                StatementSignature(algorithm: algorithm, keyID: keyID, bytes: bytes, protectedHeader: header))
        }
        return signatures
    }
}

extension CBORDecoder {
    /// Reads one item; true for the empty map, all that an unprotected header may be.
    fileprivate mutating func takesEmptyMap() throws(CBORError) -> Bool {
        let isEmpty = nextByte == 0xa0
        try skip()
        return isEmpty
    }
}
