import NodeAPI
import Rulebook
import Signing

/// Words of the noun `strongroom`.
enum StrongroomWords {
    static var abstract: String {
        tell("Sealed packages that the nodes keep and cannot read.", zh: "节点保管、但读不出内容的密件。")
    }
    static var put: String { tell("Put sealed files, and wait for a quorum.", zh: "放入已密封的文件，并等待法定数节点确认。") }
    static var list: String { tell("How it is, and what lies in a bucket.", zh: "查看密件库状态和一个桶的内容。") }
    static var get: String { tell("Fetch what lies under a tag.", zh: "取出一个标签下的密件。") }
    static var erase: String { tell("Have a body erased on all nodes.", zh: "在所有节点擦除一件密件。") }
    static var files: String { tell("A sealed file, of 1 MiB at most.", zh: "已密封的文件，最大 1 MiB。") }
    static var lifetime: String { tell("How long it is kept.", zh: "保管多少秒。") }
    static var prefix: String {
        tell("The first hexadecimal digits of the tags, 1 to 4.", zh: "标签开头的十六进制数字，1 至 4 位。")
    }
    static var tagHelp: String { tell("The tag, 64 hexadecimal digits.", zh: "标签，64 位十六进制数字。") }
    static var secretHelp: String {
        tell("The erasing secret, 64 hexadecimal digits.", zh: "擦除凭证，64 位十六进制数字。")
    }
    static var out: String { tell("Where to write it.", zh: "写到哪个文件。") }
    static var tag: String { tell("tag", zh: "标签") }
    static var secret: String { tell("erasing secret", zh: "擦除凭证") }
    static var file: String { tell("file", zh: "文件") }
    static var putMeaning: String {
        tell(
            "Whoever knows a tag can fetch the body, and whoever knows its secret can have it erased.",
            zh: "知道标签的人可以取出密件，知道擦除凭证的人可以让它被擦除。")
    }

    static func kept(_ count: Int, _ validators: [String]) -> String {
        let list = validators.joined(separator: ", ")
        return tell("\(counted(count, "body is", "bodies are")) kept by \(list)", zh: "\(count) 件密件已由 \(list) 存好")
    }
    static func holds(_ count: Int) -> String {
        tell("The strongroom holds \(counted(count, "body", "bodies"))", zh: "密件库现有 \(count) 件密件")
    }
    static func written(_ count: Int, _ file: String) -> String {
        tell("\(counted(count, "body is", "bodies are")) written to \(file)", zh: "已将 \(count) 件密件写到 \(file)")
    }
    static func erased(_ count: Int) -> String {
        tell("\(counted(count, "body is", "bodies are")) erased", zh: "已擦除 \(count) 件密件")
    }

    static func tag(_ text: String) throws -> StrongroomTag {
        guard let digest = Digest(hex: text) else { throw badDigits(text) }
        return StrongroomTag(digest)
    }

    static func badDigits(_ text: String) -> CommandError {
        .usage(
            tell("\"\(text)\" is not 64 hexadecimal digits", zh: "“\(text)”不是 64 位十六进制数字"),
            next: tell("take it from the answer to put", zh: "请用放入时给出的值"))
    }

    static func badPrefix(_ text: String) -> CommandError {
        .usage(
            tell("\"\(text)\" is no prefix", zh: "“\(text)”不是前缀"),
            next: tell("1 to 4 digits of 0-9 and a-f", zh: "请用 1 至 4 位 0-9、a-f"))
    }

    static func nothing(_ tag: String) -> CommandError {
        .refused("no-such-body", tell("nothing lies under \(tag)", zh: "标签 \(tag) 下没有密件"))
    }

    /// A batch that cannot be made, in the words of the rule.
    static func told<Value>(_ make: () throws(StrongroomRefusal) -> Value) throws -> Value {
        do { return try make() } catch {
            let words = error.words
            throw CommandError.refused(
                error.code, tell(words.detail.en, zh: words.detail.zh), next: tell(words.next.en, zh: words.next.zh))
        }
    }

    /// 32 random bytes.
    static func random() -> Digest { Digest(Random.bytes(Digest.byteCount)) ?? .zero }
}
