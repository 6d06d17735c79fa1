import NodeAPI

/// Words about a node that is not sure what it signed.
enum DoubtWords {
    static var resume: String {
        tell(
            "Let a node that is not sure what it signed come back.", zh: "允许不确定自己签过什么的节点恢复签名。")
    }

    static var resumeDiscussion: String {
        tell(
            """
            Only among several validators, on a stopped node. With this command you vouch that no other process \
            anywhere signs with the node's keys: a copy on another machine, a standby, a restored disk. At its next \
            start the node asks the others how far they are, and signs again three blocks above the highest that \
            enough of them prove.
            """,
            zh: """
                仅用于多节点网络，且节点须已停止。执行本命令即表示您保证：其他机器上的副本、备机、恢复出来的磁盘等，\
                任何地方都没有别的进程在用该节点的密钥签名。下次启动时，节点会询问其他节点的进度，\
                并从足够多节点所证明的最高区块之上第三块起重新签名。
                """
        ) + "\n\n" + ConsoleWords.examples("deedbox node resume --genesis genesis.cbor --data data/node-1")
    }

    static var restored: String {
        tell(
            "The folder was put back from a copy, and its guard knows nothing of it.",
            zh: "该文件夹是从副本恢复的，而签名记录（guard）并不知情。")
    }

    static var allowed: String { tell("The node may come back", zh: "已允许该节点恢复签名") }

    static var allowedMeaning: String {
        tell(
            "it signs nothing yet: after its start it asks the others, and `deedbox network status` says whose answers "
                + "are missing and from which block on it signs",
            zh: "它现在还不签名：启动后会询问其他节点；deedbox network status 会说明还缺谁的答复、从哪个区块起签名")
    }

    /// A cause by its code, for people.
    static func cause(_ code: String) -> String {
        switch code {
        case "guard-missing": tell("the guard file was missing", zh: "签名记录文件（guard）缺失")
        case "guard-unreadable": tell("the guard file could not be read", zh: "签名记录文件（guard）无法读取")
        case "guard-old": tell("the guard is older than the log", zh: "签名记录（guard）比日志旧")
        case "signature-forgotten":
            tell("the others have signatures of this node that its guard does not know", zh: "其他节点持有本节点的签名，而签名记录中没有")
        case "folder-new": tell("the folder began empty, with keys that have signed before", zh: "文件夹是新建的，而密钥此前签过名")
        case "second-process":
            tell("others know another process that has this node's keys", zh: "其他节点发现另有进程在使用本节点的密钥")
        case _: code
        }
    }

    /// One line of the network's status.
    static func line(_ member: String, _ doubt: DoubtBody) -> String {
        "  \(member): " + tell("in doubt, ", zh: "存疑，") + cause(doubt.code) + tell("; ", zh: "；") + state(doubt)
    }

    private static func state(_ doubt: DoubtBody) -> String {
        if let height = doubt.resume { return tell("it signs from block \(height) on", zh: "从区块 \(height) 起签名") }
        guard let needed = doubt.needed else {
            return tell("it can never sign again: the others are no quorum", zh: "无法再签名：其余节点达不到法定数")
        }
        guard doubt.isAllowed else {
            return tell(
                "it signs nothing until its operator has run `deedbox node resume`",
                zh: "在其运营方执行 deedbox node resume 之前不会签名")
        }
        let names = doubt.missing.joined(separator: tell(", ", zh: "、"))
        return tell("needs \(needed) answers, missing from \(names)", zh: "需要 \(needed) 个答复，还缺 \(names)")
    }
}
