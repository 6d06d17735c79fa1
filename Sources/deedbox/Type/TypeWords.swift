import Rulebook

/// Words of the noun `type`.
enum TypeWords {
    static var abstract: String { tell("The catalogue of document types.", zh: "文档类型目录。") }
    static var register: String { tell("Register types by governance.", zh: "由治理登记文档类型。") }
    static var registerExamples: String {
        ConsoleWords.examples(
            "deedbox type register genesis/catalogue/*.json --governance-key g1.key --governance-key g2.key")
    }
    static var update: String { tell("Publish the next version of a type.", zh: "发布类型的下一版本。") }
    static var retire: String { tell("End the minting of a type.", zh: "停止该类型的签发。") }
    static var accredit: String { tell("Say who may mint a type.", zh: "授予机构签发资格。") }
    static var accreditExamples: String {
        ConsoleWords.examples("deedbox type accredit 11100000000013127D001 --issuer police --key police.key")
    }
    static var list: String { tell("List the catalogue.", zh: "列出目录。") }
    static var show: String { tell("Show a type with its fields.", zh: "查看类型及其字段。") }
    static var files: String { tell("A file of the form deedbox-type/1.", zh: "deedbox-type/1 格式的文件。") }
    static var code: String { tell("The type's code.", zh: "类型代码。") }
    static var issuer: String { tell("The member that may mint.", zh: "获得资格的成员。") }
    static var until: String { tell("The end of the right, POSIX seconds.", zh: "资格截止时间，POSIX 秒。") }
    static var registered: String { tell("Registered", zh: "已登记") }
    static var accreditedMeaning: String {
        tell(
            "Every node refuses documents of these types from an issuer that is not accredited.",
            zh: "未获资格的机构签发这些类型的文档，会被每个节点拒绝。")
    }

    static func updated(_ code: String, _ version: UInt64) -> String {
        tell("Type \(code) is now version \(version)", zh: "类型 \(code) 现为第 \(version) 版")
    }
    static func retired(_ code: String) -> String { tell("Type \(code) is retired", zh: "类型 \(code) 已停用") }
    static func accredited(_ issuer: String) -> String { tell("Accredited \(issuer)", zh: "已授予 \(issuer) 签发资格") }
    static func count(_ count: Int) -> String { tell("\(counted(count, "type"))", zh: "\(count) 个类型") }

    static func unknown(_ code: String) -> CommandError {
        .refused("unknown-type", tell("this ledger has no type \(code)", zh: "本账本没有类型 \(code)"))
    }

    static func parse(_ text: String) throws -> TypeCode {
        guard let code = TypeCode(text) else {
            throw CommandError.usage(
                tell("'\(text)' is not a type code: \(TypeCode.form)", zh: "“\(text)”不是类型代码：\(TypeCode.form)"))
        }
        return code
    }
}
