import ArgumentParser
import Releasing

/// `deedbox deposit`: the sealed packages of grants in files, to try one's own program against this one.
struct DepositCommands: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "deposit", abstract: DepositWords.abstract,
            subcommands: [DepositSample.self, DepositOpen.self])
    }
}

/// Words of these commands.
enum DepositWords {
    static var abstract: String {
        tell("Deposits in files, with every key beside them: for trying, never for use.", zh: "文件形式的寄存样例，附全部密钥，仅供试验。")
    }
    static var sample: String {
        tell("Deal a deposit to made-up validators, and answer its uses.", zh: "向虚构的节点分发一份寄存件，并答复其各次使用。")
    }
    static var open: String {
        tell("Check and open a deposit as validators and relying party do.", zh: "按验证节点和用证方的方式核验并打开寄存件。")
    }
    static var out: String { tell("The file to write.", zh: "写入的文件。") }
    static var file: String { tell("The file, as sample writes it.", zh: "样例文件，格式同 sample 所写。") }
    static var validators: String { tell("How many validators.", zh: "验证节点数。") }
    static var quorum: String { tell("How many of them open a ticket.", zh: "打开一张票所需的节点数。") }
    static var uses: String { tell("How many uses.", zh: "使用次数。") }

    static var badNumbers: CommandError {
        .usage(
            tell("1 to 63 validators, a quorum of them, 1 to 100 uses", zh: "节点数 1 至 63，法定数不超过节点数，使用次数 1 至 100"))
    }

    /// A deposit that is not taken.
    static func refused(_ refusal: DepositRefusal) -> CommandError {
        .refused(
            refusal.code, tell("the deposit is refused: \(refusal)", zh: "寄存件被拒绝：\(refusal)"), next: refusal.nextStep)
    }
}
