internal import Credentials
public import NodeAPI
internal import Rulebook

extension PresentingRefusal {
    /// The fact and the next step.
    public var words: Words {
        switch self {
        case .notALink, .notGiven, .request, .counted, .notOfMember, .beyondScene: askingWords
        case .noSuchRequest, .answered, .over, .nothingAnswers, .noSuchField, .noSuchChoice, .otherDocument,
            .notTaken:
            answeringWords
        }
    }

    private var askingWords: Words {
        switch self {
        case .notALink:
            .told(
                "this is no link to a plain request", zh: "这不是未计次请求的链接",
                next: "a link begins with openid4vp:// or haip-vp:// and names client_id and request_uri over TLS",
                zh: "链接应以 openid4vp:// 或 haip-vp:// 开头，并含 client_id 和 TLS 的 request_uri")
        case .notGiven(let status):
            .told(
                "the verifier gives no request (status \(status))", zh: "对方没有给出请求（状态 \(status)）",
                next: "ask for a new link: it works once and for ten minutes", zh: "请对方重新给出链接：每个链接只用一次，十分钟内有效")
        case .request(let refusal):
            .told(
                "the request is not answered (\(refusal.error.rawValue)): \(refusal.fact.en)",
                zh: "不答复该请求（\(refusal.error.rawValue)）：\(refusal.fact.zh)",
                next: "do not answer, and tell whoever asked", zh: "请勿答复，并告知请求方")
        case .counted(let member):
            .told(
                "\(member) is a member of your ledger, and this scene is counted: it gets nothing in this way",
                zh: "\(member) 是本账本成员，该场景须计次：不能以此方式取得任何内容",
                next: "ask it for a deedbox:// link, whose every use is counted", zh: "请其给出 deedbox:// 链接，每次使用均计次")
        case .notOfMember(let member):
            .told(
                "it says to be of \(member), and no key of that member signed that", zh: "自称 \(member)，但没有该成员的签名",
                next: "do not answer, and tell \(member)", zh: "请勿答复，并告知 \(member)")
        case .beyondScene(let member):
            .told(
                "\(member) asks for what its scene does not allow", zh: "\(member) 请求的内容超出其场景",
                next: "do not answer, and tell the regulator", zh: "请勿答复，并告知监管方")
        case .noSuchRequest, .answered, .over, .nothingAnswers, .noSuchField, .noSuchChoice, .otherDocument,
            .notTaken:
            answeringWords
        }
    }

    private var answeringWords: Words {
        switch self {
        case .noSuchRequest(let id):
            .told(
                "there is no plain request \(id)", zh: "没有第 \(id) 号未计次请求",
                next: "`deedbox wallet presentations` shows the numbers", zh: "可用 deedbox wallet presentations 查看编号")
        case .answered(let id):
            .told(
                "plain request \(id) was answered", zh: "第 \(id) 号未计次请求已答复",
                next: "ask for a new link if it is needed again", zh: "如仍需要，请对方重新给出链接")
        case .over(let id, let time):
            .told(
                "plain request \(id) was over at \(UTCTime(seconds: time))",
                zh: "第 \(id) 号未计次请求已于 \(UTCTime(seconds: time)) 过期", next: "ask for a new link", zh: "请对方重新给出链接")
        case .nothingAnswers(let id):
            .told(
                "the wallet holds nothing that answers plain request \(id)", zh: "钱包中没有可答复第 \(id) 号未计次请求的文档",
                next: "`deedbox wallet presentations` says what is missing, clause by clause",
                zh: "可用 deedbox wallet presentations 查看缺少什么")
        case .noSuchField(let name):
            .told(
                "the request asks for no field \(name)", zh: "请求中没有字段 \(name)", next: "see the request's fields",
                zh: "请查看请求的字段")
        case .noSuchChoice(let query):
            .told(
                "\(query) cannot be answered with just these fields", zh: "\(query) 不能只以这些字段答复",
                next: "show the fields that are needed, or refuse: `deedbox wallet present --refuse`",
                zh: "请出示必需字段，或拒绝：deedbox wallet present --refuse")
        case .otherDocument(let id):
            .told(
                "document \(id) is of no type that is asked for", zh: "第 \(id) 号文档不是所请求的类型",
                next: "name one that the request shows", zh: "请选择请求所列的文档")
        case .notTaken(let status):
            .told(
                "the verifier did not take the answer (status \(status))", zh: "对方没有接受答复（状态 \(status)）",
                next: "ask for a new link", zh: "请对方重新给出链接")
        case .notALink, .notGiven, .request, .counted, .notOfMember, .beyondScene: askingWords
        }
    }
}

extension PresentationRefusal {
    /// What is the case, for the holder.
    var fact: Bilingual {
        switch self {
        case .message(let error):
            Bilingual(zh: "格式或签名不对：\(error)", en: "its form or signature is wrong: \(error)")
        case .claims(let error): Bilingual(zh: "内容不合规范：\(error)", en: "its content is not in the form: \(error)")
        case .formats(let error):
            Bilingual(zh: "对方不接受本钱包的文档格式：\(error)", en: "it does not take documents in our form: \(error)")
        case .transactionData:
            Bilingual(zh: "含有无法显示的交易内容", en: "it has transaction data that cannot be shown")
        case .client(let id):
            Bilingual(zh: "无从核对请求方 \(id)", en: "who asks, as \(id), cannot be checked")
        case .certificateMissing: Bilingual(zh: "未附证书", en: "it came without a certificate")
        case .certificate(let error): Bilingual(zh: "证书不可用：\(error)", en: "its certificate is no good: \(error)")
        case .otherCertificate:
            Bilingual(zh: "证书不是请求方所称的那一份", en: "its certificate is not that of the client that it names")
        case .otherClient(let id):
            Bilingual(zh: "链接与请求的请求方不同：\(id)", en: "the link names another client than the request: \(id)")
        case .address(let address):
            Bilingual(zh: "答复地址不可用：\(address)", en: "the address for the answer is no good: \(address)")
        case .otherWallet: Bilingual(zh: "不是为本钱包生成的请求", en: "it was not made for this wallet")
        case .weakNonce: Bilingual(zh: "随机数太短", en: "its nonce is too short")
        case .fromFuture(let time):
            Bilingual(
                zh: "签发时间还没有到（\(UTCTime(seconds: time))）", en: "it is of a time to come (\(UTCTime(seconds: time)))")
        case .over(let time):
            Bilingual(zh: "已于 \(UTCTime(seconds: time)) 过期", en: "it was over at \(UTCTime(seconds: time))")
        }
    }
}
