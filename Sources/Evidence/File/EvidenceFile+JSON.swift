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
            if case .object(let object) = element.value, object.members.first?.name != "format" {
                throw element.invalid("does not name its format first")
            }
            read = try element.object {
                (reader) throws(JSONError) -> (origin: String, use: PresentedUse, steps: [UInt8]) in
                try reader.member("format").exactly(EvidenceFile.format)
                let origin = try reader.member("origin").string(maxByteCount: NoteKey.maxNameByteCount)
                let shared = try reader.member("shared")
                var pieces = try SharedBytesReader(shared)
                let use = try PresentedUse(from: &reader, &pieces)
                try pieces.finish(shared)
                return (origin, use, try reader.member("epochs").base64URL())
            }
        } catch { throw .json(error) }
        let epochs: EpochProof
        do throws(EpochError) { epochs = try EpochProof(decoding: read.steps) } catch { throw .epochs(error) }
        guard epochs.origin == read.origin else { throw .epochs(.otherOrigin(epochs.origin)) }
        self.init(read.use, epochs: epochs)
    }

    private var json: JSONObject {
        let pieces = SharedBytesWriter(use.values)
        var json: JSONObject = [
            "format": .string(EvidenceFile.format), "origin": .string(origin), "party": .string(use.party.text),
            "set": .string(use.set.hex), "shared": .array(pieces.shared.map(JSONValue.bytes)),
            "documents": .array(use.documents.map { .object($0.json(pieces)) }),
            "grant": pieces.json(use.grant), "use": pieces.json(use.use),
            "proofs": .array(use.answers(pieces).map { .object($0) }),
        ]
        if let opening = use.opening { json.append("case", .object(opening.json)) }
        if let passing = use.passing { json.append("passing", .object(passing.json(pieces))) }
        json.append("epochs", .bytes(epochs.encoded))
        return json
    }
}

extension PresentedUse {
    fileprivate static let maxReceipt = 262_144
    private static let maxProof = 65_536

    fileprivate init(from reader: inout JSONReader, _ pieces: inout SharedBytesReader) throws(JSONError) {
        let party: MemberID = try reader.member("party").name()
        let set = try reader.member("set").digest()
        let documents = try reader.member("documents").list(max: PresentedUse.maxDocuments) {
            (item) throws(JSONError) in try PresentedDocument(item, &pieces)
        }
        let grant = try pieces.bytes(try reader.member("grant"), max: PresentedUse.maxReceipt)
        let use = try pieces.bytes(try reader.member("use"), max: PresentedUse.maxReceipt)
        let questions = LedgerQuestion.all(documents: documents.count)
        var proofs: [LedgerQuestion: [UInt8]] = [:]
        var last = -1
        for item in try reader.member("proofs").list(max: questions.count, { (item) throws(JSONError) in item }) {
            let (question, proof) = try item.object { (inner) throws(JSONError) in
                let question = try LedgerQuestion(from: &inner)
                return (question, try pieces.bytes(try inner.member("proof"), max: PresentedUse.maxProof))
            }
            guard let place = questions.firstIndex(of: question), place > last else {
                throw item.invalid("stands twice, out of order, or is of no document")
            }
            proofs[question] = proof
            last = place
        }
        let opening = try reader.optionalMember("case").map { (item) throws(JSONError) in try CaseOpening(item) }
        let passing = try reader.optionalMember("passing").map { (item) throws(JSONError) in
            try PresentedPassing(item, &pieces)
        }
        self.init(
            party: party, set: set, documents: documents, grant: grant, use: use, proofs: proofs, opening: opening,
            passing: passing)
    }

    /// The proofs in their order.
    fileprivate func answers(_ pieces: SharedBytesWriter) -> [JSONObject] {
        LedgerQuestion.all(documents: documents.count).compactMap { question in
            guard let proof = proofs[question] else { return nil }
            var json = question.json
            json.append("proof", pieces.json(proof))
            return json
        }
    }

    /// Everything that may be shared, in the order of the file.
    fileprivate var values: [[UInt8]] {
        documents.flatMap { [$0.receipt, $0.seal].compactMap { $0 } } + [grant, use]
            + LedgerQuestion.all(documents: documents.count).compactMap { proofs[$0] }
            + [passing?.receipt].compactMap { $0 }
    }

    /// The same with each receipt in its shorter form; one that does not read stays as it is.
    var inBytes: PresentedUse {
        var use = self
        use.grant = Receipt.inBytes(grant)
        use.use = Receipt.inBytes(self.use)
        use.passing = passing.map { PresentedPassing(receipt: Receipt.inBytes($0.receipt), name: $0.name) }
        for place in documents.indices {
            use.documents[place].receipt = documents[place].receipt.map(Receipt.inBytes)
            use.documents[place].seal = documents[place].seal.map(Receipt.inBytes)
        }
        return use
    }
}

extension LedgerQuestion {
    /// Every question about a use with so many documents, in the order of a file.
    static func all(documents: Int) -> [LedgerQuestion] {
        [.grant, .scene]
            + (0..<documents).flatMap { place in
                [
                    .issuer(document: place), .status(document: place), .correction(document: place),
                    .statusNow(document: place), .correctionNow(document: place),
                ]
            }
    }

    fileprivate var json: JSONObject {
        switch self {
        case .grant: ["question": "grant"]
        case .scene: ["question": "scene"]
        case .issuer(let place): ["question": "issuer", "document": .integer(Int64(place))]
        case .status(let place): ["question": "status", "document": .integer(Int64(place))]
        case .correction(let place): ["question": "correction", "document": .integer(Int64(place))]
        case .statusNow(let place): ["question": "statusNow", "document": .integer(Int64(place))]
        case .correctionNow(let place): ["question": "correctionNow", "document": .integer(Int64(place))]
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
        case ("statusNow", let place?): self = .statusNow(document: place)
        case ("correctionNow", let place?): self = .correctionNow(document: place)
        case (_, _): throw word.invalid("is no question, or misses its document")
        }
    }
}

extension PresentedDocument {
    fileprivate func json(_ pieces: SharedBytesWriter) -> JSONObject {
        var json: JSONObject = ["presentation": .string(presentation)]
        if let receipt { json.append("receipt", pieces.json(receipt)) }
        if let seal { json.append("seal", pieces.json(seal)) }
        return json
    }

    fileprivate init(_ element: JSONElement, _ pieces: inout SharedBytesReader) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            var document = PresentedDocument(
                presentation: try reader.member("presentation").string(maxByteCount: 1 << 20), receipt: nil)
            if let receipt = reader.optionalMember("receipt") {
                document.receipt = try pieces.bytes(receipt, max: PresentedUse.maxReceipt)
            }
            if let seal = reader.optionalMember("seal") {
                document.seal = try pieces.bytes(seal, max: PresentedUse.maxReceipt)
            }
            return document
        }
    }
}

extension PresentedPassing {
    fileprivate func json(_ pieces: SharedBytesWriter) -> JSONObject {
        var json: JSONObject = ["receipt": pieces.json(receipt)]
        if let name {
            json.append("name", .string(name.name))
            json.append("salt", .bytes(name.salt))
        }
        return json
    }

    fileprivate init(_ element: JSONElement, _ pieces: inout SharedBytesReader) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            let receipt = try pieces.bytes(try reader.member("receipt"), max: PresentedUse.maxReceipt)
            guard let text = reader.optionalMember("name") else { return PresentedPassing(receipt: receipt) }
            let salt = try reader.member("salt").base64URL()
            guard let name = RecipientName(try text.string(maxByteCount: RecipientName.maxByteCount), salt: salt) else {
                throw text.invalid("is no name of somebody outside the ledger, or its salt has no 32 bytes")
            }
            return PresentedPassing(receipt: receipt, name: name)
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
        let salt = try element.base64URL()
        guard salts.contains(salt.count) else {
            throw element.invalid("has \(salt.count) bytes, and must have \(salts.lowerBound) to \(salts.upperBound)")
        }
        return salt
    }
}

extension JSONValue {
    fileprivate static func bytes(_ bytes: [UInt8]) -> JSONValue { .string(Base64URL.encode(bytes)) }
}
