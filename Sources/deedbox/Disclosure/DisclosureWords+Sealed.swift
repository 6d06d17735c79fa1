import Signing

/// Words on disclosures that are sealed for a while.
extension DisclosureWords {
    static var sealedTag: String {
        tell(
            "For a disclosure that is to be sealed: a tag of its own sequence, and the key to its details.",
            zh: "用于封存的披露：给出另一序列的标签及其详情密钥。")
    }
    static var sealedNumber: String {
        tell("With --sealed: give the tag of that number once more.", zh: "与 --sealed 同用：再次给出该序号的标签。")
    }
    static var latest: String {
        tell(
            "When it opens whatever the height, as 2027-01-31T00:00:00Z; otherwise when a ledger at rest would reach "
                + "the height.",
            zh: "不论高度、最迟公开的时间，如 2027-01-31T00:00:00Z；缺省为账本空闲时到达该高度的时间。")
    }
    static var detailsKey: String {
        tell(
            "With --seal-until: the key to the details that came with the tag.", zh: "与 --seal-until 同用：随标签给出的详情密钥。")
    }
    static var statementOption: String {
        tell("The id of a sealed disclosure.", zh: "封存披露的声明编号。")
    }
    static var recordedSealed: String { tell("The disclosure is recorded, sealed", zh: "已记录封存的依法披露") }
    static var sealedMeaning: String {
        tell(
            "The validators open it at its time, and the holder's wallet finds it then. Everybody sees now that you "
                + "have sealed one, on which ground and until when. Details and salt are in the file: keep it.",
            zh: "到期由验证节点公开，届时持有人的钱包会看到。现在任何人都能看到贵机构封存了一次披露、依据以及期限。详情与盐值在文件中，请妥善保存。")
    }
    static var sealedTagMeaning: String {
        tell(
            "Give both to the authority that reads; with the key it seals what only the holder will read. At most 16 "
                + "of a document are closed at a time.",
            zh: "请将二者一并交给查阅的机关；用该密钥封存的内容只有持有人能读。每份文档同时封存的至多 16 次。")
    }
    static var isSealed: String { tell("The disclosure is sealed", zh: "该披露尚在封存") }
    static var notSealed: String {
        tell("No disclosure of this id is sealed: it is open, or never was", zh: "没有该编号的封存披露：已公开，或从未封存")
    }
    static var overdue: String {
        tell(
            "Its time is over and it is not open. While few shares are there, the nodes are at it; when it does not "
                + "open, or does not fit its mark, whoever entered it answers for it: the shares are the evidence.",
            zh: "已到期而未公开。份额尚少时节点仍在汇集；若打不开或与承诺不符，责任在登记机构，份额即为证据。")
    }

    static func nextSealed(_ document: Int64, _ number: UInt64) -> String {
        tell(
            "Document \(document), sealed disclosure number \(number)", zh: "第 \(document) 号文档，第 \(number) 号封存披露")
    }

    static var sealOptions: CommandError {
        .usage(
            tell(
                "--latest and --details-key belong to --seal-until", zh: "--latest 与 --details-key 须与 --seal-until 同用"))
    }
    static var numberOfSealed: CommandError {
        .usage(tell("--number belongs to --sealed", zh: "--number 须与 --sealed 同用"))
    }
    static var attestationOfSealed: CommandError {
        .usage(tell("--attestation is of an open reading, not of --sealed", zh: "--attestation 不能与 --sealed 同用"))
    }
    static var oneOfTwo: CommandError {
        .usage(tell("give either --tag or --statement", zh: "请给出 --tag 或 --statement 之一"))
    }
    static var noDetailsKey: CommandError {
        .usage(
            tell(
                "--seal-until wants --details-key, 64 hexadecimal digits: "
                    + "'disclosure tag --sealed' gives it with the tag",
                zh: "--seal-until 需要 --details-key（64 位十六进制）：由 disclosure tag --sealed 随标签给出"))
    }

    static func noTime(_ text: String) -> CommandError {
        .usage(
            tell("'\(text)' is no time as 2027-01-31T00:00:00Z", zh: "“\(text)”不是形如 2027-01-31T00:00:00Z 的时间"))
    }

    static var keysMissing: CommandError {
        .failed(
            "keys-missing",
            tell(
                "not every validator's key of that week is known: nothing was entered",
                zh: "尚不知道全部验证节点在该周的密钥；未写入任何内容"),
            next: tell("try again in a minute, or give another --latest", zh: "请稍后再试，或另给 --latest"))
    }

    static func notHeld(_ held: Int, needed: Int) -> CommandError {
        .failed(
            "not-held",
            tell(
                "\(held) validators hold what was sealed, \(needed) are needed: nothing was entered",
                zh: "\(held) 个验证节点持有封存内容，至少需要 \(needed) 个；未写入任何内容"),
            next: tell("try again when more nodes are there", zh: "待更多节点恢复后再试"))
    }

    static func notGiven(_ number: UInt64, _ given: UInt64) -> CommandError {
        .usage(
            tell(
                "number \(number) was never given: there are \(given), from 0 on",
                zh: "第 \(number) 号从未给出：共 \(given) 个，从 0 起"))
    }

    static func tooManySealed(_ document: Int64) -> CommandError {
        .refused(
            "too-many-sealed",
            tell(
                "16 disclosures of document \(document) are closed: its wallet looks no further ahead",
                zh: "第 \(document) 号文档已有 16 次披露未公开：钱包只向前查找这么多"),
            next: tell(
                "wait until one opens; a tag that was given and not used is given once more with --number",
                zh: "请等其中一次公开；已给出而未使用的标签可用 --number 再次取得"))
    }
}
