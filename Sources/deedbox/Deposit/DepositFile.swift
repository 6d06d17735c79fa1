import Ledger
import Releasing
import Sealing
import Signing

/// A deposit with all keys of all who have to do with it, and what validators answered: JSON for other programs.
struct DepositFile {
    /// One validator's secrets.
    struct Validator {
        let member: String
        /// X25519, of the week of the expiry.
        let weekly: [UInt8]
        /// The seed of its Ed25519 release key.
        let release: [UInt8]
    }

    /// The secrets of the others, X25519.
    struct Secrets {
        let party: [UInt8]
        let regulator: [UInt8]
        /// Of the release key that the statement names.
        let release: [UInt8]
    }

    let context: GrantContext
    let quorum: Int
    let validators: [Validator]
    let secrets: Secrets
    let statement: StatementID
    let height: Height
    let block: BlockID
    var deposit: [UInt8] = []
    var answers: [[UInt8]] = []

    /// Most bytes of a field that is no key.
    private static let maxByteCount = 1 << 20

    init(
        context: GrantContext, quorum: Int, validators: [Validator], secrets: Secrets, statement: StatementID,
        height: Height, block: BlockID
    ) {
        self.context = context
        self.quorum = quorum
        self.validators = validators
        self.secrets = secrets
        self.statement = statement
        self.height = height
        self.block = block
    }

    init(_ json: JSONValue) throws(JSONError) {
        self = try JSONElement(json).object { (reader) throws(JSONError) in try DepositFile(from: &reader) }
    }

    private init(from reader: inout JSONReader) throws(JSONError) {
        context = GrantContext(
            origin: try reader.member("origin").string(maxByteCount: GrantContext.maxTextByteCount),
            grant: try reader.member("grant").digest(), set: try reader.member("set").digest(),
            party: try reader.member("party").string(maxByteCount: GrantContext.maxTextByteCount))
        quorum = Int(try reader.member("quorum").unsigned(max: UInt64(Position.limit)))
        validators = try reader.member("validators").list(max: Position.limit) { (item) throws(JSONError) in
            try item.object { (reader) throws(JSONError) in
                Validator(
                    member: try reader.member("member").string(maxByteCount: GrantContext.maxTextByteCount),
                    weekly: try reader.member("weekly").digest().bytes,
                    release: try reader.member("release").digest().bytes)
            }
        }
        secrets = Secrets(
            party: try reader.member("partySecret").digest().bytes,
            regulator: try reader.member("regulatorSecret").digest().bytes,
            release: try reader.member("releaseSecret").digest().bytes)
        statement = StatementID(try reader.member("statement").digest())
        height = Height(try reader.member("height").unsigned(max: Height.limit))
        block = BlockID(try reader.member("block").digest())
        deposit = try DepositFile.bytes(try reader.member("deposit"))
        answers = try reader.member("answers").list(max: 10_000) { (item) throws(JSONError) in
            try DepositFile.bytes(item)
        }
    }

    private static func bytes(_ element: JSONElement) throws(JSONError) -> [UInt8] {
        guard let bytes = Hex.decode(try element.string(maxByteCount: 2 * maxByteCount)) else {
            throw element.invalid("must be lower-case hexadecimal digits")
        }
        return bytes
    }

    var json: JSONValue {
        [
            "origin": .string(context.origin), "grant": .string(context.grant.hex), "set": .string(context.set.hex),
            "party": .string(context.party), "quorum": .integer(Int64(quorum)),
            "validators": .array(
                validators.map { validator in
                    [
                        "member": .string(validator.member), "weekly": .string(Hex.encode(validator.weekly)),
                        "release": .string(Hex.encode(validator.release)),
                    ]
                }),
            "partySecret": .string(Hex.encode(secrets.party)),
            "regulatorSecret": .string(Hex.encode(secrets.regulator)),
            "releaseSecret": .string(Hex.encode(secrets.release)), "statement": .string(statement.digest.hex),
            "height": .integer(Int64(height.value)), "block": .string(block.digest.hex),
            "deposit": .string(Hex.encode(deposit)), "answers": .array(answers.map { .string(Hex.encode($0)) }),
        ]
    }
}

/// The keys of a file, opened.
struct DepositParties {
    let set: DealtSet
    let weekly: [SealingPrivateKey]
    let release: [PrivateKey]
    let party: SealingPrivateKey
    let regulator: SealingPrivateKey
    let known: KnownRelease

    /// The validators of the file as a set; a number out of range is a wrong call.
    init(_ file: DepositFile) throws {
        weekly = file.validators.compactMap { SealingPrivateKey(secret: $0.weekly) }
        release = file.validators.compactMap { PrivateKey(.ed25519, secret: $0.release) }
        let members = zip(file.validators, release).map {
            DealtValidator(member: $0.member, release: $1.publicKey)
        }
        guard let set = DealtSet(digest: file.context.set, quorum: file.quorum, validators: members),
            let party = SealingPrivateKey(secret: file.secrets.party),
            let regulator = SealingPrivateKey(secret: file.secrets.regulator),
            let use = SealingPrivateKey(secret: file.secrets.release)
        else { throw DepositWords.badNumbers }
        self.set = set
        self.party = party
        self.regulator = regulator
        known = KnownRelease(statement: file.statement, height: file.height, block: file.block, key: use)
    }
}
