import Identifiers
import Rulebook

extension RuleWords {
    static func describe(_ error: CitizenNumberError) -> Bilingual {
        switch error {
        case .wrongLength(let found): characters(found, 18)
        case .badCharacter(let position): character(position)
        case .unknownRegion(let digit):
            both("begins with \(digit), where no division does", zh: "以 \(digit) 开头，没有这样的行政区划")
        case .impossibleDate: both("holds a date of birth that is none", zh: "其中的出生日期不存在")
        case .wrongCheck(let expected, let found): check(expected, found)
        case .sequenceOutOfRange, .wrongDivisionLength: both("is no citizen number", zh: "不是公民身份号码")
        }
    }

    static func describe(_ error: CreditCodeError) -> Bilingual {
        switch error {
        case .wrongLength(let found): characters(found, 18)
        case .badCharacter(let position): character(position)
        case .wrongCheck(let expected, let found): check(expected, found)
        }
    }

    static func describe(_ error: CertificateIdentifierError) -> Bilingual {
        switch error {
        case .wrongRoot: both("does not begin with 1.2.156.3005.2", zh: "不以 1.2.156.3005.2 开头")
        case .wrongFieldCount(let found):
            both("has \(found) parts behind its root, and must have 5", zh: "根之后有 \(found) 段，应为 5 段")
        case .badType: both("holds a type code that is none", zh: "其中的类型代码不合规")
        case .badIssuer(let error): badIssuer(describe(error))
        case .badSerial: both("has a serial that is not 1 to 64 of 0-9 and A-Z", zh: "流水号应为 1 到 64 位数字或大写字母")
        case .badVersion: both("has a version that is not 001 to 999", zh: "版本号应为 001 到 999")
        case .badCheck: both("has a check that is not one character", zh: "校验位应为一个字符")
        case .wrongCheck(let expected, let found): check(expected, found)
        case .legacyCheck(let expected, let found):
            both(
                "has the check character \(found) of an old variant; the standard's is \(expected)",
                zh: "校验位 \(found) 是旧算法的结果，按标准应为 \(expected)")
        }
    }

    private static func badIssuer(_ words: Bilingual) -> Bilingual {
        both("holds a credit code that " + words.en, zh: "其中的统一社会信用代码" + words.zh)
    }

    private static func characters(_ found: Int, _ needed: Int) -> Bilingual {
        both("has \(found) characters, and must have \(needed)", zh: "有 \(found) 位，应为 \(needed) 位")
    }

    private static func character(_ position: Int) -> Bilingual {
        both("has a character that is not allowed at position \(position)", zh: "第 \(position) 位字符不合规")
    }

    private static func check(_ expected: Character, _ found: Character) -> Bilingual {
        both("has the check character \(found), and \(expected) is right", zh: "校验位是 \(found)，应为 \(expected)")
    }
}
