import NodeApp
import Signing
import Storage

/// Why a node does not start, and what to do.
extension NodeWords {
    static func told(_ error: NodeStartError) -> CommandError {
        switch error {
        case .badKeyFile(let path, let error): KeyWords.badFile(path, error).couldNotCheck
        case .noSuchValidator(let name, let known):
            .usage(
                tell("\(error)", zh: noSuchValidator(name) + "，已有：\(known.joined(separator: "、"))"),
                code: "no-such-validator",
                next: tell(
                    "give --keys (or --member) of one of them; --member NAME --observe "
                        + "when this node is to follow until governance seats it",
                    zh: "请给出其中之一的 --keys（或 --member）；若要先跟随、待治理设席，请用 --member 名称 --observe"))
        case .noKeyFile(let path):
            failed("no-key-file", "\(error)", zh: "无法读取 \(path)", next: keysNext)
        case .keyOfAnother(let path):
            failed("other-key", "\(error)", zh: "\(path) 不是账本上该验证节点的密钥；若要以新密钥先行跟随，请加 --observe", next: keysNext)
        case .badGenesis(let path, _): failed("bad-genesis", "\(error)", zh: "\(path) 不是创世文件", next: genesisNext)
        case .genesisMissing(let path, let origin):
            failed("genesis-missing", "\(error)", zh: "缺少 \(path)：请把 \(origin) 的创世文件复制到该处", next: genesisNext)
        case .genesisDamaged(let path, let origin):
            failed("genesis-damaged", "\(error)", zh: "\(path) 已被改动：请把 \(origin) 的创世文件复制到该处", next: genesisNext)
        case .otherGenesis(let path, let found, let expected):
            failed("other-genesis", "\(error)", zh: "\(path) 属于账本 \(found)，而给出的创世文件属于 \(expected)", next: genesisNext)
        case .notInDoubt(let path):
            failed(
                "not-in-doubt", "\(error)", zh: "\(path) 完好，没有存疑：直接启动节点即可",
                next: tell(
                    "start the node; or --restored, when the folder was put back from a copy",
                    zh: "请直接启动节点；若文件夹是从副本恢复的，请加 --restored"))
        case .noReturn(let validators):
            failed(
                "no-return", "\(error)", zh: "\(validators) 个验证节点中，没有本节点其余节点就达不到法定数，无法恢复签名",
                next: tell(
                    "docs/operating.md, \"Lost for good\"", zh: "见 docs/operating.md 中的“Lost for good”一节"))
        case _: failed("node-not-started", "\(error)", zh: "节点没有启动：\(error)", next: auditNext)
        }
    }

    static func told(_ error: StorageRefusal) -> CommandError {
        switch error {
        case .exists(let path):
            failed(
                "file-exists", "\(error)", zh: "\(path) 已存在",
                next: tell("name another data folder, or use what is there", zh: "请换一个数据文件夹，或使用已有的"))
        case .locked(let path, let holder):
            failed(
                "locked", "\(holder.map { "process \($0)" } ?? "another process") works in this data folder (\(path))",
                zh: "\(holder.map { "进程 \($0) " } ?? "另一个进程")正在使用数据文件夹（\(path)）",
                next: tell("stop it first, or name another data folder", zh: "请先停止它，或换一个数据文件夹"))
        case .keyInUse(let key):
            failed(
                "key-in-use", "\(error)", zh: "本机另一个进程正用密钥 \(key) 在同一账本中签名。两个进程会签出两段历史",
                next: tell(
                    "stop the other process; one key, one folder, one process",
                    zh: "请停止另一个进程：一把密钥只能有一个文件夹、一个进程"))
        case .notInLog, .malformedLeaves, .width, .notNext, .payloadSize, .otherLedger:
            failed("storage-refused", "\(error)", zh: "存储拒绝：\(error)", next: auditNext)
        }
    }

    static func told(_ error: StorageFailure) -> CommandError {
        failed(
            "file-failed", "\(error.file): \(error.operation) failed: \(error.reason) (error \(error.number))",
            zh: "\(error.file)：\(error.operation) 失败：\(error.reason)（错误 \(error.number)）",
            next: tell(error.nextStep, zh: "请检查该文件、其权限和磁盘空间，然后重试"))
    }

    static func told(_ error: StorageDamage) -> CommandError {
        failed("damaged", "\(error)", zh: "\(error.file) 受损：\(error)", next: auditNext)
    }

    private static func noSuchValidator(_ name: String?) -> String {
        name.map { "就本机所知，账本从未有过验证节点 \($0)" } ?? "就本机所知，该文件夹中的密钥不属于账本的任何验证节点"
    }

    private static func failed(_ code: String, _ fact: String, zh: String, next: String) -> CommandError {
        .failed(code, tell(fact, zh: zh), next: next)
    }

    private static var keysNext: String {
        tell(
            "give --keys the folder that `deedbox key node --out` has made for this validator",
            zh: "请用 --keys 给出 deedbox key node --out 为该验证节点生成的文件夹")
    }

    private static var genesisNext: String {
        tell(
            "`deedbox genesis show FILE` tells which ledger a genesis is of", zh: "可用 deedbox genesis show 查看创世文件属于哪个账本"
        )
    }

    private static var auditNext: String {
        tell(
            "`deedbox ledger verify` tells what is wrong in the folder; docs/operating.md what to do about it",
            zh: "可用 deedbox ledger verify 查明数据文件夹中的问题；处理办法见 docs/operating.md")
    }
}
