public import Credentials
public import Rulebook
public import Signing

/// Why a wallet does not take what a desk answered for a request: a case per rule, with its facts.
public enum RequestRefusal: Error, Hashable, Sendable {
    /// Sealed to another key or for another fetch, or altered.
    case doesNotOpen
    case message(JOSEError)
    case claims(JSONError)
    /// The ledger has no key of that id for the party, or none that is good now.
    case unknownKey(String)
    case otherParty(MemberID)
    case otherLedger(String)
    /// The answer would go to another server than the one that was asked.
    case otherAddress(WebAddress)
    /// It names another wallet's key or nonce.
    case otherWallet
    case fromFuture(UInt64)
    case over(UInt64)
    /// The signed request inside is none of the party's on this ledger.
    case badRequest
    /// The signed request says other than the message around it.
    case differs

    /// The stable code.
    public var code: String {
        switch self {
        case .doesNotOpen: "request-closed"
        case .message, .claims: "request-unreadable"
        case .unknownKey: "request-unknown-key"
        case .otherParty: "request-other-party"
        case .otherLedger: "request-other-ledger"
        case .otherAddress: "request-other-address"
        case .otherWallet: "request-other-wallet"
        case .fromFuture, .over: "request-time"
        case .badRequest: "request-not-signed"
        case .differs: "request-differs"
        }
    }

    /// What is the case, for the holder.
    public var words: Bilingual {
        switch self {
        case .doesNotOpen:
            Bilingual(
                zh: "请求无法打开：它不是发给本钱包的，或已被改动", en: "the request does not open: it is for another wallet, or was altered")
        case .message(let error):
            Bilingual(zh: "请求格式或签名不对：\(error)", en: "the request's form or signature is wrong: \(error)")
        case .claims(let error):
            Bilingual(zh: "请求内容无法读取：\(error)", en: "the request's content is not readable: \(error)")
        case .unknownKey(let id):
            Bilingual(
                zh: "账本上该用证方没有现行密钥 \(id)", en: "on the ledger the relying party has no key \(id) that is good now")
        case .otherParty(let party):
            Bilingual(
                zh: "链接所称的用证方不是签名的 \(party)", en: "the link names another relying party than \(party), which signed")
        case .otherLedger(let origin):
            Bilingual(zh: "请求属于另一个账本 \(origin)", en: "the request is for another ledger, \(origin)")
        case .otherAddress(let address):
            Bilingual(zh: "请求要把答复送到另一台服务器 \(address)", en: "the request wants the answer at another server, \(address)")
        case .otherWallet: Bilingual(zh: "请求写的是另一个钱包的密钥", en: "the request names another wallet's key")
        case .fromFuture(let time):
            Bilingual(
                zh: "请求的签发时间还没有到（\(UTCTime(seconds: time))）",
                en: "the request is of a time to come (\(UTCTime(seconds: time)))")
        case .over(let time):
            Bilingual(zh: "请求已于 \(UTCTime(seconds: time)) 过期", en: "the request was over at \(UTCTime(seconds: time))")
        case .badRequest:
            Bilingual(zh: "请求没有该用证方在本账本上的签名", en: "the request is not signed by the relying party on this ledger")
        case .differs:
            Bilingual(zh: "签名的请求与所展示的内容不一致", en: "the signed request says other than what is shown with it")
        }
    }

    /// Who must do what.
    public var next: Bilingual {
        switch self {
        case .doesNotOpen, .over, .otherWallet:
            Bilingual(zh: "请用证方重新给出链接", en: "ask the relying party for a new link")
        case .fromFuture: Bilingual(zh: "检查本机时间，再试一次", en: "check this device's clock, then try again")
        case .otherLedger: Bilingual(zh: "用属于该账本的钱包打开", en: "open it with a wallet of that ledger")
        case .message, .claims, .unknownKey, .otherParty, .otherAddress, .badRequest, .differs:
            Bilingual(zh: "不要答复，并告知该用证方", en: "do not answer, and tell the relying party")
        }
    }
}
