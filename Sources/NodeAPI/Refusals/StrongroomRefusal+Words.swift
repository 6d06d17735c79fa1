public import Rulebook

extension Problem {
    /// Why the strongroom does not take a put or an erasure; who may not sign is told by the ledger's rule.
    public init(_ refusal: StrongroomRefusal) {
        let status = ProblemCode(rawValue: refusal.code)?.status ?? 403
        self.init(refusal.code, status: status, refusal.words)
    }
}

extension StrongroomRefusal {
    /// The fact, and who must do what next.
    public var words: Words {
        switch self {
        case .cutOff, .partTooLong, .bodyBytes, .notAStatement, .wrongPurpose, .badPayload: formWords
        case .rootDiffers, .entryCount, .bodySize, .bodyDiffers, .tooLarge: listWords
        case .signer(let refusal): refusal.words
        case .noDepositor(let member): .noDepositor(member)
        case .expiryPast, .expiryTooFar: expiryWords
        case .tagTaken, .quotaReached, .full, .diskFull, .tooFast, .wrongEraser: roomWords
        }
    }

    private var formWords: Words {
        switch self {
        case .partTooLong(let bytes, let limit):
            .strongroomForm(
                zh: "请求体的一部分声明有 \(bytes) 字节，最多 \(limit)。",
                en: "A part of the body is said to have \(bytes) bytes, at most \(limit) are allowed.")
        case .bodyBytes(let found, let expected):
            .strongroomForm(
                zh: "清单之后有 \(found) 字节的密件，按清单应有 \(expected)。",
                en: "\(found) bytes of bodies stand behind the list, which says \(expected).")
        case .notAStatement(let error):
            .strongroomForm(zh: "签名的部分读不出来：\(error)。", en: "The signed part cannot be read: \(error).")
        case .wrongPurpose(let contentType):
            .strongroomForm(
                zh: "签名的用途是“\(contentType.shown)”，不是密件库的。",
                en: "The signature is for \"\(contentType.shown)\", not for the strongroom.")
        case .badPayload(let error):
            .strongroomForm(zh: "内容不合格式：\(error)。", en: "The content is not in its form: \(error).")
        case .cutOff, .rootDiffers, .entryCount, .bodySize, .bodyDiffers, .tooLarge, .signer, .noDepositor, .expiryPast,
            .expiryTooFar, .tagTaken, .quotaReached, .full, .diskFull, .tooFast, .wrongEraser:
            .strongroomForm(zh: "请求体被截断。", en: "The body is cut off.")
        }
    }

    private var listWords: Words {
        switch self {
        case .rootDiffers(let declared, let found):
            Words(
                zh: "签名的清单根是 \(declared)，由清单算出的是 \(found)。",
                en: "The signed root of the list is \(declared), and the list gives \(found).",
                nextZh: "清单在签名后被改过，或者不是这份签名的；请重新签名。",
                nextEn: "The list was changed after it was signed, or belongs to another signature: sign it again.")
        case .entryCount(let count, let limit):
            Words(
                zh: "一批有 \(count) 件，应为 1 至 \(limit) 件。",
                en: "A batch has \(count) bodies, and must have 1 to \(limit).",
                nextZh: "请分成几批。", nextEn: "Divide it into several batches.")
        case .bodySize(let position, let bytes, let limit):
            Words(
                zh: "第 \(position + 1) 件有 \(bytes) 字节，应为 1 至 \(limit)。",
                en: "Body \(position + 1) has \(bytes) bytes, and must have 1 to \(limit).",
                nextZh: "请把内容分成几件。", nextEn: "Divide the content among several bodies.")
        case .tooLarge(let bytes, let limit):
            Words(
                zh: "一批密件共 \(bytes) 字节，最多 \(limit)。",
                en: "The bodies of the batch have \(bytes) bytes together, at most \(limit) are allowed.",
                nextZh: "请分成几批。", nextEn: "Divide it into several batches.")
        case .bodyDiffers(let position):
            Words(
                zh: "第 \(position + 1) 件的摘要与签名的清单不符。",
                en: "Body \(position + 1) is not the one whose digest stands in the signed list.",
                nextZh: "密件在签名后被换过；请重新签名再放入。",
                nextEn: "It was changed after the list was signed: sign the batch again, then put it.")
        case .cutOff, .partTooLong, .notAStatement, .wrongPurpose, .badPayload, .bodyBytes, .signer, .noDepositor,
            .expiryPast, .expiryTooFar, .tagTaken, .quotaReached, .full, .diskFull, .tooFast, .wrongEraser:
            formWords
        }
    }

    private var expiryWords: Words {
        if case .expiryTooFar(let expiry, let limit) = self {
            return Words(
                zh: "到期时间 \(UTCTime(seconds: expiry)) 太远，现在最多到 \(UTCTime(seconds: limit))。",
                en: "The expiry \(UTCTime(seconds: expiry)) is too far ahead; the latest allowed now is "
                    + "\(UTCTime(seconds: limit)).",
                nextZh: "请用更近的到期时间；需要时以后可再放一次。", nextEn: "Choose a nearer one; it can be put once more later.")
        }
        let time = if case .expiryPast(let expiry) = self { expiry } else { UInt64(0) }
        return Words(
            zh: "到期时间 \(UTCTime(seconds: time)) 已过。", en: "The expiry \(UTCTime(seconds: time)) has passed.",
            nextZh: "请用将来的时间重新签名；若时间不对，请先校准时钟。",
            nextEn: "Sign it again with a time to come; if the time looks wrong, set the clock first.")
    }

    private var roomWords: Words {
        switch self {
        case .quotaReached(let member, let measure, let held, let added, let limit):
            .quotaReached(member, measure, held, added, limit)
        case .full(let bytes, let limit):
            Words(
                zh: "密件库已有 \(bytes) 字节，上限 \(limit)。",
                en: "The strongroom holds \(bytes) bytes, and the limit is \(limit).",
                nextZh: "请改用另一个节点，或者等有密件被取走、到期；运营方可提高 strongroomBytes 或释放磁盘空间。",
                nextEn: "Use another node, or wait until bodies are fetched or expire; its operator raises "
                    + "strongroomBytes or frees disk space.")
        case .diskFull(let free, let reserve):
            Words(
                zh: "密件库所在磁盘只剩 \(free) 字节，须留 \(reserve) 字节。",
                en: "The disk of the strongroom has \(free) bytes left, and \(reserve) are kept free.",
                nextZh: "请改用另一个节点；运营方请释放磁盘空间。", nextEn: "Use another node; its operator frees disk space.")
        case .tooFast(let member, let limit):
            Words(
                zh: "成员 \(member) 放入密件超过每秒 \(limit) 字节。",
                en: "The member \(member) puts more than \(limit) bytes a second.",
                nextZh: "请等 Retry-After 所说的秒数，再原样放入。",
                nextEn: "Wait for the seconds in Retry-After, then put the same batch.")
        case .wrongEraser(let position):
            Words(
                zh: "第 \(position + 1) 项的擦除凭证不是这件密件的。什么都没有擦除。",
                en: "Item \(position + 1) does not show the secret that erases what lies under its tag. Nothing was "
                    + "erased.",
                nextZh: "请用随密件送来的擦除凭证。", nextEn: "Use the secret that came with the body.")
        case .tagTaken(let position):
            .tagTaken(position)
        case .cutOff, .partTooLong, .notAStatement, .wrongPurpose, .badPayload, .bodyBytes, .rootDiffers, .entryCount,
            .bodySize, .bodyDiffers, .tooLarge, .signer, .noDepositor, .expiryPast, .expiryTooFar:
            formWords
        }
    }
}

extension Words {
    fileprivate static func strongroomForm(zh: String, en: String) -> Words {
        Words(
            zh: zh, en: en, nextZh: "请按 docs/protocol/strongroom.md 的格式重发。",
            nextEn: "Send it again in the form of docs/protocol/strongroom.md.")
    }

    fileprivate static func noDepositor(_ member: MemberID) -> Words {
        Words(
            zh: "成员 \(member) 不是签发机构、用证方或实名核验方，不能放入密件。",
            en: "The member \(member) is no issuer, relying party or registrar, and puts nothing into the strongroom.",
            nextZh: "请由有这类角色的成员签名，或者请治理方登记该角色。",
            nextEn: "Let a member with one of these roles sign, or have governance register the role.")
    }

    fileprivate static func tagTaken(_ position: Int) -> Words {
        Words(
            zh: "第 \(position + 1) 件的标签下已有另一件密件。",
            en: "Under the tag of body \(position + 1) lies another body already.",
            nextZh: "每件密件用一个新的标签；若是重试，请原样发送同一批。",
            nextEn: "Use a fresh tag for each body; to try again, send the very same batch.")
    }

    fileprivate static func quotaReached(
        _ member: MemberID, _ measure: StrongroomMeasure, _ held: Int, _ added: Int, _ limit: Int
    ) -> Words {
        let (zh, en) =
            switch measure {
            case .entries: ("件", "bodies")
            case .bytes: ("字节", "bytes")
            }
        return Words(
            zh: "成员 \(member) 的配额是 \(limit) \(zh)，已有 \(held)，这一批要加 \(added)。",
            en: "The quota of the member \(member) is \(limit) \(en); \(held) are held, and the batch adds \(added).",
            nextZh: "请等收件人取走、或删除不再需要的；运营方可提高 strongroomMemberBytes、strongroomMemberEntries。",
            nextEn: "Wait until receivers have fetched theirs, or delete what is not needed; operators can raise "
                + "strongroomMemberBytes and strongroomMemberEntries.")
    }
}
