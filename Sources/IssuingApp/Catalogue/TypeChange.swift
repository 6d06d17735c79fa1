public import Rulebook
public import Signing

/// What the owner of a type changes on the ledger.
public enum TypeChange: Hashable, Sendable {
    /// The next version, as the desk has it loaded.
    case update(TypeCode, version: UInt64)
    /// No documents are minted any more; those that there are stay as they are.
    case retire(TypeCode)
    /// Who may mint it, and when.
    case accredit(TypeCode, issuer: MemberID, period: Period)

    public var code: TypeCode {
        switch self {
        case .update(let code, _), .retire(let code), .accredit(let code, _, _): code
        }
    }

    /// The word of files, the API and the audit log: the name of the act.
    public var word: String {
        switch self {
        case .update: ActName.updateType.rawValue
        case .retire: ActName.retireType.rawValue
        case .accredit: ActName.accredit.rawValue
        }
    }

    /// The change as files and the API have it.
    public var json: JSONObject {
        var object: JSONObject = ["act": .string(word), "code": .string(code.text)]
        switch self {
        case .update(_, let version): object.append("version", .integer(Int64(clamping: version)))
        case .retire: break
        case .accredit(_, let issuer, let period):
            object.append("issuer", .string(issuer.text))
            object.append("from", .integer(Int64(clamping: period.from)))
            if let until = period.until { object.append("until", .integer(Int64(clamping: until))) }
        }
        return object
    }

    /// Reads what `json` writes; `from` may be missing, and is then the beginning of time.
    init(_ reader: inout JSONReader) throws(JSONError) {
        let act = try reader.member("act")
        let text = try reader.member("code")
        guard let code = TypeCode(try text.string()) else { throw text.invalid("must be " + TypeCode.form) }
        switch ActName(rawValue: try act.string()) {
        case .updateType?: self = .update(code, version: try reader.member("version").unsigned(max: 1 << 53))
        case .retireType?: self = .retire(code)
        case .accredit?:
            let issuer = try reader.member("issuer")
            guard let id = MemberID(try issuer.string()) else { throw issuer.invalid("must be " + MemberID.form) }
            let from = try reader.optionalMember("from")?.unsigned(max: 1 << 40) ?? 0
            let until = try reader.optionalMember("until")?.unsigned(max: 1 << 40)
            self = .accredit(code, issuer: id, period: Period(from: from, until: until))
        case _: throw act.invalid("must be type.update, type.retire or accredit")
        }
    }
}
