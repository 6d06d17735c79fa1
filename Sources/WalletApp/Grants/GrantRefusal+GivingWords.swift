internal import NodeAPI
internal import Rulebook
internal import Signing

extension GrantRefusal {
    /// Words about what the holder chose.
    var choiceWords: Words {
        switch self {
        case .noSuchRequest(let id):
            .told(
                "the wallet has no request \(id)", zh: "钱包中没有第 \(id) 号请求",
                next: "`deedbox wallet requests` shows the numbers", zh: "编号见 deedbox wallet requests")
        case .requestOver(let id, let at):
            .told(
                "request \(id) could be answered until \(UTCTime(seconds: at))",
                zh: "第 \(id) 号请求的答复期限为 \(UTCTime(seconds: at))，已过",
                next: "ask the relying party for a new link", zh: "请用证方重新给出链接")
        case .answered(let id):
            .told(
                "request \(id) was answered already", zh: "第 \(id) 号请求已答复",
                next: "`deedbox wallet grants` shows what became of it", zh: "结果见 deedbox wallet grants")
        case .tooManyUses(let asked, let limit):
            .told(
                "\(asked) uses; the request asks for at most \(limit), and one at least is given",
                zh: "授权 \(asked) 次，而请求至多 \(limit) 次，且至少 1 次",
                next: "give as many or fewer with --uses", zh: "请用 --uses 给出不超过的次数")
        case .tooLong(let asked, let limit):
            .told(
                "\(asked) days; the request asks for at most \(limit), and one at least is given",
                zh: "授权 \(asked) 天，而请求至多 \(limit) 天，且至少 1 天",
                next: "give as many or fewer with --days", zh: "请用 --days 给出不超过的天数")
        case .nothingHeld(let type, let name):
            .told(
                "the wallet holds no good document of the type \(name.en) (\(type))",
                zh: "钱包中没有可用的\(name.zh)（\(type)）",
                next: "`deedbox wallet requests` says who issues it", zh: "签发机构见 deedbox wallet requests")
        case .fieldMissing(let path, let document):
            .told(
                "document \(document) has no field \(path), which is asked for", zh: "第 \(document) 号文档没有所需的字段 \(path)",
                next: "name another document with --document, or have it issued anew",
                zh: "请用 --document 换一份文档，或请签发机构重新签发")
        case .fieldNotAsked(let path):
            .told(
                "nobody asks for the field \(path)", zh: "请求中没有字段 \(path)",
                next: "`deedbox wallet requests` shows the fields", zh: "字段见 deedbox wallet requests")
        case .fieldNeeded(let path):
            .told(
                "without \(path) the scene's matter cannot be done: the field is not optional",
                zh: "\(path) 为必需字段，不能不提供",
                next: "give it, or refuse the request with `deedbox wallet refuse`",
                zh: "请提供，或用 deedbox wallet refuse 拒绝")
        case .documentNotAsked(let id):
            .told(
                "document \(id) is of a type that is not asked for, or of one that another document answers",
                zh: "第 \(id) 号文档的类型不在请求之内，或已由另一份文档提供",
                next: "name one document for each type that is asked for", zh: "请为每个所需类型给出一份文档")
        case .documentNotGood(let id, let fact):
            .told(
                "document \(id) cannot be shown: \(fact.en)", zh: "第 \(id) 号文档不能提供：\(fact.zh)",
                next: "name another one with --document, or have it issued anew",
                zh: "请用 --document 换一份，或请签发机构重新签发")
        case .nothingChosen:
            .told(
                "every field that is asked for is optional, and none was chosen", zh: "所有字段均为可选，且一个也没有选",
                next: "choose some with --with, or refuse the request", zh: "请用 --with 选择，或拒绝请求")
        case .noHolderKey(let id):
            .told(
                "document \(id) is bound to a key that this device does not have", zh: "第 \(id) 号文档绑定的密钥不在本设备",
                next: "have it issued anew to this device", zh: "请签发机构为本设备重新签发")
        case .notALink, .notARequest, .notARelyingParty, .partySuspended, .unknownScene, .sceneNotApproved,
            .sceneEnded, .unknownProfile, .otherQuery, .beyondScene, .noSealingKey, .otherSealingKey, .noRegulator,
            .codeOver, .falseCall,
            .keysMissing, .notDealt, .notHeld, .noSuchGrant, .notOnLedger, .over, .nothingToTighten, .nothingToDeal,
            .useNotSeen:
            words
        }
    }

    /// Words about dealing, keeping and ending.
    var grantWords: Words {
        switch self {
        case .keysMissing(let week, let count):
            .told(
                "not all \(count) validators have announced their key of week \(week), to which shares are sealed",
                zh: "\(count) 个验证节点尚未全部公布第 \(week) 周的加密公钥，密钥份额无从加密",
                next: "try again when all nodes were up once; nothing was sent", zh: "请在各节点都上线后重试；尚未发出任何内容")
        case .notDealt(let refusal):
            .told(
                "this cannot be dealt: \(refusal)", zh: "无法分发：\(refusal)",
                next: "grant fewer uses, or fewer and smaller documents", zh: "请减少次数或文档")
        case .notHeld(let given, let needed):
            .told(
                "\(given) validators hold the deposit, and \(needed) must", zh: "持有寄存件的验证节点有 \(given) 个，须有 \(needed) 个",
                next: "run it again when more nodes are up: it goes on with the same deposit",
                zh: "请在更多节点上线后重试，将沿用同一寄存件")
        case .noSuchGrant(let id):
            .told(
                "the wallet knows no grant \(id)", zh: "钱包中没有第 \(id) 号授权",
                next: "`deedbox wallet grants` shows the numbers", zh: "编号见 deedbox wallet grants")
        case .notOnLedger(let id):
            .told(
                "grant \(id) does not stand on the ledger now: not yet, or closed since",
                zh: "第 \(id) 号授权不在账本上：尚未到达，或已结清",
                next: "`deedbox wallet grant \(id)` sends it again when it was not taken yet",
                zh: "若尚未被受理，deedbox wallet grant \(id) 会重新发送")
        case .over(let id, let state):
            .told(
                "grant \(id) is over: \(state.words.en)", zh: "第 \(id) 号授权已结束：\(state.words.zh)",
                next: "nothing is left to be done about it", zh: "无需再做什么")
        case .nothingToTighten:
            .told(
                "no term was given", zh: "没有给出任何条件", next: "give --uses, --days or --pause-hours",
                zh: "请给出 --uses、--days 或 --pause-hours")
        case .nothingToDeal(let id):
            .told(
                "this device has not what is needed to deal grant \(id) again: it was given on another one",
                zh: "第 \(id) 号授权由另一台设备给出，本设备没有重新分发所需的内容",
                next: "withdraw it, and answer a new request", zh: "请撤回，并答复新的请求")
        case .useNotSeen(let id, let use, let counted):
            .told(
                "of grant \(id) the wallet has seen \(counted) uses counted, and not use \(use)",
                zh: "第 \(id) 号授权已见计数 \(counted) 次，没有第 \(use) 次使用",
                next: "`deedbox wallet grants` asks the ledger", zh: "用 deedbox wallet grants 向账本查询")
        case .notALink, .notARequest, .notARelyingParty, .partySuspended, .unknownScene, .sceneNotApproved,
            .sceneEnded, .unknownProfile, .otherQuery, .beyondScene, .noSealingKey, .otherSealingKey, .noRegulator,
            .codeOver, .falseCall,
            .noSuchRequest, .requestOver, .answered, .tooManyUses, .tooLong, .nothingHeld, .fieldMissing,
            .fieldNotAsked, .fieldNeeded, .documentNotAsked, .documentNotGood, .nothingChosen, .noHolderKey:
            words
        }
    }
}
