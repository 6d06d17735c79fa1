import Identifiers

/// What is wrong with identifiers, for people; never the identifier itself.
enum IdentifierWords {
    static func required(hasColumn: Bool) -> String {
        hasColumn
            ? tell("is empty, and the type requires it", zh: "为空，而该类型要求必填")
            : tell("has no column, and the type requires it", zh: "没有这一列，而该类型要求必填")
    }

    static var sampleCitizen: String {
        tell(
            "is of an invented citizen (born in 2090), and this network is no sample", zh: "是虚构公民（2090 年出生），而本网络不是样例网络")
    }

    static var birthInFuture: String { tell("has a date of birth that is still to come", zh: "出生日期在将来") }

    static var organisationCheck: String {
        tell("has a wrong check character inside the organisation code", zh: "其中组织机构代码的校验码不对")
    }

    static func identifierType(_ code: String) -> String {
        tell("is of another type than the row, \(code)", zh: "其中的类型与该行的 \(code) 不符")
    }

    static var identifierIssuer: String {
        tell("names another issuer than ZZBFJGDM", zh: "其中的颁发机构与 ZZBFJGDM 不符")
    }

    static var notADate: String { tell("is no date like 2026-01-31", zh: "不是 2026-01-31 这样的日期") }

    static var endBeforeStart: String { tell("is before ZZYXQQSRQ", zh: "早于 ZZYXQQSRQ") }

    static func describe(_ error: CitizenNumberError) -> String {
        switch error {
        case .wrongLength(let found): characters(found, 18)
        case .badCharacter(let position): character(position)
        case .unknownRegion(let digit):
            tell("begins with \(digit), where no division does", zh: "以 \(digit) 开头，没有这样的行政区划")
        case .impossibleDate: tell("holds a date of birth that is none", zh: "其中的出生日期不存在")
        case .wrongCheck(let expected, let found): check(expected, found)
        case .sequenceOutOfRange, .wrongDivisionLength: "\(error)"
        }
    }

    static func describe(_ error: CreditCodeError) -> String {
        switch error {
        case .wrongLength(let found): characters(found, 18)
        case .badCharacter(let position): character(position)
        case .wrongCheck(let expected, let found): check(expected, found)
        }
    }

    static func describe(_ error: CertificateIdentifierError) -> String {
        switch error {
        case .wrongRoot: tell("does not begin with 1.2.156.3005.2", zh: "不以 1.2.156.3005.2 开头")
        case .wrongFieldCount(let found):
            tell("has \(found) parts behind its root, and must have 5", zh: "根之后有 \(found) 段，应为 5 段")
        case .badType: tell("holds a type code that is none", zh: "其中的类型代码不合规")
        case .badIssuer(let error):
            tell("holds a credit code that ", zh: "其中的统一社会信用代码") + describe(error)
        case .badSerial: tell("has a serial that is not 1 to 64 of 0-9 and A-Z", zh: "流水号应为 1 到 64 位数字或大写字母")
        case .badVersion: tell("has a version that is not 001 to 999", zh: "版本号应为 001 到 999")
        case .badCheck: tell("has a check that is not one character", zh: "校验位应为一个字符")
        case .wrongCheck(let expected, let found): check(expected, found)
        case .legacyCheck(let expected, let found):
            tell(
                "has the check character \(found) of an old variant; the standard's is \(expected)",
                zh: "校验位 \(found) 是旧算法的结果，按标准应为 \(expected)")
        }
    }

    private static func characters(_ found: Int, _ needed: Int) -> String {
        tell("has \(found) characters, and must have \(needed)", zh: "有 \(found) 位，应为 \(needed) 位")
    }

    private static func character(_ position: Int) -> String {
        tell("has a character that is not allowed at position \(position)", zh: "第 \(position) 位字符不合规")
    }

    private static func check(_ expected: Character, _ found: Character) -> String {
        tell("has the check character \(found), and \(expected) is right", zh: "校验位是 \(found)，应为 \(expected)")
    }
}
