/// The heads of columns that more than one list has.
enum TableHeads {
    static var grant: String { tell("grant", zh: "授权") }
    static var request: String { tell("request", zh: "请求") }
    static var use: String { tell("use", zh: "使用") }
    static var uses: String { tell("uses", zh: "使用次数") }
    static var scene: String { tell("scene", zh: "场景") }
    static var caseNumber: String { tell("case", zh: "案号") }
    static var state: String { tell("state", zh: "状态") }
    static var party: String { tell("party", zh: "用证方") }
    static var block: String { tell("block", zh: "区块") }
    static var begun: String { tell("begun (UTC)", zh: "开始（UTC）") }
    static var hold: String { tell("hold", zh: "留置") }
    static var number: String { tell("number", zh: "编号") }
    static var terms: String { tell("at most", zh: "上限") }
    static var purpose: String { tell("purpose", zh: "用途") }
    static var utc: String { tell("time (UTC)", zh: "时间（UTC）") }
}
