internal import Accounts
public import Rulebook
internal import Signing

/// What somebody asks at the counter about a document that another shows.
public struct LookUpQuestion: Hashable, Sendable {
    /// By which the asker asks the same once more: 16 to 64 of A-Z, a-z, 0-9, hyphen and underscore.
    public let key: String
    public let type: TypeCode
    /// The field that the value is said to stand in.
    public let path: String
    public let value: String
    /// The holder's number or name, as the rule of the type says.
    public let identity: String
    public let caseNumber: String
    public let ground: LegalGround
    /// The asking office's own mark of its clerk; a person of this desk's staff needs none.
    public let clerk: String?

    public static let keyCounts = 16...64
    static let maxTextByteCount = 200
    static let maxClerkByteCount = 64

    /// A question. Throws `DeskRefusal.badLookUp` with what is missing, too long or not of its form.
    public init(
        key: String, type: TypeCode, path: String, value: String, identity: String, caseNumber: String,
        ground: LegalGround, clerk: String?
    ) throws(DeskRefusal) {
        guard LookUpQuestion.keyCounts.contains(key.utf8.count), key.utf8.allSatisfy(LookUpQuestion.isPlain) else {
            throw .badLookUp("key")
        }
        let texts = [("path", path), ("value", value), ("identity", identity), ("case", caseNumber)]
        for (name, text) in texts
        where text.utf8.count > LookUpQuestion.maxTextByteCount || LookUpQuestion.normal(text).isEmpty {
            throw .badLookUp(name)
        }
        guard ground.allowsDisclosure else { throw .badLookUp("ground") }
        if let clerk, !(1...LookUpQuestion.maxClerkByteCount).contains(clerk.utf8.count) { throw .badLookUp("clerk") }
        self.key = key
        self.type = type
        self.path = path
        self.value = value
        self.identity = identity
        self.caseNumber = caseNumber
        self.ground = ground
        self.clerk = clerk
    }

    /// Reads the members of a body.
    init(from reader: inout JSONReader) throws(JSONError) {
        let type = try reader.member("type")
        guard let code = TypeCode(try type.string(maxByteCount: 64)) else { throw type.invalid("is no code") }
        let word = try reader.member("ground")
        guard let ground = LegalGround(word: try word.string(maxByteCount: 64)), ground.allowsDisclosure else {
            throw word.invalid("is no ground on which a document may be read")
        }
        let max = LookUpQuestion.maxTextByteCount
        let texts = (
            key: try reader.member("key").string(maxByteCount: max),
            path: try reader.member("path").string(maxByteCount: max),
            value: try reader.member("value").string(maxByteCount: max),
            identity: try reader.member("identity").string(maxByteCount: max),
            caseNumber: try reader.member("case").string(maxByteCount: max),
            clerk: try reader.optionalMember("clerk")?.string(maxByteCount: max)
        )
        do throws(DeskRefusal) {
            try self.init(
                key: texts.key, type: code, path: texts.path, value: texts.value, identity: texts.identity,
                caseNumber: texts.caseNumber, ground: ground, clerk: texts.clerk)
        } catch { throw reader.invalid("\(error)") }
    }

    /// A text as it is compared: no spaces, ASCII in place of full-width forms, capitals. Certificates print their
    /// brackets in either width.
    static func normal(_ text: String) -> String {
        var normal = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
            let isWide = (0xff01...0xff5e).contains(scalar.value)
            let narrow = isWide ? Unicode.Scalar(scalar.value - 0xfee0) ?? scalar : scalar
            normal.append(contentsOf: narrow.properties.uppercaseMapping.unicodeScalars)
        }
        return String(normal)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"), UInt8(ascii: "-"): true
        case _: false
        }
    }
}

/// Who asks, as questions are counted: a clerk within an office.
struct LookUpAsker: Hashable, Sendable {
    let office: String
    let clerk: String

    /// One who has asked before.
    init(office: String, clerk: String) {
        self.office = office
        self.clerk = clerk
    }

    /// A machine is another office's, and its clerks are as it names them; people of this desk are one office.
    init(_ caller: Caller, clerk: String?) {
        switch caller.kind {
        case .machine:
            office = caller.label
            self.clerk = caller.label + "/" + (clerk ?? "-")
        case .person, .console:
            office = "desk"
            self.clerk = caller.label
        }
    }
}
