/// Words about the files beside an input.
extension MintWords {
    static func damagedReceipts(_ path: String, _ line: Int) -> CommandError {
        .failed(
            "damaged-receipts",
            tell(
                "line \(line) of \(path) is not a receipt as this program writes them",
                zh: "\(path) 第 \(line) 行不是本程序写出的回执"),
            next: tell(
                "put the file back from a copy; without it, rows that are on the ledger could be minted twice",
                zh: "请用备份恢复该文件；没有它，已登记的行可能被重复登记"))
    }

    static func tornReceipts(_ path: String) -> CommandError {
        .failed(
            "torn-receipts",
            tell(
                "\(path) ends in the middle of a line, and the journal that could complete it is gone",
                zh: "\(path) 在一行中间截断，而可用来补全它的日志已不在"),
            next: tell(
                "put back INPUT.minting or a copy of the receipts; or cut off the last line, and see whether the"
                    + " ledger holds its document",
                zh: "请恢复 INPUT.minting 或回执的备份；或删除最后一行，并查明该文档是否已上链"))
    }

    static func otherLedger(_ path: String, _ found: String, _ expected: String) -> CommandError {
        .refused(
            "receipts-of-another-ledger",
            tell(
                "\(path) holds receipts of the ledger \(found), and this node keeps \(expected)",
                zh: "\(path) 中是账本 \(found) 的回执，而该节点维护的是 \(expected)"),
            next: tell("move the file away, or name another with --out", zh: "请移走该文件，或用 --out 指定另一个"))
    }

    static func otherIssuer(_ path: String, _ found: String, _ expected: String) -> CommandError {
        .refused(
            "receipts-of-another-issuer",
            tell(
                "\(path) holds receipts of \(found), and the key is of \(expected)",
                zh: "\(path) 中是 \(found) 的回执，而所用密钥属于 \(expected)"),
            next: tell(
                "give the --key of \(found), or name another file with --out",
                zh: "请用 --key 给出 \(found) 的密钥，或用 --out 指定另一个文件"))
    }

    static func otherJournal(_ path: String, _ found: JournalHead, _ expected: JournalHead) -> CommandError {
        .refused(
            "journal-of-another-run",
            tell(
                "\(path) was left by a run of \(found.issuer) on \(found.origin), and this is one of "
                    + "\(expected.issuer) on \(expected.origin)",
                zh: "\(path) 是 \(found.issuer) 在 \(found.origin) 上的运行留下的，而本次是 \(expected.issuer) 在 \(expected.origin) 上"
            ),
            next: tell("finish that run first with its own key and node", zh: "请先用原来的密钥和节点完成那次运行"))
    }

    static func damagedJournal(_ path: String, _ line: Int, _ error: String) -> CommandError {
        .failed(
            "damaged-journal", tell("line \(line) of \(path): \(error)", zh: "\(path) 第 \(line) 行：\(error)"),
            next: tell(
                "put the file back from a copy: it tells what an interrupted run had sent",
                zh: "请用备份恢复该文件：它记录了中断的运行发送过什么"))
    }

    static func alreadyRunning(_ path: String) -> CommandError {
        .failed(
            "already-running", tell("another run over this input holds \(path)", zh: "另一个进程正在处理该输入（占用 \(path)）"),
            next: tell("wait until it has ended", zh: "请等它结束"))
    }
}

/// Words about the node and its answers.
extension MintWords {
    static func wrongReceipt(_ reason: String) -> CommandError {
        .refused(
            "wrong-receipt",
            tell(
                "the node's receipt does not prove the manifest that was sent: \(reason)",
                zh: "节点给出的回执不能证明所发送的清单：\(reason)"),
            next: tell(
                "ask another node, and tell its operator; the run can be repeated, nothing is minted twice",
                zh: "请改问其他节点，并告知其运营方；可重新运行，不会重复登记"))
    }

    static func stillPending(_ count: Int) -> CommandError {
        .failed(
            "still-pending",
            tell(
                "\(counted(count, "batch is", "batches are")) accepted and not final yet", zh: "有 \(count) 批已被接受但尚未终局"),
            next: tell(
                "run the command again later: it goes on where this one stopped", zh: "请稍后重新运行：会从中断处继续"))
    }

    static func noLaterBlock(_ notAfter: UInt64) -> CommandError {
        .failed(
            "no-later-block",
            tell(
                "a batch expired, and the ledger has made no block since then that would settle it",
                zh: "有一批已过期，而账本此后还没有能确定其结果的区块"),
            next: tell("run the command again when the node makes blocks", zh: "请在节点恢复出块后重新运行"))
    }
}
