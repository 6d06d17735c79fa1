import RelyingApp
import Rulebook
import Signing

extension KeepingWords {
    static func neverMet(_ asked: Int, _ most: Int) -> String {
        tell(
            "No use can meet it: it asks to withstand \(asked) lying validators, and this ledger's signatures "
                + "withstand \(most) at most.",
            zh: "任何使用都达不到：策略要求可承受 \(asked) 个作恶节点，而本账本的全部签名最多承受 \(most) 个。")
    }

    static func metLater(_ asked: Int, _ first: Int) -> String {
        tell(
            "At first every use is below it: it asks to withstand \(asked) lying validators, and the quorum that "
                + "signs first withstands \(first). Evidence that is renewed later (deedbox evidence renew) has more "
                + "signatures.",
            zh:
                "使用之初都达不到：策略要求可承受 \(asked) 个作恶节点，而最先签署的法定数量只承受 \(first) 个。之后用 deedbox evidence renew "
                + "更新的证据有更多签名。")
    }

    static func count(uses count: Int) -> String { tell(counted(count, "use"), zh: "\(count) 次使用") }
    static func count(cases count: Int) -> String { tell(counted(count, "case"), zh: "\(count) 个案号") }
    static func count(deleted count: Int) -> String {
        tell("\(counted(count, "use")) deleted", zh: "已删除 \(count) 次使用的内容")
    }
    static func count(holds count: Int) -> String { tell(counted(count, "hold"), zh: "\(count) 项留置") }
    static func count(notices count: Int) -> String { tell(counted(count, "notice"), zh: "\(count) 条通知") }
    static func count(webhooks count: Int) -> String { tell(counted(count, "webhook"), zh: "\(count) 个通知地址") }

    /// How far a use came, or that it was deleted.
    static func word(_ use: StoredUse) -> String {
        guard let deletion = use.deletion else { return RelyingWords.word(use.state) }
        let time = UTCTime(seconds: deletion.time)
        return tell(
            "deleted \(time), scene \(deletion.scene), \(counted(Int(clamping: deletion.retentionDays), "day"))",
            zh: "已于 \(time) 按场景 \(deletion.scene) 的 \(deletion.retentionDays) 天期限删除")
    }

    static func held(_ hold: LegalHold) -> String {
        guard let words = hold.words else { return wordsGone }
        return tell("held by \(words.orderedBy): \(words.ground)", zh: "留置，\(words.orderedBy)：\(words.ground)")
    }

    /// In the place of what was deleted with its case.
    static var wordsGone: String { tell("deleted with its case", zh: "已随案件内容删除") }

    static func ended(_ release: LegalHold.Release) -> String {
        let time = UTCTime(seconds: release.time)
        guard let by = release.by else { return tell("released \(time)", zh: "\(time) 解除") }
        return tell("released \(time) by \(by)", zh: "\(time) 由 \(by) 解除")
    }

    static func holds(_ caseNumber: String) -> String {
        tell("What belongs to \(caseNumber) is kept until the hold ends", zh: "\(caseNumber) 的内容保留至留置解除")
    }

    static func released(_ caseNumber: String) -> String {
        tell("The hold on \(caseNumber) has ended", zh: "\(caseNumber) 的留置已解除")
    }

    static var noticeHead: [String] {
        [
            TableHeads.number, TableHeads.utc, TableHeads.block, tell("what", zh: "事项"), tell("type", zh: "证照类型"),
            tell("issuer", zh: "签发机构"), TableHeads.caseNumber, TableHeads.uses, tell("seen by", zh: "已阅"),
        ]
    }

    static func cells(_ notice: Notice) -> [String] {
        let words = notice.event.words
        let place = tell("block \(notice.height)", zh: "区块 \(notice.height)")
        return [
            "\(notice.number)", Moment.text(ms: notice.time), place, tell(words.en, zh: words.zh),
            notice.type.text, notice.issuer.text, notice.caseNumber ?? "–", count(uses: notice.uses.count),
            notice.acknowledgement.map { "✓ \($0.by)" } ?? "",
        ]
    }

    static func acknowledged(_ number: UInt64) -> String {
        tell("Notice \(number) is acknowledged", zh: "通知 \(number) 已确认")
    }

    static func exported(_ caseNumber: String, _ out: String) -> String {
        tell("The case \(caseNumber) is in \(out)", zh: "案件 \(caseNumber) 已写入 \(out)")
    }

    static func cells(_ result: BulkResult) -> [String] {
        let content = DeskAnswer(result.content)
        guard result.isDone else {
            return [
                result.reference, "\(result.status)", content["code"], tell(content["detail"], zh: content["detailZh"]),
            ]
        }
        let what = content.object["link"] == nil ? content["grant"] : content["link"]
        return [result.reference, "\(result.status)", content["number"], what]
    }

    static func bulkSoFar(_ count: Int) -> String {
        tell("\(counted(count, "item")) so far", zh: "已处理 \(count) 项")
    }

    static func bulkDone(_ done: Int, of count: Int) -> String {
        tell("\(done) of \(counted(count, "item")) done", zh: "\(count) 项中完成 \(done) 项")
    }

    // Webhooks.

    static var webhook: String { tell("Addresses that are told of what happens.", zh: "事件通知地址（webhook）。") }
    static var webhookAdd: String { tell("Add an address, and print its secret.", zh: "添加地址并给出其密钥。") }
    static var webhookList: String { tell("List addresses, and what was sent or waits.", zh: "列出地址以及投递情况。") }
    static var webhookRemove: String { tell("Remove an address; what waits for it is dropped.", zh: "移除地址，未投递的一并丢弃。") }
    static var webhookTest: String { tell("Send a test now.", zh: "立即发送一次测试。") }
    static var redeliver: String { tell("Send again what nobody took, or one event.", zh: "重新投递未送达的事件，或指定的一项。") }
    static var webhookURL: String { tell("https, or an address of this machine.", zh: "https 地址，或本机地址。") }
    static var webhookNumber: String { tell("The number of the address.", zh: "地址编号。") }
    static var deliveryState: String { tell("Only what stands so.", zh: "仅列该状态。") }
    static var deliveryID: String { tell("One event; otherwise all that are dead.", zh: "指定事件；缺省为全部未送达的。") }
    static var secretMeaning: String {
        tell(
            "Give it to the receiver, who checks by it that an event came from this desk; it is not shown again.",
            zh: "请交给接收方，用于核对事件确由本台发出；此密钥不再显示。")
    }
    static func webhookAdded(_ number: UInt64) -> String {
        tell("Webhook \(number) is told from now on", zh: "地址 \(number) 自现在起接收通知")
    }
    static func webhookRemoved(_ number: UInt64) -> String {
        tell("Webhook \(number) is told no more", zh: "地址 \(number) 不再接收通知")
    }
    static func webhookTaken(_ number: UInt64) -> String {
        tell("Webhook \(number) took the test", zh: "地址 \(number) 已接收测试")
    }
    static func redelivered(_ count: Int) -> String {
        tell("\(counted(count, "delivery", "deliveries")) will be sent again", zh: "将重新投递 \(count) 项")
    }
    static func notTaken(_ note: String) -> CommandError {
        .failed(
            "not-taken", tell("The address did not take the test: \(note)", zh: "地址没有接收测试：\(note)"),
            next: tell(
                "It must answer 2xx itself, within seconds: look at its log, and test again.",
                zh: "该地址须在数秒内自行回答 2xx：请查看其日志后再测试。"))
    }

    // What was typed.

    /// A value of an option; throws when it does not read, with what would.
    static func read<Value>(_ option: String, _ text: String?, as form: String, _ read: (String) -> Value?) throws
        -> Value?
    {
        guard let text else { return nil }
        guard let value = read(text) else {
            throw CommandError.usage(
                tell("\(option) \(text) does not read", zh: "\(option) 的 \(text) 无法读取"),
                next: tell("write it like \(form)", zh: "写法如 \(form)"))
        }
        return value
    }

    static var placeForm: String { tell("the page before has named it", zh: "上一页所给出的") }

    /// A time, or the beginning of a day: `2026-01-01T00:00:00Z`, `2026-01-01`.
    static func since(_ text: String) -> UInt64? { UTCTime(text)?.seconds ?? ReportPeriod.start(ofDay: text) }

    /// A time, or the end of a day.
    static func until(_ text: String) -> UInt64? {
        UTCTime(text)?.seconds ?? ReportPeriod.start(ofDay: text).map { $0 + 86_400 }
    }

    static var groundOrRelease: CommandError {
        .usage(tell("a hold needs --ground, or --release ends it", zh: "留置须有 --ground，解除用 --release"))
    }

    static func exists(_ path: String) -> CommandError {
        .refused(
            "exists", tell("\(path) is there already", zh: "\(path) 已经存在"),
            next: tell("name a new folder", zh: "请写一个新文件夹"))
    }

    static func badLine(_ file: String, _ number: Int, _ reason: String) -> CommandError {
        .refused(
            "bad-line", tell("\(file), line \(number): \(reason)", zh: "\(file) 第 \(number) 行：\(reason)"),
            next: "deedbox relying bulk --help")
    }

    static func sameReference(_ file: String) -> CommandError {
        .refused(
            "same-reference", tell("two lines of \(file) have one reference", zh: "\(file) 有两行编号相同"),
            next: tell("give each line its own", zh: "请让每行编号不同"))
    }
}
