import RelyingAPI
import RelyingApp

/// Words of the commands of a counter.
enum CounterWords {
    static var number: String {
        tell("Type the two digits that the phone at a counter shows.", zh: "输入柜台前手机上显示的两位数字。")
    }
    static var itsCase: String {
        tell("Its case, for a request that another clerk opened.", zh: "该请求的案号；由其他柜员发起时须填写。")
    }
    static var numberExamples: String { ConsoleWords.examples("deedbox relying number REQUEST 42 --data bank") }
    static var scan: String {
        tell("Send a request to the wallet whose code was scanned.", zh: "扫描持有人的亮码，把请求发给其钱包。")
    }
    static var scanExamples: String {
        ConsoleWords.examples("deedbox relying scan REQUEST 'deedbox://code?key=…' --data bank")
    }
    static var code: String { tell("What the scanner read: deedbox://code?…", zh: "扫到的内容：deedbox://code?…") }
    static var called: String {
        tell("The wallet has the request's link, and fetches it", zh: "请求已送达持有人的钱包")
    }
    static var session: String { tell("The request, as relying request told it.", zh: "请求标识，由 relying request 给出。") }
    static var digits: String { tell("Two digits; there is one try.", zh: "两位数字，只能输入一次。") }
    static var counter: String {
        tell("The holder stands at this counter: the number of his phone is needed.", zh: "持有人所在柜台，须核对其手机上的数字。")
    }
    static var place: String { tell("Where the counter is; otherwise the desk's name.", zh: "柜台地点；缺省为本机构名称。") }
    static var compared: String {
        tell("The clerk has compared the person with the portrait.", zh: "经办人已比对本人与照片。")
    }
    static var matched: String {
        tell("The number is right: the holder reads, and answers", zh: "数字相符，等待持有人阅读并答复")
    }
    static func requestedAtCounter(_ seconds: UInt64) -> String {
        tell(
            "The request waits for a phone at the counter, \(counted(Int(clamping: seconds), "second")) long",
            zh: "请求已发起，等待柜台前的手机，\(seconds) 秒内有效")
    }

    static func state(_ state: StaffedSession.State) -> String {
        switch state {
        case .remote: tell("none: asked from afar", zh: "无：远程请求")
        case .waiting: tell("no phone has fetched the request", zh: "还没有手机取走请求")
        case .shown: tell("the phone shows it: type it now", zh: "手机已显示，请输入")
        case .matched: tell("typed, and right", zh: "已核对，相符")
        case .failed: tell("wrong or late: the request is over", zh: "不符或超时，请求作废")
        }
    }

    static func noNumber(_ text: String) -> CommandError {
        .usage(tell("not two digits: \(text)", zh: "不是两位数字：\(text)"))
    }
    static func noCode(_ text: String) -> CommandError {
        .usage(tell("no code of a wallet: \(text.prefix(60))", zh: "不是亮码：\(text.prefix(60))"))
    }
    static func noSession(_ text: String) -> CommandError {
        .usage(tell("not the id of a request: \(text)", zh: "不是请求标识：\(text)"))
    }
    static var placeWithoutCounter: CommandError {
        .usage(tell("--place belongs to --counter", zh: "--place 须与 --counter 同用"))
    }
    static var badCounter: CommandError {
        .usage(
            tell(
                "a counter and its place have 1 to \(CounterPlace.maxByteCount) bytes, on one line",
                zh: "柜台和地点各为 1 至 \(CounterPlace.maxByteCount) 字节，不分行"))
    }
    static var comparedNeedsStaff: CommandError {
        .usage(
            tell(
                "--compared is said by a clerk: with --staff or --token-file, and --case",
                zh: "--compared 由经办人声明：须同时给出 --staff 或 --token-file，以及 --case"))
    }
}
