import Signing

/// Words that every noun shares.
enum ConsoleWords {
    /// A text of a document as a line of a terminal: a picture by its size alone.
    static func shown(_ text: String) -> String {
        PictureText(text).map { tell("[picture, \($0.byteCount) bytes]", zh: "[图片，\($0.byteCount) 字节]") } ?? text
    }

    static var json: String {
        tell("Print one JSON value for programs instead of text.", zh: "输出一个供程序读取的 JSON 值，而不是文字。")
    }

    static var language: String {
        tell("Language of the output; otherwise that of the system.", zh: "输出语言；缺省为系统语言。")
    }

    static var exitCodes: String {
        tell(
            """
            EXIT CODES
              0  done, or every check says yes
              1  refused by the rules, or a check says no
              2  the command was called in a wrong way
              3  could not be done or could not be checked (file, network, node)
            """,
            zh: """
                退出码
                  0  已完成，或各项核验均为“是”
                  1  被规则拒绝，或有核验为“否”
                  2  命令用法有误
                  3  未能完成或无法核验（文件、网络、节点）
                """)
    }

    /// A heading and an example a line.
    static func examples(_ lines: String...) -> String {
        tell("EXAMPLES", zh: "示例") + "\n" + lines.map { "  " + $0 }.joined(separator: "\n")
    }

    static var yes: String { tell("yes", zh: "是") }
    static var no: String { tell("no", zh: "否") }

    static func noSuchFile(_ path: String) -> CommandError {
        .failed(
            "no-such-file", tell("there is no file \(path)", zh: "没有文件 \(path)"),
            next: tell("check the path and its spelling", zh: "请检查路径和拼写"))
    }

    static func notReadable(_ path: String, _ reason: String) -> CommandError {
        .failed(
            "not-readable", tell("\(path) cannot be read: \(reason)", zh: "无法读取 \(path)：\(reason)"),
            next: tell("check the permissions of the file", zh: "请检查文件权限"))
    }

    static func notWritable(_ path: String, _ reason: String) -> CommandError {
        .failed(
            "not-writable", tell("\(path) cannot be written: \(reason)", zh: "无法写入 \(path)：\(reason)"),
            next: tell(
                "check the folder, its permissions and the free space", zh: "请检查文件夹、权限和剩余空间"))
    }

    static func isFolder(_ path: String) -> CommandError {
        .failed(
            "is-a-folder", tell("\(path) is a folder, and a file is needed", zh: "\(path) 是文件夹，这里需要文件"),
            next: tell("name the file in it", zh: "请给出其中的文件"))
    }

    static func exists(_ path: String) -> CommandError {
        .failed(
            "file-exists", tell("\(path) is there already, and is not overwritten", zh: "\(path) 已存在，不会被覆盖"),
            next: tell("name another file, or move this one away", zh: "请换一个文件名，或先移走原文件"))
    }

    static func locked(_ path: String) -> CommandError {
        .failed(
            "locked", tell("another process is using \(path)", zh: "另一个进程正在使用 \(path)"),
            next: tell("wait until it has ended, then try again", zh: "请等它结束后再试"))
    }

    static func tooLarge(_ path: String, _ limit: Int) -> CommandError {
        .refused(
            "too-large",
            tell("\(path) has more than \(limit) bytes", zh: "\(path) 超过 \(limit) 字节"),
            next: tell("check that this is the file you meant", zh: "请确认这是您要用的文件"))
    }

    static func notUTF8(_ path: String) -> CommandError {
        .refused(
            "not-utf-8", tell("\(path) is not UTF-8 text", zh: "\(path) 不是 UTF-8 文本"),
            next: tell("save it as UTF-8", zh: "请另存为 UTF-8 编码"))
    }

    static func notJSON(_ path: String, _ error: String, page: String = "docs/commands.md") -> CommandError {
        .refused(
            "bad-file", tell("\(path): \(error)", zh: "\(path)：\(error)"),
            next: tell(
                "correct the file at that place; \(page) shows the form",
                zh: "请在该处更正文件；格式见 \(page)"))
    }
}
