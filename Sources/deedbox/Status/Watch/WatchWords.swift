import Rulebook

/// Words of `status watch`.
enum WatchWords {
    static var abstract: String {
        tell("Be told what becomes of documents that you rely on.", zh: "持续获知所依据证照的变化。")
    }
    static var discussion: String {
        tell(
            "Follows the nodes, and tells each revocation, suspension, reinstatement, replacement, dispute and answer "
                + "once, with a proof that was checked. Buckets and bundles are fetched, so no node learns which "
                + "document is meant. Killed and started again, it goes on where it was.",
            zh: "跟随节点，逐一告知吊销、暂停、恢复、替换、争议及答复，并附已核验的证明。仅取分桶和整包，节点无从得知所指证照；中断后再次运行会从原处继续。")
            + "\n\n"
            + ConsoleWords.examples(
                "deedbox status watch customers/*.receipt --trust genesis.cbor --json >> changes.jsonl",
                "deedbox status watch births.csv.receipts.jsonl --once --proofs proofs") + "\n\n"
            + ConsoleWords.exitCodes
    }
    static var receipts: String {
        tell("Receipts of the documents; of a receipts file all lines.", zh: "证照的回执；回执文件则取全部各行。")
    }
    static var since: String {
        tell(
            "Tell every change after this block of documents that are new here; without it what stands now, and from "
                + "then on.",
            zh: "对新加入的证照，告知该区块之后的每次变化；不指定则先告知当前状态，再继续跟随。")
    }
    static var once: String { tell("End when everything so far is told.", zh: "告知至今的变化后结束。") }
    static var state: String {
        tell("Where it keeps how far it is (FIRST.watch.json).", zh: "记录进度的文件（默认为首个回执名加 .watch.json）。")
    }
    static var proofs: String { tell("Write each proof into this folder.", zh: "把每份证明写入该文件夹。") }

    static func watching(_ count: Int, _ path: String) -> String {
        tell("Watching \(count) documents; how far it is stands in \(path)", zh: "正在关注 \(count) 份证照；进度保存于 \(path)")
    }

    static func away(_ fact: String) -> String {
        tell("No good answer just now, asking again: \(fact)", zh: "暂时没有可用的回答，稍后再问：\(fact)")
    }

    /// What happened, for people.
    static func event(_ event: DocumentEvent) -> String {
        switch event {
        case .suspended: tell("suspended", zh: "已暂停")
        case .reinstated: tell("in force again", zh: "已恢复有效")
        case .revoked: tell("revoked", zh: "已吊销")
        case .superseded: tell("superseded by a newer document", zh: "已被新证照替换")
        case .disputed(let due):
            tell("in dispute", zh: "存在争议")
                + (due.map { tell(", due \(Moment.text(ms: $0))", zh: "，应于 \(Moment.text(ms: $0)) 前答复") } ?? "")
        case .answered(let outcome):
            tell("dispute answered: ", zh: "争议已答复：") + CorrectionWords.outcome(outcome)
        }
    }
}

/// Refusals and failures.
extension WatchWords {
    static var noDocument: CommandError { .usage(tell("there is no document to watch", zh: "没有可关注的证照")) }

    static func tooMany(_ limit: Int) -> CommandError {
        .usage(
            tell("there are more than \(limit) documents", zh: "证照超过 \(limit) 份"),
            next: tell("divide them among several watchers", zh: "请分给几个进程"))
    }

    static func noSuchBlock(_ height: UInt64) -> CommandError {
        .usage(tell("no block has the number \(height)", zh: "不可能有编号 \(height) 的区块"))
    }

    static func badState(_ path: String, _ fact: String) -> CommandError {
        .failed(
            "bad-state", tell("\(path) is no state of a watcher: \(fact)", zh: "\(path) 不是关注进度文件：\(fact)"),
            next: tell(
                "move it away and say with --since from which block to tell again",
                zh: "请将其移走，并用 --since 指明从哪个区块起重新告知"))
    }

    static var noAnswer: CommandError { badProof(tell("a key is missing in the answer", zh: "回答中缺少一项")) }

    static func badProof(_ fact: String) -> CommandError { .failed("bad-proof", StatusWords.badProof(fact)) }

    static func otherBlock(_ height: UInt64) -> CommandError {
        badProof(tell("the seal is not that of block \(height)", zh: "封印不属于区块 \(height)"))
    }

    static func behind(_ node: String, _ found: UInt64, _ needed: UInt64) -> CommandError {
        .failed(
            "behind",
            tell(
                "\(node) answers for block \(found), and block \(needed) was seen",
                zh: "\(node) 的回答截至区块 \(found)，而已见到区块 \(needed)"))
    }

    static func gap(_ node: String, _ expected: UInt64, _ found: UInt64) -> CommandError {
        .failed(
            "gap",
            tell("\(node) tells block \(found) in place of \(expected)", zh: "\(node) 给出区块 \(found)，应为 \(expected)"))
    }

    static func noLeaf(_ index: UInt64) -> CommandError {
        .failed("unreadable-answer", tell("the node has no leaf \(index)", zh: "节点没有条目 \(index)"))
    }

    static func noTile(_ path: String) -> CommandError {
        .failed("unreadable-answer", tell("the node has no whole tile \(path)", zh: "节点没有完整的分片 \(path)"))
    }
}
