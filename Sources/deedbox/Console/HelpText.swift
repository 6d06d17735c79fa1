/// What the parser of the command line prints as help, with its own words in the language of the reader.
package enum HelpText {
    /// The parser knows English alone; the rest of a page is ours, and is in the reader's language already.
    package static func told(_ text: String) -> String {
        guard case .zh = Language.current else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { told(line: String($0)) }
            .joined(separator: "\n")
    }

    private static let heads = [
        ("OVERVIEW: ", "概述："), ("USAGE: ", "用法："), ("ARGUMENTS:", "参数："), ("OPTIONS:", "选项："), ("SUBCOMMANDS:", "子命令："),
    ]

    private static func told(line: String) -> String {
        for (head, words) in heads where line.hasPrefix(head) { return words + line.dropFirst(head.count) }
        let (start, end) = ("  See '", "' for detailed help.")
        if line.hasPrefix(start), line.hasSuffix(end) {
            return "  详细说明：" + line.dropFirst(start.count).dropLast(end.count)
        }
        return line.replacing("Show the version.", with: "显示版本。")
            .replacing("Show help information.", with: "显示帮助。")
    }
}
