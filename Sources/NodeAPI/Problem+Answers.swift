public import Ledger
public import Rulebook
public import Signing

/// What a node does not have, or cannot do.
extension Problem {
    /// The ledger has no block, so no checkpoint either.
    public static var noBlockYet: Problem {
        Problem(
            .noBlockYet,
            Words(
                zh: "账本还没有第一个区块。", en: "The ledger has no block yet.",
                nextZh: "请等第一个区块产生后再问。", nextEn: "Ask again once the first block is final."))
    }

    /// No tile stands at that path, or not yet.
    public static func noSuchTile(_ path: String, size: UInt64) -> Problem {
        Problem(
            .noSuchTile,
            Words(
                zh: "大小为 \(size) 的账本没有“\(path.shown)”。", en: "A log of \(size) leaves has no \"\(path.shown)\".",
                nextZh: "请按检查点的大小计算瓦片路径（C2SP tlog-tiles）。",
                nextEn: "Work out the path from the checkpoint's size (C2SP tlog-tiles)."))
    }

    /// The log is not that long.
    public static func noSuchLeaf(_ index: UInt64, size: UInt64) -> Problem {
        Problem(
            .noSuchLeaf,
            Words(
                zh: "终局的账本有 \(size) 个条目，没有位置 \(index)。",
                en: "The final log has \(size) leaves, and none at the position \(index).",
                nextZh: "位置从 0 数起；若声明刚提交，请等它终局。",
                nextEn: "Positions count from 0; wait until the statement is final if it was just submitted."))
    }

    /// No final block has that height.
    public static func noSuchBlock(_ height: UInt64, newest: Height) -> Problem {
        Problem(
            .noSuchBlock,
            Words(
                zh: "没有高度为 \(height) 的终局区块，最新的是 \(newest)。",
                en: "No final block has the height \(height); the newest has \(newest).",
                nextZh: "请问已有的高度，或用 GET /events 等它出现。",
                nextEn: "Ask for a height that exists, or wait for it with GET /events."))
    }

    /// Nobody of that id is a member.
    public static func noSuchMember(_ id: MemberID) -> Problem {
        Problem(
            .noSuchMember,
            Words(
                zh: "本账本没有成员 \(id)。", en: "This ledger has no member \(id).",
                nextZh: "GET /members 列出全部成员。", nextEn: "GET /members lists all members."))
    }

    /// The catalogue has no such type.
    public static func noSuchType(_ code: TypeCode) -> Problem {
        Problem(
            .noSuchType,
            Words(
                zh: "目录里没有文档类型 \(code)。", en: "The catalogue has no document type \(code).",
                nextZh: "GET /types 列出全部类型。", nextEn: "GET /types lists all types."))
    }

    /// The node knows nothing of that statement.
    public static func unknownStatement(_ id: StatementID) -> Problem {
        Problem(
            .unknownStatement,
            Words(
                zh: "本节点不知道声明 \(id)：它不在账本里，也没有在等待；拒绝只保留一小时。",
                en: "This node knows nothing of the statement \(id): it is not on the ledger and does not wait; a "
                    + "refusal is kept for an hour.",
                nextZh: "请原样再提交一次：已接受的声明只算一次。",
                nextEn: "Submit the same bytes again: a statement that was accepted counts once."))
    }

    /// The bucket would hold too much of the state.
    public static func bucketTooWide(bits: Int, recommended: Int) -> Problem {
        Problem(
            .bucketTooWide,
            Words(
                zh: "\(bits) 位前缀的桶太大，现在建议 \(recommended) 位。",
                en: "A bucket of \(bits) bits is too wide; \(recommended) bits are recommended now.",
                nextZh: "请用建议的位数再问。", nextEn: "Ask again with the recommended number of bits."))
    }

    /// Too much waits for its block.
    public static func overloaded(waitingBytes: Int, limit: Int) -> Problem {
        Problem(
            .overloaded,
            Words(
                zh: "等待入块的声明已有 \(waitingBytes) 字节，上限 \(limit)。这个请求的声明都没有被接受。",
                en: "\(waitingBytes) bytes of statements wait for a block, and the limit is \(limit). Nothing of this "
                    + "request was accepted.",
                nextZh: "请等 Retry-After 所说的秒数，再原样提交。",
                nextEn: "Wait for the seconds in Retry-After, then submit the same bytes."))
    }

    /// Too few nodes hold what was submitted: it may still become final, and no success was promised.
    public static func notKept(held: Int, needed: Int) -> Problem {
        Problem(
            .notKept,
            Words(
                zh: "声明目前只保存在 \(held) 个节点上，需要 \(needed) 个才能承诺不丢失。",
                en: "The statements are durable on \(held) nodes, and \(needed) must hold them before they count as "
                    + "accepted. They may still become final.",
                nextZh: "请稍后原样提交同样的字节，或查询 GET /statements/{id}；运营方请看 GET /status 中缺席的节点。",
                nextEn: "Submit the same bytes again, or ask GET /statements/{id}; operators see in GET /status which "
                    + "nodes are missing."))
    }

    /// The node is shutting down.
    public static var stopping: Problem {
        Problem(
            .stopping,
            Words(
                zh: "节点正在停止，不再接受声明。", en: "The node is stopping and takes no more statements.",
                nextZh: "请改用另一个节点，或者等它重新启动后原样提交。",
                nextEn: "Use another node, or submit the same bytes after its restart."))
    }

    /// A disk or database error; its facts stand in the node's log.
    public static var storageFailed: Problem {
        Problem(
            .storageFailed,
            Words(
                zh: "节点的存储出错。", en: "The node's storage failed.",
                nextZh: "请改用另一个节点；运营方请看节点日志，并运行 deedbox ledger verify。",
                nextEn: "Use another node; its operator reads the node's log and runs deedbox ledger verify."))
    }

    /// The node answers, and does not work.
    public static func notWorking(_ problems: [String]) -> Problem {
        let list = problems.joined(separator: "; ")
        return Problem(
            .notWorking,
            Words(
                zh: "节点现在不能正常工作：\(list)。", en: "The node does not work now: \(list).",
                nextZh: "请改用另一个节点；运营方请看 GET /status 和节点日志。",
                nextEn: "Use another node; its operator looks at GET /status and at the node's log."))
    }

    /// A bug: the facts stand in the node's log.
    public static var unexpected: Problem {
        Problem(
            .unexpected,
            Words(
                zh: "节点在回答时遇到没有预料到的错误。", en: "The node met an error that was not foreseen.",
                nextZh: "请改用另一个节点；运营方请看节点日志。", nextEn: "Use another node; its operator looks at the node's log."))
    }
}

/// What is asked of the strongroom.
extension Problem {
    /// Nothing lies under the tag.
    public static var noSuchBody: Problem {
        Problem(
            .noSuchBody,
            Words(
                zh: "本节点的密件库在这个标签下没有密件。", en: "Nothing lies under this tag in the strongroom of this node.",
                nextZh: "它可能已被取走、到期，或还在别的节点上；请问另一个节点，或稍后再问。",
                nextEn: "It was fetched and erased, has expired, or is on other nodes still: ask another node, or "
                    + "later."))
    }

    /// A put without anything in it.
    public static var emptyPut: Problem {
        Problem(
            .emptyBody,
            Words(
                zh: "请求体是空的，没有密件。", en: "The body is empty and holds nothing to be put.",
                nextZh: "请按 docs/protocol/strongroom.md 的格式放入。",
                nextEn: "Frame it as docs/protocol/strongroom.md says."))
    }

    /// A body that should be things of one length back to back.
    public static func notRuns(found: Int, length: Int, max: Int) -> Problem {
        Problem(
            .badRuns,
            Words(
                zh: "请求体有 \(found) 字节，应为 1 至 \(max) 项，每项 \(length) 字节，首尾相接。",
                en: "The body has \(found) bytes, and must be 1 to \(max) items of \(length) bytes back to back.",
                nextZh: "请改正后再请求。", nextEn: "Correct it and ask again."))
    }

    /// Several bodies lie under one tag.
    public static func severalUnderTag(_ count: Int) -> Problem {
        Problem(
            .severalUnderTag,
            Words(
                zh: "这个标签下有 \(count) 件密件。", en: "\(count) bodies lie under this tag.",
                nextZh: "请用 POST /strongroom/fetch 一次取出全部。", nextEn: "POST /strongroom/fetch gives all of them."))
    }

    /// Too few validators hold what was put: no success was promised.
    public static func strongroomNotKept(held: Int, needed: Int) -> Problem {
        Problem(
            .strongroomNotKept,
            Words(
                zh: "这批密件目前只在 \(held) 个节点上存好，需要 \(needed) 个才能确认。",
                en: "The batch is durable on \(held) nodes, and \(needed) must hold it before it is acknowledged.",
                nextZh: "请稍后原样再放一次；运营方请看 GET /status 中缺席的节点。",
                nextEn: "Put the same batch again; operators see in GET /status which nodes are missing."))
    }

    /// The strongroom takes and gives nothing; the ledger goes on.
    public static var strongroomOut: Problem {
        Problem(
            .strongroomOut,
            Words(
                zh: "本节点的密件库现在不能使用。账本不受影响。",
                en: "The strongroom of this node cannot be used now. The ledger goes on.",
                nextZh: "请改用另一个节点；运营方请看节点日志和 docs/operating.md。",
                nextEn: "Use another node; its operator reads the node's log and docs/operating.md."))
    }
}
