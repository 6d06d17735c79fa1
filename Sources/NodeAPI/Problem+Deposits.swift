public import Rulebook

/// What is asked of the deposits, beside what a deposit itself must be.
extension Problem {
    /// A body that is no deposit with its leave.
    public static func notADeposit(_ fact: String) -> Problem {
        Problem(
            .depositUnreadable,
            Words(
                zh: "请求体不是寄存：\(fact)。", en: "The body is no deposit: \(fact).",
                nextZh: "请按 docs/protocol/release.md 的格式交来。", nextEn: "Send it in the form of docs/protocol/release.md."
            ))
    }

    /// The request or the limit with which a deposit is handed in gives no leave.
    public init(leave refusal: Refusal) { self.init(refusal.code, status: 422, refusal.words) }

    /// Several deposits of the grant wait for a block that names one.
    public static func depositTooMany(_ count: Int, minutes: UInt64) -> Problem {
        Problem(
            .depositTooMany,
            Words(
                zh: "这份授权已有 \(count) 份寄存在等区块写明用哪一份。",
                en: "\(count) deposits of this grant wait for a block that names one of them.",
                nextZh: "请提交其中一份的授权；没有写入区块的寄存 \(minutes) 分钟后清除。",
                nextEn:
                    "Submit the grant for one of them; those that no block names are dropped after \(minutes) minutes.")
        )
    }

    /// More bytes of a member's deposits than it may hand in.
    public static func depositTooFast(_ member: MemberID, bytesPerSecond limit: Int) -> Problem {
        Problem(
            .depositTooFast,
            Words(
                zh: "成员 \(member) 的寄存超过每秒 \(limit) 字节。",
                en: "The deposits of the member \(member) come faster than \(limit) bytes a second.",
                nextZh: "请等 Retry-After 所说的秒数，再原样交来。",
                nextEn: "Wait for the seconds in Retry-After, then send the same bytes."))
    }

    /// Nobody could open the trace packet.
    public static func depositNoRegulator(_ scene: SceneCode) -> Problem {
        Problem(
            .depositNoRegulator,
            Words(
                zh: "场景 \(scene) 的监管方没有登记加密公钥，追溯件没有人能打开。",
                en:
                    "The regulator of the scene \(scene) has registered no sealing key: nobody could open a "
                    + "trace packet.",
                nextZh: "请治理方用 deedbox member update 登记监管方的加密公钥。",
                nextEn: "Governance registers the regulator's sealing key with deedbox member update."))
    }

    /// No room for any member's deposits.
    public static func depositFull(bytes: Int, limit: Int) -> Problem {
        Problem(
            .depositFull,
            Words(
                zh: "本节点的寄存已有 \(bytes) 字节，上限 \(limit)。",
                en: "This node holds \(bytes) bytes of deposits, and the limit is \(limit).",
                nextZh: "请改用另一个节点；运营方可提高 depositBytes。",
                nextEn: "Use another node; its operator raises depositBytes."))
    }

    /// The disk has no room that the ledger can spare.
    public static func depositDiskFull(free: Int, reserve: Int) -> Problem {
        Problem(
            .depositFull,
            Words(
                zh: "寄存所在磁盘只剩 \(free) 字节，须留 \(reserve) 字节。",
                en: "The disk of the deposits has \(free) bytes left, and \(reserve) are kept free.",
                nextZh: "请改用另一个节点；运营方请释放磁盘空间。", nextEn: "Use another node; its operator frees disk space."))
    }

    /// The node takes and gives no deposits; the ledger goes on.
    public static var depositsOut: Problem {
        Problem(
            .depositsOut,
            Words(
                zh: "本节点现在不能收存寄存。账本不受影响。",
                en: "This node cannot keep deposits now. The ledger goes on.",
                nextZh: "请改用另一个节点；运营方请看节点日志和 docs/operating.md。",
                nextEn: "Use another node; its operator reads the node's log and docs/operating.md."))
    }
}
