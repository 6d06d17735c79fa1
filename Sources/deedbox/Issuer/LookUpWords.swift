import Rulebook
import Signing

/// Words of `issuer look-up` and `issuer copy-check`.
enum LookUpWords {
    static var abstract: String { tell("Questions at the counter, without the holder.", zh: "窗口核验：持有人不在场。") }
    static var discussion: String {
        tell(
            """
            The right number with the right holder is answered: genuine, how it stands, and how many rights holders; \
            anything else: does not match. A yes is told only after the question stands on the ledger, where the \
            holder finds it. Wrong questions are counted, and who is wrong too often rests.
            """,
            zh: """
                编号与持有人都对，才回答真实、现状和权利人数；其余一律回答不符。回答“真实”之前，核验先记入账本，持有人会看到。\
                不符会计数，过多则暂停。
                """)
    }
    static var ask: String { tell("Ask whether a document is genuine.", zh: "核验证照真伪。") }
    static var askExamples: String {
        ConsoleWords.examples(
            "deedbox issuer look-up ask 11100000000013127D001 --by ZZBH --value N1 --identity 370402209001010013 "
                + "--case 2090-17 --ground statutoryDuty --desk https://desk.example --token-file window.token")
    }
    static var by: String { tell("The field that the number stands in.", zh: "编号所在字段。") }
    static var byField: String {
        tell("A field that serves as a number; up to four times.", zh: "可作编号的字段，至多四个。")
    }
    static var value: String { tell("The number.", zh: "编号。") }
    static var identity: String {
        tell("The holder's identity number, or name where the rule says so.", zh: "持有人证件号码；规则为 name 时用姓名。")
    }
    static var identityKind: String {
        tell("What of the holder must be right: number or name.", zh: "须一并正确的持有人信息：number 或 name。")
    }
    static var clerk: String {
        tell("The asking office's own mark of its clerk.", zh: "询问方对其经办人的编号。")
    }
    static var key: String {
        tell(
            "By which the same question is asked once more, 16 to 64 letters and digits; otherwise a new one.",
            zh: "重问同一核验所用的键，16 至 64 个字母数字；缺省为新键。")
    }
    static var list: String { tell("Look-ups that found their documents.", zh: "查得证照的核验。") }
    static var show: String {
        tell("One look-up, with what opens its entry: for the holder who asks.", zh: "一次核验及其开示，供持有人询问时出示。")
    }
    static var number: String { tell("The number of the look-up.", zh: "核验编号。") }
    static var alerts: String { tell("Who was wrong too often, and what was asked too often.", zh: "不符过多与过频核验的提醒。") }
    static var all: String { tell("Those that somebody has looked at, too.", zh: "包括已看过的。") }
    static var seen: String { tell("Note that an alert was looked at.", zh: "将该提醒记为已看。") }
    static var rules: String { tell("Which types can be looked up, and by what.", zh: "可核验的类型与字段。") }
    static var set: String { tell("Let a type be looked up.", zh: "开通一个类型的窗口核验。") }
    static var remove: String { tell("Let a type be looked up no more.", zh: "停止一个类型的窗口核验。") }
    static var copyCheck: String {
        tell("Compare a file with the page images of documents.", zh: "将文件与证照版式文件比对。")
    }
    static var copyExamples: String {
        ConsoleWords.examples(
            "deedbox issuer copy-check scan.pdf --data desk",
            "deedbox issuer copy-check scan.pdf --type 11100000000013127D001 --by ZZBH --value N1 --data desk")
    }
    static var file: String { tell("The file that was handed in.", zh: "所递交的文件。") }

    static func headline(_ answer: DeskAnswer) -> String {
        guard answer["match"] == "✓" else { return tell("Does not match", zh: "不符") }
        return tell("Genuine, ", zh: "真实，") + standing(answer["standing"])
    }

    static func standing(_ word: String) -> String {
        switch word {
        case "inForce": tell("in force", zh: "现行有效")
        case "suspended": tell("suspended", zh: "已暂停")
        case "revoked": tell("revoked", zh: "已吊销")
        case "superseded": tell("replaced by another", zh: "已被新证取代")
        case "expired": tell("expired", zh: "已过期")
        case _: word
        }
    }

    static func copy(_ answer: DeskAnswer) -> String {
        switch answer["result"] {
        case "same": tell("The same file, byte for byte", zh: "一致：逐字节相同")
        case "altered": tell("Altered: not the file that the document binds", zh: "不一致：与证照绑定的文件不同")
        case _: tell("Unknown: nothing here tells of this file", zh: "未知：本台没有该文件的信息")
        }
    }

    static func alert(_ alert: DeskAnswer) -> String {
        switch alert["kind"] {
        case "misses": tell("wrong too often; rests", zh: "不符过多，已暂停")
        case "guessing": tell("went on asking while resting", zh: "暂停期间仍在询问")
        case "tooMany": tell("asked too often in an hour", zh: "一小时内询问过多")
        case "oftenAsked": tell("one document asked for too often in a day", zh: "同一证照一日内核验过多")
        case "refused": tell("the ledger refuses the entry", zh: "账本拒绝记入")
        case let kind: kind
        }
    }

    static func keys(_ rule: DeskAnswer) -> String {
        guard case .array(let keys)? = rule.object["keys"] else { return "–" }
        return keys.map { if case .string(let path) = $0 { path } else { "" } }.joined(separator: ", ")
    }

    static var badRule: CommandError {
        .usage(
            tell(
                "a rule has one to four different --by, and --identity number or name",
                zh: "规则需要一至四个不同的 --by，以及 --identity number 或 name"))
    }

    static var badReference: CommandError {
        .usage(
            tell(
                "give --document, or --type with --by and --value, or none",
                zh: "请给出 --document，或同时给出 --type、--by、--value，或都不给"))
    }
}
