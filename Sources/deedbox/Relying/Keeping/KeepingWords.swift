import RelyingApp
import Rulebook
import Signing

/// Words of what a desk keeps, hands over and is told.
enum KeepingWords {
    static var uses: String {
        tell("Find what uses brought, by case, grant, scene and time.", zh: "按案号、授权、场景和时间查找使用记录。")
    }
    static var usesExamples: String {
        ConsoleWords.examples(
            "deedbox relying uses --case A-17 --data bank",
            "deedbox relying uses --scene loan --since 2026-01-01T00:00:00Z --state opened --data bank")
    }
    static var cases: String { tell("The cases of which something is kept.", zh: "列出留有内容的案号。") }
    static var ofCase: String { tell("Of this case alone.", zh: "仅限该案号。") }
    static var itsCase: String { tell("The case to which it belongs.", zh: "所属案号。") }
    static var since: String {
        tell(
            "Begun then or later: 2026-01-01T00:00:00Z, or from the beginning of a day at UTC+8: 2026-01-01.",
            zh: "此时或之后开始：2026-01-01T00:00:00Z；或自该日（UTC+8）开始：2026-01-01。")
    }
    static var until: String {
        tell("Begun before then, or up to and with a day at UTC+8.", zh: "此时之前开始；或至该日（UTC+8，含）止。")
    }
    static var state: String { tell("How far the use came.", zh: "使用的进展。") }
    static var deletedOnly: String { tell("What was deleted.", zh: "已删除的。") }
    static var after: String { tell("Go on behind the page before.", zh: "接上一页。") }
    static var limit: String { tell("Most lines.", zh: "最多行数。") }
    static var retention: String { tell("What is deleted when, and what was.", zh: "查看何时删除以及已删除的内容。") }
    static var retentionDiscussion: String {
        tell(
            "A scene says for how many days data is kept, counted from the block of the use. Then the desk deletes "
                + "everything personal of it; number, block, receipt and a record of the deletion stay.",
            zh: "场景规定保存天数，自使用所在区块起算；到期后用证台删除该次使用的全部个人内容，仅保留编号、区块、回执和删除记录。")
    }
    static var hold: String { tell("Keep what belongs to a case longer, or no longer.", zh: "对案号设置或解除留置。") }
    static var holdExamples: String {
        ConsoleWords.examples(
            "deedbox relying hold A-17 --ground \"court order X-2090-7\" --by wang.wu --data bank",
            "deedbox relying hold A-17 --release --by wang.wu --data bank", "deedbox relying hold --data bank")
    }
    static var heldCase: String { tell("The case; without one, holds are listed.", zh: "案号；不写则列出留置。") }
    static var ground: String { tell("Why: the paper that orders it.", zh: "理由：所依据的文书。") }
    static var holdAhead: String {
        tell("Also a case of which the desk has nothing yet.", zh: "对尚无任何内容的案号也设置留置。")
    }
    static var release: String { tell("End the hold.", zh: "解除留置。") }
    static var allHolds: String { tell("Also those that ended.", zh: "包括已解除的。") }
    static var by: String { tell("Who orders it.", zh: "经办人。") }
    static var notices: String { tell("What became of documents that a case relies on.", zh: "案件所依据证照的后续变化。") }
    static var noticesList: String { tell("List notices that nobody has acknowledged.", zh: "列出未确认的通知。") }
    static var allNotices: String { tell("Also those that were acknowledged.", zh: "包括已确认的。") }
    static var acknowledge: String { tell("Note that somebody has seen a notice.", zh: "确认已阅通知。") }
    static var noticeNumber: String { tell("The number of the notice.", zh: "通知编号。") }
    static var seenBy: String { tell("Who has seen it.", zh: "确认人。") }
    static var watch: String { tell("Take notices of a document of a use, or no more.", zh: "对某次使用的证照订阅或停止通知。") }
    static var place: String { tell("Which document of the use, from 1.", zh: "该次使用的第几份证照，从 1 起。") }
    static var off: String { tell("No more.", zh: "停止。") }
    static var watched: String { tell("The desk takes notices of this document", zh: "已订阅该证照的通知") }
    static var watchedNoMore: String { tell("The desk takes notices of this document no more", zh: "已停止该证照的通知") }
    static var export: String { tell("Hand a case over to the party's case system.", zh: "向业务系统移交案件材料。") }
    static var exportDiscussion: String {
        tell(
            "Writes evidence and verdict of every use, notices, and a manifest with the digest of each file.",
            zh: "写出每次使用的证据包与结论、通知，以及含各文件摘要的清单。") + "\n\n"
            + ConsoleWords.examples(
                "deedbox relying export A-17 --out case-a-17 --data bank",
                "deedbox relying export A-17 --out case-a-17.tar --data bank")
    }
    static var exportedCase: String { tell("The case.", zh: "案号。") }
    static var exportOut: String { tell("A new folder, or an archive.", zh: "新文件夹，或归档文件。") }
    static var exportMeaning: String {
        tell(
            "It holds what was shown, in the clear, and outlives this desk's own retention: whoever has it deletes it.",
            zh: "其中有出示内容的明文，且不随用证台的期限删除：由持有者自行删除。")
    }
    static var bulk: String { tell("Take many uses, or open many requests.", zh: "批量使用或批量发起请求。") }
    static var bulkDiscussion: String {
        tell(
            "Each line is an item with a reference of your own; one that fails does not stop the others. Given again, "
                + "the same file goes on where it was, and counts nothing twice, for a day.",
            zh: "每行一项，带有您自己的编号；一项失败不影响其他。一天内再次给出同一文件会从原处继续，不会重复计数。") + "\n\n"
            + ConsoleWords.examples("deedbox relying bulk monday.jsonl --clerk li.si --data bank") + "\n\n"
            + "  {\"reference\": \"m-1\", \"grant\": \"GRANT\", \"case\": \"A-17\"}\n"
            + "  {\"reference\": \"m-2\", \"scene\": \"loan\", \"profile\": \"basic\", \"uses\": 2, \"days\": 30, "
            + "\"case\": \"A-18\"}"
    }
    static var policy: String {
        tell("Judge uses of a scene by a policy, or see it.", zh: "为场景设置或查看核验策略。")
    }
    static var policyFile: String {
        tell("A deedbox-policy/1; without one it is shown.", zh: "deedbox-policy/1 文件；不写则查看。")
    }
    static var noPolicy: String { tell("By the rules alone from now on.", zh: "取消策略，仅按规则核验。") }
    static func judged(_ scene: String, byPolicy isOwn: Bool) -> String {
        isOwn
            ? tell("Uses of \(scene) are judged by this policy", zh: "场景 \(scene) 按此策略核验")
            : tell("Uses of \(scene) are judged by the rules alone", zh: "场景 \(scene) 仅按规则核验")
    }
    static var bulkFile: String { tell("JSON, an item a line.", zh: "JSON 文件，每行一项。") }
    static var bulkKey: String {
        tell("The key of the order; otherwise the file's digest.", zh: "幂等键；缺省取文件摘要。")
    }
}
