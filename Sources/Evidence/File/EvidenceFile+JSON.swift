internal import Ledger
internal import Releasing
internal import Rulebook
internal import Signing

extension EvidenceFile {
    /// The file: JSON for people to look at, whose long members are base64url of bytes.
    public var text: String { JSONValue.object(json).pretty }

    /// Reads a file strictly: members, their order of proofs, and every encoding in its one form.
    public init(parsing bytes: [UInt8]) throws(EvidenceFileError) {
        let read: (origin: String, use: PresentedUse, steps: [UInt8])
        do throws(JSONError) {
            let element = JSONElement(try JSONValue(parsing: bytes, maxByteCount: EvidenceFile.maxByteCount))
            read = try element.object {
                (reader) throws(JSONError) -> (origin: String, use: PresentedUse, steps: [UInt8]) in
                try reader.member("format").exactly(EvidenceFile.format)
                let origin = try reader.member("origin").string(maxByteCount: NoteKey.maxNameByteCount)
                let use = try PresentedUse(from: &reader)
                return (origin, use, try reader.member("epochs").base64URL())
            }
        } catch { throw .json(error) }
        let epochs: EpochProof
        do throws(EpochError) { epochs = try EpochProof(decoding: read.steps) } catch { throw .epochs(error) }
        guard epochs.origin == read.origin else { throw .epochs(.otherOrigin(epochs.origin)) }
        self.init(read.use, epochs: epochs)
    }

    private var json: JSONObject {
        var json: JSONObject = [
            "format": .string(EvidenceFile.format), "origin": .string(origin), "party": .string(use.party.text),
            "set": .string(use.set.hex), "documents": .array(use.documents.map { .object($0.json) }),
            "grant": .bytes(use.grant), "use": .bytes(use.use), "proofs": .array(use.answers.map { .object($0) }),
        ]
        if let opening = use.opening { json.append("case", .object(opening.json)) }
        json.append("epochs", .bytes(epochs.encoded))
        return json
    }
}

extension PresentedUse {
    fileprivate static let maxReceipt = 262_144
    private static let maxProof = 65_536

    fileprivate init(from reader: inout JSONReader) throws(JSONError) {
        let party: MemberID = try reader.member("party").name()
        let set = try reader.member("set").digest()
        let documents = try reader.member("documents").list(max: PresentedUse.maxDocuments) {
            (item) throws(JSONError) in try PresentedDocument(item)
        }
        let grant = try reader.member("grant").bytes(max: PresentedUse.maxReceipt)
        let use = try reader.member("use").bytes(max: PresentedUse.maxReceipt)
        let questions = LedgerQuestion.all(documents: documents.count)
        var proofs: [LedgerQuestion: [UInt8]] = [:]
        var last = -1
        for item in try reader.member("proofs").list(max: questions.count, { (item) throws(JSONError) in item }) {
            let (question, proof) = try item.object { (inner) throws(JSONError) in
                let question = try LedgerQuestion(from: &inner)
                return (question, try inner.member("proof").bytes(max: PresentedUse.maxProof))
            }
            guard let place = questions.firstIndex(of: question), place > last else {
                throw item.invalid("stands twice, out of order, or is of no document")
            }
            proofs[question] = proof
            last = place
        }
        let opening = try reader.optionalMember("case").map { (item) throws(JSONError) in try CaseOpening(item) }
        self.init(
            party: party, set: set, documents: documents, grant: grant, use: use, proofs: proofs, opening: opening)
    }

    /// The proofs in their order.
    fileprivate var answers: [JSONObject] {
        LedgerQuestion.all(documents: documents.count).compactMap { question in
            guard let proof = proofs[question] else { return nil }
            var json = question.json
            json.append("proof", .bytes(proof))
            return json
        }
    }
}

extension LedgerQuestion {
    /// Every question about a use with so many documents, in the order of a file.
    static func all(documents: Int) -> [LedgerQuestion] {
        [.grant, .scene]
            + (0..<documents).flatMap { place in
                [.issuer(document: place), .status(document: place), .correction(document: place)]
            }
    }

    fileprivate var json: JSONObject {
        switch self {
        case .grant: ["question": "grant"]
        case .scene: ["question": "scene"]
        case .issuer(let place): ["question": "issuer", "document": .integer(Int64(place))]
        case .status(let place): ["question": "status", "document": .integer(Int64(place))]
        case .correction(let place): ["question": "correction", "document": .integer(Int64(place))]
        }
    }

    fileprivate init(from reader: inout JSONReader) throws(JSONError) {
        let word = try reader.member("question")
        let place = try reader.optionalMember("document").map { (item) throws(JSONError) in
            Int(try item.unsigned(max: UInt64(PresentedUse.maxDocuments)))
        }
        switch (try word.string(), place) {
        case ("grant", nil): self = .grant
        case ("scene", nil): self = .scene
        case ("issuer", let place?): self = .issuer(document: place)
        case ("status", let place?): self = .status(document: place)
        case ("correction", let place?): self = .correction(document: place)
        case (_, _): throw word.invalid("is no question, or misses its document")
        }
    }
}

extension PresentedDocument {
    fileprivate var json: JSONObject {
        var json: JSONObject = ["presentation": .string(presentation)]
        if let receipt { json.append("receipt", .bytes(receipt)) }
        if let seal { json.append("seal", .bytes(seal)) }
        return json
    }

    fileprivate init(_ element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            PresentedDocument(
                presentation: try reader.member("presentation").string(maxByteCount: 1 << 20),
                receipt: try reader.optionalMember("receipt").map { (item) throws(JSONError) in
                    try item.bytes(max: PresentedUse.maxReceipt)
                },
                seal: try reader.optionalMember("seal").map { (item) throws(JSONError) in
                    try item.bytes(max: PresentedUse.maxReceipt)
                })
        }
    }
}

extension CaseOpening {
    private static let maxNumber = 256
    private static let salts = 16...64

    fileprivate var json: JSONObject {
        var json: JSONObject = ["number": .string(number), "requestSalt": .bytes(requestSalt)]
        if let useSalt { json.append("useSalt", .bytes(useSalt)) }
        return json
    }

    fileprivate init(_ element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            CaseOpening(
                number: try reader.member("number").string(maxByteCount: CaseOpening.maxNumber),
                requestSalt: try CaseOpening.salt(try reader.member("requestSalt")),
                useSalt: try reader.optionalMember("useSalt").map(CaseOpening.salt))
        }
    }

    private static func salt(_ element: JSONElement) throws(JSONError) -> [UInt8] {
        let salt = try element.bytes(max: salts.upperBound)
        guard salts.contains(salt.count) else {
            throw element.invalid("has \(salt.count) bytes, and must have \(salts.lowerBound) to \(salts.upperBound)")
        }
        return salt
    }
}

extension JSONValue {
    fileprivate static func bytes(_ bytes: [UInt8]) -> JSONValue { .string(Base64URL.encode(bytes)) }
}

extension JSONElement {
    fileprivate func bytes(max: Int) throws(JSONError) -> [UInt8] {
        let bytes = try base64URL()
        guard bytes.count <= max else { throw invalid("has \(bytes.count) bytes, at most \(max) are allowed") }
        return bytes
    }
}
