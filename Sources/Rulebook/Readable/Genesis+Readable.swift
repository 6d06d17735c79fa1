public import Signing

extension Genesis {
    /// The name and version of the readable form.
    public static let readableFormat = "deedbox-genesis/1"

    /// The genesis as people read and review it; `init(readable:)` gives the same genesis back.
    public var readable: JSONValue {
        [
            "format": .string(Genesis.readableFormat),
            "name": .string(name),
            "created": .time(created),
            "sample": .bool(isSample),
            "faultModel": .string(faultModel.word),
            "validators": .array(validators.map(\.readable)),
            "governance": governance.readable,
            "parameters": parameters.readable,
        ]
    }

    /// Reads the readable form strictly and checks the rules of a genesis; a refusal names the path at fault.
    public init(readable: JSONValue) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in
            try reader.member("format").exactly(Genesis.readableFormat)
            let name = try reader.member("name").string()
            let created = try reader.member("created").time()
            let isSample = try reader.member("sample").bool()
            let model = try reader.member("faultModel").faultModel()
            let validators = try reader.member("validators").list(max: Genesis.maxValidators) {
                (element) throws(JSONError) in try Validator(readable: element)
            }
            let governance = try Governance(readable: try reader.member("governance"))
            let limits = reader.optionalMember("parameters")
            let parameters = try limits.map { (element) throws(JSONError) in try Parameters(readable: element) }
            do throws(GenesisError) {
                return try Genesis(
                    name: name, created: created, isSample: isSample, faultModel: model, validators: validators,
                    governance: governance, parameters: parameters ?? Parameters())
            } catch {
                throw .invalid(path: error.path(among: validators), reason: error.reason)
            }
        }
    }
}

extension FaultModel {
    /// The word that files use.
    public var word: String {
        switch self {
        case .crash: "crash"
        case .byzantine: "byzantine"
        }
    }
}

extension JSONElement {
    fileprivate func faultModel() throws(JSONError) -> FaultModel {
        let word = try string()
        guard let model = [FaultModel.crash, .byzantine].first(where: { $0.word == word }) else {
            throw invalid("must be crash or byzantine")
        }
        return model
    }
}

extension Validator {
    /// As files tell it.
    public var readable: JSONValue {
        [
            "member": .string(member.text),
            "name": name.readable,
            "keys": .object(keys.readable),
        ]
    }

    init(readable element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            Validator(
                member: try reader.member("member").name(), name: try reader.member("name").bilingual(),
                keys: try ValidatorKeys(readable: try reader.member("keys")))
        }
    }
}

extension ValidatorKeys {
    /// The name of each key in files, in the order of `all`.
    public static let names = ["log", "cosigner", "vote", "release", "link"]

    fileprivate var readable: JSONObject {
        zip(ValidatorKeys.names, all).reduce(into: JSONObject()) { object, key in
            object.append(key.0, .string(Hex.encode(key.1.bytes)))
        }
    }

    fileprivate init(readable element: JSONElement) throws(JSONError) {
        let keys = try element.object { (reader) throws(JSONError) in
            ValidatorKeys(
                log: try reader.member("log").publicKey(.ed25519),
                cosigner: try reader.member("cosigner").publicKey(.ed25519),
                vote: try reader.member("vote").publicKey(.ed25519),
                release: try reader.member("release").publicKey(.ed25519),
                link: try reader.member("link").publicKey(.es256))
        }
        guard let keys else { throw element.invalid("has a key of the wrong algorithm") }
        self = keys
    }
}

extension Governance {
    /// As files tell it.
    public var readable: JSONValue {
        [
            "threshold": .integer(Int64(threshold)),
            "keys": .array(keys.map { .string($0.readable) }),
        ]
    }

    init(readable element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            let threshold = try reader.member("threshold").integer(in: 0...Int64(Statement.maxSigners))
            let keys = try reader.member("keys").list(max: Statement.maxSigners) { (key) throws(JSONError) in
                try key.publicKey()
            }
            return Governance(threshold: Int(threshold), keys: keys)
        }
    }
}
