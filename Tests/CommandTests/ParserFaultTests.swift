import Testing
import deedbox

struct ParserFaultTests {
    private func told(_ message: String, _ usage: String, help: String? = nil, in language: Language = .en)
        -> CommandError
    {
        let lines =
            ["Error: " + message] + (help.map { ["Help:  " + $0] } ?? [])
            + ["Usage: " + usage, "  See 'deedbox --help' for more information."]
        return Language.$current.withValue(language) { ParserFault(lines.joined(separator: "\n")).told }
    }

    @Test func `a verb that was mistyped is told with the one that was meant`() {
        let error = told("Unexpected argument 'minnt'", "deedbox <subcommand>")
        #expect(error.fact == "deedbox has no command 'minnt'; did you mean `deedbox mint`?")
        #expect(error.next == "deedbox --help")
        #expect(error.status == .usage)
        let below = told("Unexpected argument 'regster'", "deedbox member <subcommand>", in: .zh)
        #expect(below.fact == "deedbox member 没有子命令“regster”；您是不是要用 deedbox member register？")
        #expect(below.next == "deedbox member --help")
    }

    @Test func `a verb that is like no other is told without a guess`() {
        let error = told("Unexpected argument 'xyzzy'", "deedbox wallet <subcommand>")
        #expect(error.fact == "deedbox wallet has no command 'xyzzy'")
    }

    @Test func `an argument too many of a verb is no unknown command`() {
        let error = told("Unexpected argument 'b'", "deedbox mint <input> [--type <code>]", in: .zh)
        #expect(error.fact == "多余的参数“b”")
        #expect(error.next == "deedbox mint --help")
    }

    @Test(arguments: [
        ("Missing expected argument '--key <file>'", "缺少“--key <file>”（签名密钥。）"),
        ("Missing value for '--genesis <file>'", "缺少取值：“--genesis <file>”（签名密钥。）"),
        ("Unknown option '--kee'", "没有选项“--kee”（签名密钥。）"),
        ("The value 'x' is invalid for '--wait <seconds>'", "“--wait <seconds>”的取值“x”无效（签名密钥。）"),
        (
            "The value 'x' is invalid for '--purpose <purpose>'. Please provide one of the following:\n  - log\n"
                + "  - vote",
            "“--purpose <purpose>”的取值“x”无效，可取：log, vote（签名密钥。）"
        ),
    ])
    func `a fault of the call is told in Chinese, with what the option is`(_ message: String, _ fact: String) {
        #expect(told(message, "deedbox mint <input> --key <file>", help: "签名密钥。", in: .zh).fact == fact)
    }

    @Test func `what has no translation stays as the parser says it`() {
        #expect(told("Something else", "deedbox mint <input>", in: .zh).fact == "Something else")
    }

    @Test func `one is told in the singular`() {
        #expect(counted(1, "proposal") == "1 proposal")
        #expect(counted(0, "proposal") == "0 proposals")
        #expect(counted(2, "batch", "batches") == "2 batches")
    }

    @Test func `the words of the parser's help are in the language of the reader`() {
        let help =
            "OVERVIEW: 用证。\n\nUSAGE: deedbox relying <subcommand>\n\nOPTIONS:\n"
            + "  -h, --help              Show help information.\n\nSUBCOMMANDS:\n  init                    建台。\n\n"
            + "  See 'deedbox help relying <subcommand>' for detailed help."
        let told = Language.$current.withValue(.zh) { HelpText.told(help) }
        #expect(
            told == "概述：用证。\n\n用法：deedbox relying <subcommand>\n\n选项：\n"
                + "  -h, --help              显示帮助。\n\n子命令：\n  init                    建台。\n\n"
                + "  详细说明：deedbox help relying <subcommand>")
        #expect(Language.$current.withValue(.en) { HelpText.told(help) } == help)
    }

    @Test func `a language before the noun is no argument of the root`() {
        #expect(Language.behindChoice(["--lang", "zh", "relying", "--help"]) == ["relying", "--help"])
        #expect(Language.behindChoice(["--lang=zh", "relying"]) == ["relying"])
        #expect(Language.behindChoice(["relying", "--lang", "zh"]) == ["relying", "--lang", "zh"])
        #expect(Language.behindChoice([]).isEmpty)
    }
}
