import Identifiers
package import Rulebook
import Signing

/// What is wrong with values, for people, in both languages; never the value itself. Each goes on where a name ends.
public enum RuleWords {
    static func both(_ en: String, zh: String) -> Bilingual { Bilingual(zh: zh, en: en) }

    /// A value that is missing.
    package static func required(hasColumn: Bool) -> Bilingual {
        hasColumn
            ? both("is empty, and the type requires it", zh: "为空，而该类型要求必填")
            : both("has no column, and the type requires it", zh: "没有这一列，而该类型要求必填")
    }

    static let sampleCitizen = both(
        "is of an invented citizen (born in 2090), and this network is no sample",
        zh: "是虚构公民（2090 年出生），而本网络不是样例网络")
    static let birthInFuture = both("has a date of birth that is still to come", zh: "出生日期在将来")
    static let organisationCheck = both(
        "has a wrong check character inside the organisation code", zh: "其中组织机构代码的校验码不对")
    static let identifierIssuer = both("names another issuer than ZZBFJGDM", zh: "其中的颁发机构与 ZZBFJGDM 不符")
    static let notADate = both("is no date like 2026-01-31", zh: "不是 2026-01-31 这样的日期")
    static let notAMonth = both("is no month like 2026-01", zh: "不是 2026-01 这样的月份")
    static let notANumber = both("is no number like 1234.50", zh: "不是 1234.50 这样的数字")
    static let notASex = both("is neither 男 nor 女", zh: "既不是“男”也不是“女”")
    static let inFuture = both("is a day that is still to come", zh: "日期在将来")
    static let tooOld = both("is a day before 1900", zh: "日期早于 1900 年")
    static let blanksAround = both("has blanks before or behind it", zh: "前后有空格")
    static let formula = both("begins like a formula of a spreadsheet", zh: "以电子表格公式的字符开头")
    static let notMapped = both("is a value that the mapping does not list", zh: "不在映射所列的取值中")
    static let unknownColumn = both("is a column that the mapping does not name", zh: "是映射未列出的列")
    static let unknownField = both("is no field of the type", zh: "不是该类型的字段")
    static let columnTwice = both("stands twice in the record", zh: "在该记录中出现两次")
    static let isAList = both("is a list, and one value is needed", zh: "是列表，而这里需要单个值")
    static let mixedContent = both("has text beside its elements", zh: "元素之间夹有文字")
    // What a row of several types, or a folder of files, can have besides.
    package static let typeMissing = both("is empty", zh: "为空")
    package static let unknownType = both("is no type of this ledger's catalogue", zh: "不在本账本的目录中")
    package static let typeRetired = both("is retired: no more documents of it are minted", zh: "已停用，不再签发")
    package static let emptyFile = both("the file is empty", zh: "文件为空")
    package static let repeated = both("the same document came before in this input", zh: "同样的文档在本输入中已出现过")

    /// A row of another type than the one asked for.
    package static func otherType(_ code: TypeCode) -> Bilingual {
        both("is not the type asked for, \(code)", zh: "不是指定的类型 \(code)")
    }

    /// Bytes that are no text.
    package static let rowNotUTF8 = both("the row is not UTF-8", zh: "该行不是 UTF-8 编码")
    static let notAnObject = both("the line is no JSON object", zh: "该行不是 JSON 对象")
    static let birthDiffers = both("is another date of birth than the citizen number's", zh: "与公民身份号码中的出生日期不符")
    static let sexDiffers = both("is not the sex that the citizen number tells", zh: "与公民身份号码所示性别不符")
    static let unknownKind = both(
        "is no kind of holder code of GB/T 36903 (001, 099, 111 … 999)",
        zh: "不是 GB/T 36903 的持证主体代码类型代码（001、099、111……999）")
    static let kindName = both("is not the name of the kind in CZZTDMLXDM", zh: "与 CZZTDMLXDM 所示类型的名称不符")
    static let endBeforeStart = both("is before the day on which it begins to hold", zh: "早于有效期起始日期")
    static let endBeforeIssue = both("is before the day of issue", zh: "早于颁发日期")

    /// A row of another width than the header.
    package static func fieldCount(_ found: Int, _ needed: Int) -> Bilingual {
        both("the row has \(found) fields, and the header has \(needed)", zh: "该行有 \(found) 个字段，表头有 \(needed) 个")
    }

    static func notJSON(_ error: JSONError) -> Bilingual {
        // What was found at the place may be a value: only place and kind are told.
        guard case .malformed(_, let position) = error else {
            return both("the line is not JSON that can be read", zh: "该行不是可读取的 JSON")
        }
        return both(
            "the line is no strict JSON (column \(position.column))", zh: "该行不是严格的 JSON（第 \(position.column) 列）")
    }

    static func identifierType(_ code: String) -> Bilingual {
        both("is of another type than the row, \(code)", zh: "其中的类型与该行的 \(code) 不符")
    }

    static func tooLong(_ found: Int, _ limit: Int) -> Bilingual {
        both("has \(found) characters, and at most \(limit) are allowed", zh: "有 \(found) 个字符，至多 \(limit) 个")
    }

    static func character(_ position: Int, _ code: UInt32) -> Bilingual {
        let name = "U+" + String(repeating: "0", count: max(0, 4 - hex(code).count)) + hex(code)
        return both(
            "has the character \(name) at position \(position), which is not allowed",
            zh: "第 \(position) 位有不允许的字符 \(name)")
    }

    static func notInList(_ list: CodeList) -> Bilingual {
        both("is not in the code list \(list.name)", zh: "不在代码表“\(list.title.zh)”中")
    }

    static func duplicate(of row: Int) -> Bilingual {
        both("the same document came before, in row \(row)", zh: "同一文档已在第 \(row) 行出现过")
    }

    static let sumDiffers = both("is not the sum of its parts", zh: "与各分项之和不符")

    private static func hex(_ code: UInt32) -> String { String(code, radix: 16, uppercase: true) }
}
