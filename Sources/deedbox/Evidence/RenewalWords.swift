import Evidence
import Rulebook

/// Words of renewing.
enum RenewalWords {
    static var renew: String {
        tell("Move evidence to a newer checkpoint, with what is known of today.", zh: "把证据包移到较新的检查点，并加入当前状态。")
    }
    static var discussion: String {
        tell(
            """
            The same statements get new paths to the newest checkpoint, so that today's validators stand behind \
            them. How each document stands now is asked by bucket and put beside what held at the use: the verdict as \
            of the use stays what it was, or the file is left alone. Nodes learn from which 256 leaves something is \
            wanted, not which.
            """,
            zh: """
                同样的声明获得通往最新检查点的新路径，由现任验证节点背书。各文档的当前状态按桶查询，与使用时的状态并存：\
                截至使用时的结论保持不变，否则不改动文件。节点只知道查询涉及哪 256 个条目，而不知是哪一条。
                """) + "\n\n"
            + ConsoleWords.examples(
                "deedbox evidence renew evidence.json --trust genesis.json --out renewed.json",
                "deedbox evidence renew evidence.json --trust genesis.json --node http://127.0.0.1:7102")
            + "\n\n" + ConsoleWords.exitCodes
    }
    static var file: String { tell("The evidence of a use.", zh: "使用的证据包。") }
    static var out: String { tell("Where to write it, if not in place of the file.", zh: "写入的文件；默认替换原文件。") }
    static var trustNeeded: String { tell("--trust must name the genesis", zh: "须用 --trust 指定创世文件") }
    static var notEvidence: String { tell("this is no evidence of a use", zh: "这不是使用的证据包") }

    static func renewed(_ path: String) -> String { tell("Renewed: \(path)", zh: "已更新：\(path)") }

    static func refused(_ refusal: RenewalRefusal, _ evidence: EvidenceFile, _ trusted: Network) -> CommandError {
        switch refusal {
        case .epochs(let error): EpochFile.failure(error, of: evidence, trusted)
        case .doesNotHold(let state):
            .refused(
                "does-not-hold",
                tell(
                    "the evidence is broken (\(state.words.en)), and is left alone",
                    zh: "证据包不成立（\(state.words.zh)），不作改动"),
                next: tell("`deedbox verify` says why", zh: "可用 deedbox verify 查看原因"))
        case .otherLeaf(let index):
            .failed(
                "other-leaf", tell("the node has another leaf at \(index)", zh: "节点在 \(index) 处的条目不同"),
                next: tell("ask another node, and report this one", zh: "请询问其他节点，并报告该节点"))
        case .changes(let name):
            .failed(
                "verdict-changes",
                tell(
                    "with the node's answers \u{201c}\(name.words.en)\u{201d} would change; the file is left alone",
                    zh: "采用该节点的回答后，“\(name.words.zh)”的回答将改变；文件未作改动"),
                next: tell("ask another node", zh: "请询问其他节点"))
        }
    }
}
