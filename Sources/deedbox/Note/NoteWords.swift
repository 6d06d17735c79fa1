import Rulebook
import Signing

/// Words of the noun `note`.
enum NoteWords {
    /// Status lists and directory roots are anchored by the desk and the registrar that make them.
    private static let kinds: [NoteKind] = [.publicNotice, .policy, .other]
    private static var kindList: String { kinds.map(\.word).joined(separator: ", ") }

    static var abstract: String {
        tell("A file fixed in time: its salted digest on the ledger.", zh: "存证：把文件的加盐摘要记入账本，固定其时间。")
    }

    static var discussion: String {
        tell(
            """
            A member anchors a public notice, a policy or anything else: the ledger shows that the member had these \
            very bytes by then, and nothing of what they say. Whoever is given file, salt and statement checks it.
            """,
            zh: "成员可锚定公告、政策或其他文件：账本证明该成员当时已持有这些内容，但不显示内容本身。取得文件、盐值和声明编号者均可核对。")
    }

    static var anchor: String { tell("Anchor a file.", zh: "锚定一个文件。") }
    static var anchorExamples: String {
        ConsoleWords.examples("deedbox note anchor notice.pdf --kind publicNotice --key police.key")
    }
    static var check: String {
        tell("Check that a file is the one that was anchored.", zh: "核对文件是否就是当初锚定的那一份。")
    }
    static var checkExamples: String {
        ConsoleWords.examples("deedbox note check notice.pdf --statement 51c0… --salt 9f3e…")
    }
    static var file: String { tell("The file, at most 64 MiB.", zh: "文件，至多 64 MiB。") }
    static var kind: String { tell("What it is: \(kindList).", zh: "类别：\(kindList)。") }
    static var saltFile: String {
        tell(
            "Where the salt is kept; otherwise FILE.note.jsonl.", zh: "保存盐值的文件；缺省为 FILE.note.jsonl。")
    }
    static var statement: String { tell("The id of the statement.", zh: "声明的编号。") }
    static var salt: String { tell("The salt, 64 hexadecimal digits.", zh: "盐值，64 位十六进制。") }

    static var anchored: String { tell("The file is anchored", zh: "文件已锚定") }
    static var anchoredMeaning: String {
        tell(
            "Publish statement and salt with the file, or give them to those who are to check it. Without the salt "
                + "nobody can.",
            zh: "请将声明编号和盐值随文件公布，或交给需要核对的人。没有盐值无人能核对。")
    }
    static var theSame: String { tell("It is the file that was anchored", zh: "就是当初锚定的文件") }
    static var theSameMeaning: String {
        tell(
            "These bytes were there when that block was made. What they say, the ledger does not judge.",
            zh: "该区块生成时，这些内容已经存在。内容是否属实，账本不作判断。")
    }

    static func parse(kind word: String) throws -> NoteKind {
        guard let kind = kinds.first(where: { $0.word == word }) else {
            throw CommandError.usage(
                tell("'\(word)' is no kind of a note: \(kindList)", zh: "“\(word)”不是可用的类别：\(kindList)"))
        }
        return kind
    }

    static func noID(_ text: String) -> CommandError {
        .usage(
            tell(
                "'\(text)' is not a statement's id: 64 hexadecimal digits", zh: "“\(text)”不是声明编号：应为 64 位十六进制"))
    }

    static func noSalt(_ text: String) -> CommandError {
        .usage(tell("'\(text)' is not a salt: 64 hexadecimal digits", zh: "“\(text)”不是盐值：应为 64 位十六进制"))
    }

    static func noNote(_ id: StatementID) -> CommandError {
        .failed(
            "no-note", tell("the node knows no final note \(id)", zh: "节点没有编号为 \(id) 的已终局锚定声明"),
            next: tell("check the id, or ask later", zh: "请检查编号，或稍后再试"))
    }

    static func otherFile(_ id: StatementID) -> CommandError {
        .refused(
            "other-file",
            tell("this file, with this salt, is not what \(id) anchors", zh: "此文件配此盐值，不是 \(id) 所锚定的内容"),
            next: tell("ask for the file as it was published", zh: "请索取当初公布的文件"))
    }
}

extension NoteKind {
    /// The word that commands use.
    var word: String {
        switch self {
        case .other: "other"
        case .statusList: "statusList"
        case .directoryRoot: "directoryRoot"
        case .policy: "policy"
        case .publicNotice: "publicNotice"
        }
    }
}
